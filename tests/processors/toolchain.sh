#!/usr/bin/env bash
# toolchain.sh DIR: Debian's newest Rust compiler with the source of its standard library, which cargo then builds for
# any processor. It is unpacked into DIR and nothing of it is installed, so a toolchain of rustup stays as it is.
set -euo pipefail
dir=$1
cd "$(dirname "$0")/../.."

[ "$(id -u)" != 0 ] || apt-get update -qq
version=$(apt-cache show --no-all-versions rustc-web | sed -n 's/^Version: //p')
release=${version%%+*}
runtime=libstd-rust-web-${release%.*}
[ "$(cat "$dir/version" 2>/dev/null)" != "$version" ] || exit 0

rm -rf "$dir"
mkdir -p "$dir/debs"
(cd "$dir/debs" && apt-get download -qq {rustc-web,"$runtime",libstd-rust-web-dev,rust-web-src}="$version")
for deb in "$dir"/debs/{rustc,libstd}*.deb; do
    dpkg-deb -x "$deb" "$dir"
done
# Of the source, the standard library alone.
dpkg-deb --fsys-tarfile "$dir"/debs/rust-web-src_*.deb | tar -xC "$dir" ./usr/lib "./usr/src/rustc-$release/library"
rm -r "$dir/debs"

# The compiler finds its own parts where it was unpacked.
cat >"$dir/rustc" <<'TOOL'
#!/bin/sh
here=$(dirname "$(realpath -s "$0")")
LD_LIBRARY_PATH=$here/usr/lib/$(uname -m)-linux-gnu exec "$here/usr/bin/$(basename "$0")" "$@"
TOOL
chmod +x "$dir/rustc"
ln -s rustc "$dir/rustdoc"

llvm=$(apt-cache depends "$runtime=$version" | sed -n 's/^ *Depends: \(libllvm.*\)/\1/p')
tests/need.sh "package:$llvm=$llvm"
"$dir/rustc" -V
echo "$version" >"$dir/version"
