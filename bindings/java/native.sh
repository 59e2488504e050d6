#!/usr/bin/env bash
# native.sh LIBRARY DIRECTORY: puts the native library where the jar takes it from, in the folder that JNA and
# NativeLibraryLoader name this platform by.
. "$(dirname "$0")/../../tests/lib.sh"

library=$1 directory=$2

case $(uname -m) in
    x86_64 | amd64) processor=x86-64 ;;
    aarch64 | arm64) processor=aarch64 ;;
    *) fail "the Java package has no folder for the processor $(uname -m)" ;;
esac
case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    MINGW* | MSYS*) system=win32 ;;
    *) fail "the Java package has no folder for the system $(uname -s)" ;;
esac
folder=$system-$processor
if [ $system = linux ] && compgen -G '/lib/ld-musl-*' >/dev/null && ! compgen -G '/lib*/ld-linux*' >/dev/null; then
    folder+=-musl
fi
mkdir -p "$directory/$folder"
cp "$library" "$directory/$folder/"
