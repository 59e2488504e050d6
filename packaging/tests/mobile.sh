#!/usr/bin/env bash
# mobile.sh RUST: packaging/mobile as far as a machine without an NDK and Xcode can check it, with the compiler in RUST
# (tests/processors/toolchain.sh). docs/mobile.md says what that leaves open.
. "$(dirname "$0")/../../tests/lib.sh"
tests/need.sh shellcheck=shellcheck clang=clang readelf=binutils aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu
use_toolchain "$1" target/processors
build=$PWD/target/processors/mobile
rm -rf "$build"
mkdir -p "$build"
mobile=packaging/mobile

# refuses SCRIPT WHAT TEXT SETTING...: whether the script fails without this, and says so.
refuses() {
    step "$mobile/$1 without $2" ends 1 "$3" env -u ANDROID_NDK_HOME "${@:4}" "$mobile/$1" "$build/none"
}

# An NDK's tools by their names, which do nothing.
stand_in=$build/ndk/toolchains/llvm/prebuilt/none/bin
mkdir -p "$stand_in" "$build/xcode"
for tool in llvm-readelf {aarch64-linux-android,armv7a-linux-androideabi,i686-linux-android,x86_64-linux-android}24-clang; do
    ln -s /bin/true "$stand_in/$tool"
done
for tool in xcodebuild lipo xcrun; do
    ln -s /bin/true "$build/xcode/$tool"
done

step 'the scripts pass shellcheck' shellcheck $mobile/*.sh
refuses android.sh 'an NDK' 'Set ANDROID_NDK_HOME'
refuses android.sh "an NDK's tools" 'where there is no toolchains/' ANDROID_NDK_HOME="$build"
refuses android.sh 'an API level' 'a number from 21 on' ANDROID_API=20
refuses android.sh 'such an API level' 'choose another ANDROID_API' ANDROID_NDK_HOME="$build/ndk" ANDROID_API=25
refuses android.sh 'such an ABI' "names 'mips'" ANDROID_NDK_HOME="$build/ndk" ANDROID_ABIS=mips
refuses android.sh "Rust's targets" \
    'rustup target add aarch64-linux-android armv7-linux-androideabi i686-linux-android x86_64-linux-android' \
    ANDROID_NDK_HOME="$build/ndk"
refuses ios.sh 'Xcode' 'on a Mac with Xcode'
refuses ios.sh 'a version of iOS' 'a version such as 13.0' IPHONEOS_DEPLOYMENT_TARGET=new
refuses ios.sh "Rust's targets" 'rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios' \
    PATH="$build/xcode:$PATH"

# The module, as an xcframework's headers are laid.
mkdir -p "$build/headers/AgoraToken"
cp include/agora_token.h $mobile/module.modulemap "$build/headers/AgoraToken/"
cat >"$build/module.m" <<'M'
@import AgoraToken;
int main(void) { return agora_token_parse(agora_token_cstr(""), 0) == AGORA_TOKEN_OK; }
M
step 'clang takes the module' clang -fmodules -fmodules-cache-path="$build/modules" -I "$build/headers" \
    -Wall -Werror -fsyntax-only "$build/module.m"

# docs/mobile.md's example.
code c docs/mobile.md >"$build/example.c"
step "docs/mobile.md has an example" test -s "$build/example.c"
step "and it compiles" cc -std=c99 -Wall -Wextra -Werror -Iinclude -fsyntax-only "$build/example.c"

export CARGO_PROFILE_DEV_DEBUG=none CARGO_PROFILE_DEV_OPT_LEVEL=0
for target in armv7-linux-androideabi aarch64-apple-ios; do
    step "the library compiles for $target" cargo check -Zbuild-std --target "$target" -p agora-token --lib
done

# links NAME FLAGS...: the library for arm64 Android, with GNU's linker and empty libraries in place of the system's.
links() {
    CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER=$build/gcc cargo rustc -Zbuild-std --target aarch64-linux-android \
        -p agora-token --lib --crate-type cdylib -- "${@:2}" &&
        cp target/processors/aarch64-linux-android/debug/libagora_token.so "$build/$1"
}
mkdir -p "$build/system"
for library in c m dl log; do
    aarch64-linux-gnu-gcc -nostdlib -shared -x c /dev/null -Wl,-soname,lib$library.so -o "$build/system/lib$library.so"
done
aarch64-linux-gnu-ar rc "$build/system/libunwind.a"
aarch64-linux-gnu-ar rc "$build/system/libgcc.a"
printf '#!/bin/sh\nexec aarch64-linux-gnu-gcc -nostdlib -Wl,-z,max-page-size=4096 -L "%s" "$@"\n' "$build/system" >"$build/gcc"
chmod +x "$build/gcc"
step 'the library links for arm64 Android with the flag for pages' \
    links libagora_token.so "$(sed -n 's/^ *-C \(link-arg=.*page-size.*\)$/-C\1/p' $mobile/android.sh)"
step 'and passes check-android.sh' $mobile/check-android.sh "$build/libagora_token.so"
step 'the library links for arm64 Android without the flag' links small_pages.so
step 'and is refused for its pages' ends 1 'not to 0x4000' $mobile/check-android.sh "$build/small_pages.so"
step "this machine's library is refused for its name" ends 1 "its soname is 'libagora_token.so.0'" \
    $mobile/check-android.sh "$2"

echo "proof: phones: compiled for Android (arm64, armv7) and iOS (arm64), run on none; the scripts' refusals | $((passed + failed)) checks | $failed failures"
summary
