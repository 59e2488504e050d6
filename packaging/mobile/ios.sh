#!/usr/bin/env bash
# ios.sh [OUT]: the static library for iPhones and for both simulators with the header and a module map, as
# OUT/AgoraToken.xcframework; OUT is target/mobile/ios unless given. docs/mobile.md says what an app may do with it.
#
# Needs Xcode. IPHONEOS_DEPLOYMENT_TARGET is the least version of iOS, 13.0 unless set. (It keeps to what macOS's old
# bash knows.)
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-target/mobile/ios}
export IPHONEOS_DEPLOYMENT_TARGET=${IPHONEOS_DEPLOYMENT_TARGET:-13.0}
device=aarch64-apple-ios
simulators=(aarch64-apple-ios-sim x86_64-apple-ios)

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

[[ $IPHONEOS_DEPLOYMENT_TARGET =~ ^[0-9]+(\.[0-9]+)*$ ]] ||
    stop "IPHONEOS_DEPLOYMENT_TARGET is '$IPHONEOS_DEPLOYMENT_TARGET'; it is a version such as 13.0."
for tool in xcodebuild lipo xcrun; do
    command -v $tool >/dev/null || stop "There is no $tool here: an xcframework is made on a Mac with Xcode."
done
for sdk in iphoneos iphonesimulator; do
    xcrun --sdk $sdk --show-sdk-path >/dev/null 2>&1 || stop "Xcode has no $sdk SDK: xcodebuild -downloadPlatform iOS"
done
missing=''
for target in $device "${simulators[@]}"; do
    [ -d "$("${RUSTC:-rustc}" --print target-libdir --target "$target")" ] || missing="$missing $target"
done
[ -z "$missing" ] || stop "Rust's standard library is missing for iOS: rustup target add$missing"

built=${CARGO_TARGET_DIR:-target}
for target in $device "${simulators[@]}"; do
    "${CARGO:-cargo}" rustc -p agora-token --lib --release --target "$target" --crate-type staticlib
done

rm -rf "$out"
headers=$out/headers/AgoraToken
mkdir -p "$headers" "$out/simulator"
cp include/agora_token.h include/agora_token.hpp packaging/mobile/module.modulemap "$headers/"
lipo -create "$built/${simulators[0]}/release/libagora_token.a" "$built/${simulators[1]}/release/libagora_token.a" \
    -output "$out/simulator/libagora_token.a"
xcodebuild -create-xcframework \
    -library "$built/$device/release/libagora_token.a" -headers "$out/headers" \
    -library "$out/simulator/libagora_token.a" -headers "$out/headers" \
    -output "$out/AgoraToken.xcframework"
rm -r "$out/headers" "$out/simulator"
echo "Made $out/AgoraToken.xcframework"
