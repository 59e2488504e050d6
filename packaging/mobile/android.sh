#!/usr/bin/env bash
# android.sh [OUT]: the shared library for Android's four ABIs, as OUT/jniLibs/ABI/libagora_token.so, and the header
# in OUT/include; OUT is target/mobile/android unless given. docs/mobile.md says what an app may do with it.
#
# ANDROID_NDK_HOME is the NDK's folder, ANDROID_API the least API level (24 unless set), ANDROID_ABIS the ABIs, if
# not all. (It keeps to what macOS's old bash knows.)
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-target/mobile/android}
api=${ANDROID_API:-24}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# What an ABI is called by Rust, and by the NDK's clang.
know() {
    case $1 in
        arm64-v8a) target=aarch64-linux-android clang=aarch64-linux-android ;;
        armeabi-v7a) target=armv7-linux-androideabi clang=armv7a-linux-androideabi ;;
        x86) target=i686-linux-android clang=i686-linux-android ;;
        x86_64) target=x86_64-linux-android clang=x86_64-linux-android ;;
        *) stop "ANDROID_ABIS names '$1'; there are arm64-v8a, armeabi-v7a, x86 and x86_64." ;;
    esac
}

[[ $api =~ ^(2[1-9]|[3-9][0-9])$ ]] || stop "ANDROID_API is '$api'; it is a number from 21 on."
ndk=${ANDROID_NDK_HOME:-}
[ -n "$ndk" ] || stop "Set ANDROID_NDK_HOME to the folder of the Android NDK, such as ~/Android/Sdk/ndk/VERSION."
for tools in "$ndk"/toolchains/llvm/prebuilt/*/bin; do :; done
[ -x "$tools/llvm-readelf" ] || stop "ANDROID_NDK_HOME is '$ndk', where there is no toolchains/llvm/prebuilt/…/bin/llvm-readelf."

read -ra abis <<<"${ANDROID_ABIS:-arm64-v8a armeabi-v7a x86 x86_64}"
missing=''
for abi in "${abis[@]}"; do
    know "$abi"
    [ -x "$tools/$clang$api-clang" ] || stop "This NDK has no $clang$api-clang: choose another ANDROID_API."
    [ -d "$("${RUSTC:-rustc}" --print target-libdir --target "$target")" ] || missing="$missing $target"
done
[ -z "$missing" ] || stop "Rust's standard library is missing for Android: rustup target add$missing"

for abi in "${abis[@]}"; do
    know "$abi"
    name=$(tr 'a-z-' 'A-Z_' <<<"$target")
    # Devices with pages of 16 KB load no library that is aligned to less.
    env "CARGO_TARGET_${name}_LINKER=$tools/$clang$api-clang" \
        "${CARGO:-cargo}" rustc -p agora-token --lib --release --target "$target" --crate-type cdylib -- \
        -C link-arg=-Wl,-z,max-page-size=16384
    mkdir -p "$out/jniLibs/$abi"
    cp "${CARGO_TARGET_DIR:-target}/$target/release/libagora_token.so" "$out/jniLibs/$abi/"
    READELF=$tools/llvm-readelf packaging/mobile/check-android.sh "$out/jniLibs/$abi/libagora_token.so"
done
mkdir -p "$out/include"
cp include/agora_token.h include/agora_token.hpp "$out/include/"
echo "Made $out: ${abis[*]}"
