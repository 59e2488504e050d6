#!/usr/bin/env bash
# dist.sh LIB_DIR: what a release carries for this platform, into target/dist, each file with its SHA-256 beside
# it: the installed tree, the Python wheel and sdist, the Go module with its library.
set -euo pipefail
built=$1
cd "$(dirname "$0")/.."
version=$(packaging/version.sh)
triple=$(rustc -vV | sed -n 's/^host: //p')
dist=$PWD/target/dist
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
tar=$(command -v gtar || command -v tar)
rm -rf "$dist"
mkdir -p "$dist"

# Every time in an archive: that of the last commit, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# pack NAME: the folder $stage/NAME as an archive of that name.
pack() {
    "$tar" --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --mode=u+rwX,go+rX,go-w -C "$stage" -cf - "$1" | gzip -9n >"$dist/$1.tar.gz"
}

documents=(LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md)

tree=agora-token-$version-$triple
PREFIX=/ LIBDIR=/lib DESTDIR=$stage/$tree packaging/install.sh install "$built"
cp "${documents[@]}" "$stage/$tree"
pack "$tree"

module=agoratoken-go-$version-$(go env GOOS)_$(go env GOARCH)
mkdir "$stage/$module"
# The module as it is checked in, and beside it what `make go` has put there.
git ls-files -z bindings/go ':!*/rules.mk' | "$tar" --null -T - -cf - | "$tar" -C "$stage/$module" --strip-components=2 -xf -
mkdir -p "$stage/$module/examples/server"
cp examples/go/server/main.go "$stage/$module/examples/server"
cp bindings/go/include/agora_token.h "$stage/$module/include"
library=lib/$(go env GOOS)_$(go env GOARCH)/libagora_token.a
cp "bindings/go/$library" "$stage/$module/$library"
cp LICENSE-APACHE LICENSE-MIT "$stage/$module"
pack "$module"

python3 -m venv "$stage/venv"
"$stage/venv/bin/pip" install -q --disable-pip-version-check build
for shared in "$built"/libagora_token.so "$built"/libagora_token.dylib "$built"/agora_token.dll; do
    [ ! -e "$shared" ] || break
done
AGORA_TOKEN_LIBRARY=$PWD/$shared "$stage/venv/bin/python" -m build --outdir "$dist" bindings/python >"$stage/build.log" 2>&1 ||
    { cat "$stage/build.log" >&2; exit 1; }

cd "$dist"
for file in *; do
    { sha256sum "$file" 2>/dev/null || shasum -a 256 "$file"; } >"$file.sha256"
done
ls -l
