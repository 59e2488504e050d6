#!/usr/bin/env bash
# library.sh LIB_DIR: puts the static library of LIB_DIR and the header where the Go module looks for them. The library is
# for the machine that built it, so for another GOOS or GOARCH it is refused.
. "$(dirname "$0")/../../tests/lib.sh"
go=${GO:-go}
wanted=$("$go" env GOOS)_$("$go" env GOARCH)
case $(rustc -vV | sed -n 's/^host: //p') in
    x86_64-*-linux-*) built=linux_amd64 ;;
    aarch64-*-linux-*) built=linux_arm64 ;;
    x86_64-apple-*) built=darwin_amd64 ;;
    aarch64-apple-*) built=darwin_arm64 ;;
    x86_64-*-windows-gnu*) built=windows_amd64 ;;
    *) fail "the Go module has no folder for $(rustc -vV | sed -n 's/^host: //p')" ;;
esac
[ "$built" = "$wanted" ] ||
    fail "the library of \`make lib\` is for $built, and Go builds for $wanted: unset GOOS and GOARCH," \
        "or put the library of a release for $wanted into bindings/go/lib/$wanted"
mkdir -p "bindings/go/lib/$built"
cp "$1/libagora_token.a" "bindings/go/lib/$built/"
cp include/agora_token.h bindings/go/include/
