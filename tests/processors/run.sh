#!/usr/bin/env bash
# run.sh RUST LIB_DIR [PROCESSOR...]: the library's Rust tests, the C tests and the C++ tests for other processors, under
# qemu, with the compiler in RUST (toolchain.sh); and those in Rust and C, with this machine's libraries in LIB_DIR, on an
# x86-64 that knows no SHA instructions, so that every hash takes the way through software. A row for `make proof` each. What
# it needs and does not find it downloads into target/processors.
. "$(dirname "$0")/../lib.sh"
rust=$1 lib_dir=$2
shift 2
[ "$(uname -sm)" = 'Linux x86_64' ] || fail 'This check is for Linux on x86-64.'
tests/need.sh cc=gcc c++=g++ qemu-x86_64=qemu-user pkg-config=pkg-config pkg-config:libcjson=libcjson-dev \
    header:boost/version.hpp=libboost-dev

# That it knows none is shown by such an instruction, which ends its program there.
export RUNNER='qemu-x86_64 -cpu qemu64'
echo 'int main(void) { __asm__("sha256rnds2 %%xmm0, %%xmm1, %%xmm2" ::: "xmm2"); return 0; }' |
    cc -x c -masm=att - -o "$work/probe"
step "a SHA instruction ends with SIGILL" ends $((128 + $(kill -l ILL))) '' $RUNNER "$work/probe"

without_sha() {
    local status=0
    CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER=$RUNNER cargo test -p agora-token --no-fail-fast || status=1
    bindings/c/tests/run.sh "$lib_dir" || status=1
    return $status
}
suite "x86-64 without SHA instructions (qemu): Rust and C tests" without_sha

use_toolchain "$rust" target/processors
# What a debugger would need takes most of the disk. qemu is slow, and salts must differ in a tenth of the tokens as well.
export CARGO_PROFILE_DEV_DEBUG=none THREAD_TOKENS=100000

# What each processor is called by Rust, by GNU's compilers, by qemu and by Debian.
know() {
    case $1 in
        aarch64) target=aarch64-unknown-linux-gnu gnu=aarch64-linux-gnu qemu=qemu-aarch64 debian=arm64 ;;
        armv7) target=armv7-unknown-linux-gnueabihf gnu=arm-linux-gnueabihf qemu=qemu-arm debian=armhf ;;
        i686) target=i686-unknown-linux-gnu gnu=i686-linux-gnu qemu=qemu-i386 debian=i386 ;;
        s390x) target=s390x-unknown-linux-gnu gnu=s390x-linux-gnu qemu=qemu-s390x debian=s390x ;;
        *) fail "no such processor here: $1" ;;
    esac
    case $1 in
        aarch64) named='aarch64 (qemu)' ;;
        armv7 | i686) named="$1 (32 bits, qemu; tests/faults.rs is for 64)" ;;
        s390x) named='s390x (big-endian, qemu)' ;;
    esac
}

on_another() {
    local status=0 name=${target^^}
    export "CARGO_TARGET_${name//-/_}_LINKER=$gnu-gcc" "CARGO_TARGET_${name//-/_}_RUNNER=$RUNNER"
    cargo test -Zbuild-std --target "$target" -p agora-token --no-fail-fast || status=1
    debug_libraries "$target" "$lib_dir" || return 1
    bindings/c/tests/run.sh "$lib_dir" || status=1
    bindings/cpp/tests/run.sh "$lib_dir" || status=1
    return $status
}

[ $# -gt 0 ] || set -- aarch64 s390x armv7
for processor in "$@"; do
    know "$processor"
    tests/need.sh "$gnu-gcc=gcc-$gnu" "$gnu-g++=g++-$gnu" "package:libc6-dev-$debian-cross=libc6-dev-$debian-cross" \
        "$qemu=qemu-user"
    libraries=$PWD/target/processors/libraries/$debian lib_dir=target/processors/$target/debug
    debian_packages "$libraries" $debian libcjson1 libcjson-dev zlib1g zlib1g-dev nlohmann-json3-dev doctest-dev

    includes="-isystem $libraries/usr/include -isystem $libraries/usr/include/$gnu"
    export CC="$gnu-gcc $includes" CXX="$gnu-g++ $includes"
    export PKG_CONFIG_SYSROOT_DIR=$libraries
    export PKG_CONFIG_LIBDIR=$libraries/usr/lib/$gnu/pkgconfig:$libraries/usr/share/pkgconfig
    export RUNNER="$qemu -L /usr/$gnu -E LD_LIBRARY_PATH=$libraries/usr/lib/$gnu"
    suite "$named: Rust, C and C++ tests, those of threads with $THREAD_TOKENS tokens" on_another
done
summary
