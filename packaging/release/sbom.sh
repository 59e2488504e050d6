#!/usr/bin/env bash
# sbom.sh TOOLS TARGET OUT: what is compiled into the library and into the program for a target, as CycloneDX has it and with
# the texts of the licences, into OUT.
. "$(dirname "$0")/../../tests/lib.sh"
. packaging/release/targets.sh
tools=$1 out=$3
know "$2"

# It writes beside the manifests, so it gets a copy of the sources. Their folder is no part of what it says.
git ls-files -z Cargo.toml Cargo.lock build.rs src server benches | xargs -0 cp --parents -t "$work"
(cd "$work" && SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$OLDPWD" log -1 --format=%ct)} "$tools/bin/cargo-cyclonedx" cyclonedx -q --format json \
    --spec-version 1.5 --no-build-deps --target "$triple" --override-filename sbom)
for crate in . server; do
    name=$(sed -n 's/^name = "\(.*\)"$/\1/p' "$crate/Cargo.toml" | head -n 1)
    sed "s|file://$work|file://.|g" "$work/$crate/sbom.json" >"$out/$name.cdx.json"
done

zig=$(echo "$tools"/lib/python3*/site-packages/ziglang/lib)
others=()
case $system in
    linux-gnu) others=("LLVM's libunwind=$zig/libunwind/LICENSE.TXT") ;;
    linux-musl) others=("LLVM's libunwind=$zig/libunwind/LICENSE.TXT" "musl, in the program=$zig/libc/musl/COPYRIGHT") ;;
    windows) others=('MinGW-w64=/usr/share/doc/mingw-w64-x86-64-dev/copyright' "GCC's libgcc=/usr/share/doc/gcc-mingw-w64-x86-64-win32-runtime/copyright") ;;
esac
sources=$(printf '%s:' "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*)
for name in agora-token agora-token-server; do
    python3 -B packaging/release/licences.py "$out/$name.cdx.json" "$sources" \
        "Rust's standard library, MIT OR Apache-2.0, of the Rust project's contributors=LICENSE-APACHE" \
        "${others[@]}" >"$out/$name.licences.txt"
done
