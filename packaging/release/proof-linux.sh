# Sourced by proof.sh: Linux, natively, on another processor under qemu, and with nothing but musl.

prove_files() {
    tests/need.sh unzip=unzip
    area 'Release: sums, licences and SBOM of each file' sums
    area "Release: exports, libraries, glibc at most $glibc, macOS $macos, soname, install name, signature, no time, no path" examined
}

prove_native() {
    tests/need.sh cc=gcc c++=g++ cmake=cmake make=make pkg-config=pkg-config pkg-config:libcjson=libcjson-dev \
        pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev header:doctest/doctest.h=doctest-dev curl=curl
    there x86_64-linux-gnu || return 0
    area 'Release: Linux x86_64, natively: C and C++ tests with the vectors, consumers' c_and_cpp
    area 'Release: Linux x86_64: pkg-config and CMake, all static too' packages
    [ ! -e "$program" ] || area 'Release: Linux x86_64: the program' program_runs "$program"
}

arm64_c_and_cpp() {
    local includes="-isystem $libraries/usr/include -isystem $libraries/usr/include/$gnu"
    export CC="$gnu-gcc $includes" CXX="$gnu-g++ $includes" THREAD_TOKENS=100000
    export PKG_CONFIG_SYSROOT_DIR=$libraries
    export PKG_CONFIG_LIBDIR=$libraries/usr/lib/$gnu/pkgconfig:$libraries/usr/share/pkgconfig
    export RUNNER="qemu-aarch64 -L /usr/$gnu -E LD_LIBRARY_PATH=$libraries/usr/lib/$gnu"
    runner=(env $RUNNER)
    c_and_cpp
}

prove_arm64() {
    there aarch64-linux-gnu || return 0
    local gnu=aarch64-linux-gnu libraries=$keep/arm64
    tests/need.sh curl=curl $gnu-gcc=gcc-$gnu $gnu-g++=g++-$gnu package:libc6-dev-arm64-cross=libc6-dev-arm64-cross qemu-aarch64=qemu-user
    debian_packages "$libraries" arm64 libcjson1 libcjson-dev zlib1g zlib1g-dev nlohmann-json3-dev doctest-dev
    area 'Release: Linux aarch64 under qemu: C and C++ tests with the vectors, consumers' arm64_c_and_cpp
    [ ! -e "$program" ] || area 'Release: Linux aarch64 under qemu: the program' program_runs qemu-aarch64 "$program"
}

# C tests with the vectors and the consumers, compiled for musl, in a root directory that has musl's loader and nothing else.
# For aarch64 qemu takes that root in place of the machine's.
musl_root() {
    local zig="$tools/bin/python -m ziglang" target=$processor-linux-musl name
    read -ra needs <"$tree/lib/static-libs.txt"
    mkdir -p "$root/lib" "$root/vectors"
    cp "$keep/musl-$processor"/lib/ld-musl-$processor.so.1 "$root/lib/"
    cp -P "$tree"/lib/libagora_token.so* "$root/lib/"
    cp tests/explain.json "$root"
    cp tests/vectors/official.json "$root/vectors"
    [ ! -e "$program" ] || cp "$program" "$root/"
    cc() { $zig cc -target "$target" "$@" -lunwind; }
    # The C++ of zig is inside of the program.
    c++() { $zig c++ -target "$target" "$@"; }
    for how in shared static; do
        libs=("$tree/lib/libagora_token.a" "${needs[@]}")
        [ $how = static ] || libs=(-L"$tree/lib" -lagora_token)
        step "C, $how" cc -dynamic -I"$tree/include" "$consumers/consumer.c" "${libs[@]}" -o "$root/c-$how"
        step "C++, $how" c++ -dynamic -std=c++17 -I"$tree/include" "$consumers/consumer.cpp" "${libs[@]}" -o "$root/cpp-$how"
        step "the C tests, $how" cc -dynamic -std=c99 -I"$tree/include" -I"$keep/cjson" bindings/c/tests/{main,abi,vectors}.c \
            "$keep/cjson/cJSON.c" "${libs[@]}" -o "$root/tests-$how"
    done
    for name in {c,cpp}-{shared,static}; do
        step "$name prints a token" prints_a_token "${in_root[@]}" "/$name" token
        token=$(cat "$work/log")
        step "cpp-static checks the token of $name" ends 0 'channel room, account 42' "${in_root[@]}" /cpp-static check "$token"
    done
    for how in shared static; do
        tests "the C tests with the vectors, $how" "${in_root[@]}" "/tests-$how" /vectors/official.json
    done
    # Debian has no Python for musl: C calls the library of the wheel.
    unzip -qoj "$files/agora_token-$version-py3-none-$wheel_tag.whl" '*/libagora_token.so*' -d "$work/wheel-$processor"
    rm "$root"/lib/libagora_token.so*
    cp "$work/wheel-$processor"/libagora_token.so* "$root/lib/libagora_token.so.0"
    tests "the C tests with the vectors, the library of the wheel" "${in_root[@]}" /tests-shared /vectors/official.json
    [ ! -e "$program" ] || program_runs "${program_in_root[@]}"
}

