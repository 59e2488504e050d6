#!/usr/bin/env bash
# native.sh LIBRARY DIRECTORY [TARGET]: puts the native library where the jar takes it from, in the folder that JNA and
# NativeLibraryLoader name its platform by: this machine's, or that of the target of a release, such as x86_64-linux-musl.
. "$(dirname "$0")/../../tests/lib.sh"

library=$1 directory=$2
target=${3:-$(uname -m)-$(uname -s)}
if [ $# = 2 ] && compgen -G '/lib/ld-musl-*' >/dev/null && ! compgen -G '/lib*/ld-linux*' >/dev/null; then
    target=$(uname -m)-linux-musl
fi

case $target in
    x86_64-* | amd64-*) processor=x86-64 ;;
    aarch64-* | arm64-*) processor=aarch64 ;;
    *) fail "the Java package has no folder for the processor of $target" ;;
esac
case $target in
    *-linux-musl) folder=linux-$processor-musl ;;
    *-linux-gnu | *-Linux) folder=linux-$processor ;;
    *-macos | *-Darwin) folder=darwin-$processor ;;
    *-windows | *-MINGW* | *-MSYS*) folder=win32-$processor ;;
    *) fail "the Java package has no folder for the system of $target" ;;
esac
mkdir -p "$directory/$folder"
cp "$library" "$directory/$folder/"
