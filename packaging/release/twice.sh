#!/usr/bin/env bash
# twice.sh RUST TOOLS [TARGET...]: builds these targets of a release once more, in another folder, three days later by the clock
# that the tools see, from what is committed, and compares every file with that of target/release-files. A row for `make proof`.
. "$(dirname "$0")/../../tests/lib.sh"
rust=$1 tools=$2
files=$PWD/target/release-files
[ -e "$files/SHA256SUMS" ] || fail 'Run `make release` first.'
another=$work/in/another/folder
git clone -q . "$another"
# The compiler finds its own parts where it really is.
mkdir -p "$another/$(dirname "$rust")"
cp -al "$rust" "$another/$rust"
ln -s "$PWD/$tools" "$another/$tools"
tests/need.sh faketime=faketime
(
    # rustup's programs hang when they see another clock: those that they stand for do not.
    PATH=$(rustc --print sysroot)/bin:$PATH
    cd "$another"
    # Where something waits, it waits by the true clock, and a file's time stays what the disk has.
    export FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1
    later=(faketime -f +3d)
    "${later[@]}" bindings/js/build/package.sh "$rust"
    cp target/js/package/agora_token.wasm bindings/go/
    "${later[@]}" packaging/release/build.sh "$@"
    # What is packed is asked of rustc too, which sometimes waits for ever under another clock, and says the same without it.
    mkdir "$work/bin"
    printf '#!/bin/sh\nunset LD_PRELOAD\nexec "%s" "$@"\n' "$(type -P rustc)" >"$work/bin/rustc"
    chmod +x "$work/bin/rustc"
    PATH=$work/bin:$PATH "${later[@]}" packaging/release/pack.sh "${@:2}"
) >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

compared=0 differ=()
while read -r sum name; do
    compared=$((compared + 1))
    grep -qxF "$sum  $name" "$files/SHA256SUMS" || differ+=("$name")
done <"$another/target/release-files/SHA256SUMS"
echo "proof: Release: built twice, in two folders, at two times | $compared files | ${#differ[@]} differ: ${differ[*]:-none}"
[ ${#differ[@]} = 0 ]
