#!/usr/bin/env bash
# dist.sh LIB_DIR: what a release carries for this platform, into target/dist, each file with its SHA-256 beside
# it: the installed tree, the Python wheel and sdist, the Go module with its library.
. "$(dirname "$0")/../tests/lib.sh"
. packaging/archive.sh
built=$1
version=$(version)
triple=$(rustc -vV | sed -n 's/^host: //p')
dist=$PWD/target/dist
rm -rf "$dist"
mkdir -p "$dist"

documents=(LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md)

tree=libagora_token-$version-$triple
PREFIX=/ LIBDIR=/lib DESTDIR=$work/$tree packaging/install.sh install "$built"
cp "${documents[@]}" "$work/$tree"
tarball "$tree" "$dist"

module=agoratoken-go-$version-$(go env GOOS)_$(go env GOARCH)
go_tree "$work/$module"
library=lib/$(go env GOOS)_$(go env GOARCH)/libagora_token.a
cp "bindings/go/$library" "$work/$module/$library"
cp LICENSE-APACHE LICENSE-MIT "$work/$module"
tarball "$module" "$dist"

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
