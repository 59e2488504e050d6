#!/usr/bin/env bash
# run.sh RUST PROCESSOR...: the library's Rust tests, the C tests and the C++ tests for other processors, under qemu,
# with the compiler in RUST (toolchain.sh). One row for `make proof` each: the tests that ran, and how many failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
export RUSTC=$PWD/$1/rustc RUSTDOC=$PWD/$1/rustdoc
shift
# cargo builds the standard library only where the compiler takes what is not stable.
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/processors
# What a debugger would need takes most of the disk.
export CARGO_PROFILE_DEV_DEBUG=none
# qemu is slow, and salts must differ in a tenth of the tokens as well.
export THREAD_TOKENS=100000
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# What each processor is called by Rust, by GNU's compilers, by qemu and by Debian.
know() {
    case $1 in
        aarch64) target=aarch64-unknown-linux-gnu gnu=aarch64-linux-gnu qemu=qemu-aarch64 debian=arm64 ;;
        armv7) target=armv7-unknown-linux-gnueabihf gnu=arm-linux-gnueabihf qemu=qemu-arm debian=armhf ;;
        i686) target=i686-unknown-linux-gnu gnu=i686-linux-gnu qemu=qemu-i386 debian=i386 ;;
        s390x) target=s390x-unknown-linux-gnu gnu=s390x-linux-gnu qemu=qemu-s390x debian=s390x ;;
        *) echo "no such processor here: $1" >&2; exit 2 ;;
    esac
    case $1 in
        aarch64) named='aarch64 (qemu)' ;;
        armv7 | i686) named="$1 (32 bits, qemu; tests/faults.rs is for 64)" ;;
        s390x) named='s390x (big-endian, qemu)' ;;
    esac
}

# Cargo's tests of the library and of its examples.
rust() {
    local name=${target^^}
    export "CARGO_TARGET_${name//-/_}_LINKER=$gnu-gcc" "CARGO_TARGET_${name//-/_}_RUNNER=$RUNNER"
    cargo test -Zbuild-std --target "$target" -p agora-token --no-fail-fast
}

suites() {
    local status=0
    rust || status=1
    tests/sanitizers/library.sh "$target" "$lib_dir" || return 1
    bindings/c/tests/run.sh "$lib_dir" || status=1
    bindings/cpp/tests/run.sh "$lib_dir" || status=1
    return $status
}

failed=0
for processor in "$@"; do
    know "$processor"
    tests/need.sh "$gnu-gcc=gcc-$gnu" "$gnu-g++=g++-$gnu" "package:libc6-dev-$debian-cross=libc6-dev-$debian-cross" \
        "$qemu=qemu-user" pkg-config=pkg-config
    libraries=$PWD/target/processors/libraries/$debian lib_dir=target/processors/$target/debug
    tests/processors/libraries.sh "$debian" "$libraries" \
        libcjson1 libcjson-dev zlib1g zlib1g-dev nlohmann-json3-dev doctest-dev

    includes="-isystem $libraries/usr/include -isystem $libraries/usr/include/$gnu"
    export CC="$gnu-gcc $includes" CXX="$gnu-g++ $includes"
    export PKG_CONFIG_SYSROOT_DIR=$libraries
    export PKG_CONFIG_LIBDIR=$libraries/usr/lib/$gnu/pkgconfig:$libraries/usr/share/pkgconfig
    export RUNNER="$qemu -L /usr/$gnu -E LD_LIBRARY_PATH=$libraries/usr/lib/$gnu"
    suites 2>&1 | tee "$log" || failed=1
    count=$(tests/processors/count.sh <"$log") || failed=1
    echo "proof: $named: Rust, C and C++ tests, those of threads with $THREAD_TOKENS tokens | $count"
done
exit $failed