prove_musl() {
    local processor_name
    for target in x86_64-linux-musl aarch64-linux-musl; do
        there "$target" || continue
        root=$work/root-$processor
        case $processor in
            x86_64) architecture=amd64 how=chroot in_root=(chroot "$root") program_in_root=(chroot "$root" /agora-token) ;;
            aarch64) architecture=arm64 how=qemu in_root=(in_qemu_root) program_in_root=(qemu-aarch64 "$root/agora-token") ;;
        esac
        debian_packages "$keep/musl-$processor" $architecture musl
        cjson_source
        area "Release: Linux $processor in a root with nothing but musl ($how): C tests with the vectors, consumers, the program" musl_root
    done
}

# qemu looks for the loader in $root; the program and its files are named by their paths there.
in_qemu_root() {
    local program=$root$1 argument arguments=()
    shift
    for argument; do
        [[ $argument != /vectors/* ]] || argument=$root$argument
        arguments+=("$argument")
    done
    qemu-aarch64 -L "$root" "$program" "${arguments[@]}"
}

# cJSON for a C library that Debian has none for: its one source file.
cjson_source() {
    [ ! -e "$keep/cjson/cJSON.c" ] || return 0
    mkdir -p "$keep/source/lists/partial" "$keep/cjson/cjson"
    echo "deb-src $(debian_mirror) bookworm main" >"$keep/source/sources.list"
    local options=(-o Dir::Etc::sourcelist="$keep/source/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$keep/source/lists" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update -qq
    (cd "$keep/source" && apt-get "${options[@]}" source -qq --download-only cjson)
    tar -xzf "$keep"/source/cjson_*.orig.tar.gz -C "$keep/cjson" --strip-components=1
    cp "$keep/cjson/cJSON.h" "$keep/cjson/cjson/"
}

# The wheel and the shared library in a root directory of the oldest Debian that is still served: glibc 2.31, Python 3.9.
old_packages=(libc6 libgcc-s1 libcrypt1 zlib1g libexpat1 libffi7 libssl1.1 libbz2-1.0 liblzma5 libuuid1 libmpdec3
    python3.9-minimal libpython3.9-minimal libpython3.9-stdlib media-types)

old_glibc_root() {
    local site=$root/site-packages
    step 'its glibc is 2.31' ends 0 'release version 2.31' chroot "$root" /lib/x86_64-linux-gnu/libc.so.6
    unzip -qo "$files/agora_token-$version-py3-none-$wheel_tag.whl" -d "$site"
    # pip asks its own Python what pytest needs beside; an older one needs these too.
    "$tools/bin/python" -m pip install -q --target "$site" --python-version 3.9 --only-binary :all: \
        pytest exceptiongroup tomli typing_extensions
    mkdir -p "$root/tests/vectors" "$root/bindings/python" "$root/tmp" "$root/dev"
    mknod "$root/dev/null" c 1 3
    cp -r bindings/python/tests bindings/python/README.md "$root/bindings/python/"
    cp -r abi docs examples include README.md "$root/"
    cp tests/*.json "$root/tests/"
    cp tests/vectors/*.json "$root/tests/vectors/"
    cp "$consumers/consumer.py" "$root/"
    step 'the wheel prints a token' prints_a_token "${in_old[@]}" /consumer.py token
    "${in_old[@]}" -m pytest -q -p no:cacheprovider /bindings/python/tests/test_{vectors,api,explain}.py 2>&1 | tee "$work/pytest" || true
    counted_by_pytest "$work/pytest"
    cp -P "$tree"/lib/libagora_token.so* "$root/lib/x86_64-linux-gnu/"
    local cc="$tools/bin/python -m ziglang cc -target x86_64-linux-gnu.2.17" how
    read -ra needs <"$tree/lib/static-libs.txt"
    for how in shared static; do
        libs=("$tree/lib/libagora_token.a" "${needs[@]}")
        [ $how = static ] || libs=(-L"$tree/lib" -lagora_token)
        # zig links no unwinder by itself, as gcc does.
        [ $how = shared ] || libs+=(-lunwind)
        step "the C tests for glibc 2.17, $how" $cc -std=c99 -I"$tree/include" -I"$keep/cjson" bindings/c/tests/{main,abi,vectors}.c \
            "$keep/cjson/cJSON.c" "${libs[@]}" -o "$root/c-tests-$how"
        tests "the C tests with the vectors, $how" chroot "$root" "/c-tests-$how" /tests/vectors/official.json
    done
    [ ! -e "$program" ] || step 'the program says its version' ends 0 "$version" chroot "$root" /agora-token --version
}

prove_glibc() {
    there x86_64-linux-gnu || return 0
    tests/need.sh unzip=unzip
    cjson_source
    suite=bullseye debian_packages "$keep/glibc-2.31" amd64 "${old_packages[@]}"
    root=$work/old-root
    cp -a "$keep/glibc-2.31" "$root"
    in_old=(env PYTHONPATH=/site-packages PYTHONDONTWRITEBYTECODE=1 chroot "$root" /usr/bin/python3.9)
    [ ! -e "$program" ] || cp "$program" "$root/"
    area 'Release: Linux x86_64 in a root with glibc 2.31 and Python 3.9: the manylinux2014 wheel with the vectors, C tests' old_glibc_root
}
