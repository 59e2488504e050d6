#!/usr/bin/env bash
# dist.sh LIB_DIR: what a release carries for this platform, into target/dist, each file with its SHA-256 beside
# it: the installed tree, the Python wheel and sdist, the Go module with its library.
. "$(dirname "$0")/../tests/lib.sh"
built=$1
version=$(version)
triple=$(rustc -vV | sed -n 's/^host: //p')
dist=$PWD/target/dist
tar=$(command -v gtar || command -v tar)
rm -rf "$dist"
mkdir -p "$dist"

# Every time in an archive: that of the last commit, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# pack NAME: the folder $work/NAME as an archive of that name.
pack() {
    "$tar" --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --mode=u+rwX,go+rX,go-w -C "$work" -cf - "$1" | gzip -9n >"$dist/$1.tar.gz"
}

documents=(LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md)

tree=agora-token-$version-$triple
PREFIX=/ LIBDIR=/lib DESTDIR=$work/$tree packaging/install.sh install "$built"
cp "${documents[@]}" "$work/$tree"
pack "$tree"

module=agoratoken-go-$version-$(go env GOOS)_$(go env GOARCH)
mkdir "$work/$module"
# The module as it is checked in, and beside it what `make go` and `make go-wasm` have put there.
git ls-files -z bindings/go ':!*/rules.mk' ':!*/library.sh' | "$tar" --null -T - -cf - | "$tar" -C "$work/$module" --strip-components=2 -xf -
mkdir -p "$work/$module/examples/server"
cp examples/go/server/main.go "$work/$module/examples/server"
cp bindings/go/include/agora_token.h "$work/$module/include"
library=lib/$(go env GOOS)_$(go env GOARCH)/libagora_token.a
cp "bindings/go/$library" "$work/$module/$library"
[ -e bindings/go/agora_token.wasm ] || fail "bindings/go/agora_token.wasm is missing: take that of \`make go-wasm\` on Debian"
cp bindings/go/agora_token.wasm "$work/$module"
cp LICENSE-APACHE LICENSE-MIT "$work/$module"
pack "$module"

venv "$work/venv" build
for shared in "$built"/libagora_token.so "$built"/libagora_token.dylib "$built"/agora_token.dll; do
    [ ! -e "$shared" ] || break
done
AGORA_TOKEN_LIBRARY=$PWD/$shared "$work/venv/bin/python" -m build --outdir "$dist" bindings/python >"$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2; exit 1; }

cd "$dist"
for file in *; do
    { sha256sum "$file" 2>/dev/null || shasum -a 256 "$file"; } >"$file.sha256"
done
ls -l
