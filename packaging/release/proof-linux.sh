# Sourced by proof.sh: Linux, natively, on another processor under qemu, and with nothing but musl.

prove_files() {
    tests/need.sh unzip=unzip
    area 'Release: sums, licences and SBOM of each file' sums
    area "Release: exports, libraries, glibc at most $glibc, macOS $macos, soname, install name, signature, no time, no path" examined
}

prove_native() {
    tests/need.sh cc=gcc c++=g++ cmake=cmake make=make pkg-config=pkg-config pkg-config:libcjson=libcjson-dev \
        pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev header:doctest/doctest.h=doctest-dev \
        header:boost/version.hpp=libboost-dev curl=curl
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
    tests/need.sh curl=curl c++=g++ header:boost/version.hpp=libboost-dev $gnu-gcc=gcc-$gnu $gnu-g++=g++-$gnu \
        package:libc6-dev-arm64-cross=libc6-dev-arm64-cross qemu-aarch64=qemu-user
    debian_packages "$libraries" arm64 libcjson1 libcjson-dev zlib1g zlib1g-dev nlohmann-json3-dev doctest-dev
    area 'Release: Linux aarch64 under qemu: C and C++ tests with the vectors, consumers' arm64_c_and_cpp
    [ ! -e "$program" ] || area 'Release: Linux aarch64 under qemu: the program' program_runs qemu-aarch64 "$program"
}

# debian_source PACKAGE: its sources as its authors made them, in $keep/PACKAGE, for a C library that Debian has no package of it for.
debian_source() {
    [ ! -e "$keep/$1" ] || return 0
    local lists=$keep/source/lists options
    mkdir -p "$lists/partial" "$work/source"
    echo "deb-src $(debian_mirror) bookworm main" >"$keep/source/sources.list"
    options=(-o Dir::Etc::sourcelist="$keep/source/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$lists" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update -qq
    (cd "$keep/source" && apt-get "${options[@]}" source -qq --download-only "$1")
    tar -xf "$keep/source/$1"_*.orig.tar.* -C "$work/source"
    mv "$work/source"/* "$keep/$1"
}

# Its one source file is compiled with the C tests.
cjson_source() {
    debian_source cjson
    mkdir -p "$keep/cjson/cjson"
    cp "$keep/cjson/cJSON.h" "$keep/cjson/cjson/"
}

# enter ROOT: makes $in_root what runs a program in that directory as if it were the whole machine, and $how a word for that. For arm64
# qemu comes along.
enter() {
    root=$1 in_root=(chroot "$1") how=natively
    [ "$processor" = aarch64 ] || return 0
    debian_packages "$keep/qemu" amd64 qemu-user-static
    cp "$keep/qemu/usr/bin/qemu-aarch64-static" "$root/qemu"
    in_root+=(/qemu) how='under qemu'
}

# C tests with the vectors and the consumers, compiled for musl, in a root directory that has musl's loader and nothing else.
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
    [ ! -e "$program" ] || program_runs "${in_root[@]}" /agora-token
}

prove_musl() {
    local target
    for target in x86_64-linux-musl aarch64-linux-musl; do
        there "$target" || continue
        debian_packages "$keep/musl-$processor" "$go_processor" musl
        cjson_source
        mkdir "$work/musl-root-$processor"
        enter "$work/musl-root-$processor"
        area "Release: Linux $processor in a root with nothing but musl ($how): C tests with the vectors, consumers, the program" musl_root
    done
}

# wheel_in_root PYTHON COMMAND...: the wheel's tests with the vectors, in the directory $root that has this Python (such as 3.9), and
# no pip; COMMAND runs a program of that root.
wheel_in_root() {
    local site=$root/site-packages in_python=(env PYTHONPATH=/site-packages PYTHONDONTWRITEBYTECODE=1 "${@:2}" "/usr/bin/python$1")
    unzip -qo "$files/agora_token-$version-py3-none-$wheel_tag.whl" -d "$site"
    # pip asks its own Python what pytest needs beside; an older one needs these too.
    "$tools/bin/python" -m pip install -q --target "$site" --python-version "$1" --only-binary :all: \
        pytest exceptiongroup tomli typing_extensions
    mkdir -p "$root/tests/vectors" "$root/bindings/python" "$root/tmp" "$root/dev"
    mknod "$root/dev/null" c 1 3
    cp -r bindings/python/tests bindings/python/README.md "$root/bindings/python/"
    cp -r abi docs examples include README.md "$root/"
    cp tests/*.json "$root/tests/"
    cp tests/vectors/*.json "$root/tests/vectors/"
    cp "$consumers/consumer.py" "$root/"
    step 'the wheel prints a token' prints_a_token "${in_python[@]}" /consumer.py token
    "${in_python[@]}" -m pytest -q -p no:cacheprovider /bindings/python/tests/test_{vectors,api,explain}.py 2>&1 | tee "$work/pytest" || true
    counted_by_pytest "$work/pytest"
}

# The oldest Debian that is still served.
old_packages=(libc6 libgcc-s1 libcrypt1 zlib1g libexpat1 libffi7 libssl1.1 libbz2-1.0 liblzma5 libuuid1 libmpdec3
    python3.9-minimal libpython3.9-minimal libpython3.9-stdlib media-types)

in_old_root() {
    step 'its glibc is 2.31' ends 0 'release version 2.31' "${in_root[@]}" /lib/$processor-linux-gnu/libc.so.6
    wheel_in_root 3.9 "${in_root[@]}"
    local target=$processor-linux-gnu how needs libs
    local cc="$tools/bin/python -m ziglang cc -target $target.2.17"
    cp -P "$tree"/lib/libagora_token.so* "$root/lib/$target/"
    read -ra needs <"$tree/lib/static-libs.txt"
    for how in shared static; do
        libs=("$tree/lib/libagora_token.a" "${needs[@]}")
        [ $how = static ] || libs=(-L"$tree/lib" -lagora_token)
        # zig links no unwinder by itself, as gcc does.
        [ $how = shared ] || libs+=(-lunwind)
        step "the C tests for glibc 2.17, $how" $cc -std=c99 -I"$tree/include" -I"$keep/cjson" bindings/c/tests/{main,abi,vectors}.c \
            "$keep/cjson/cJSON.c" "${libs[@]}" -o "$root/c-tests-$how"
        tests "the C tests with the vectors, $how" "${in_root[@]}" "/c-tests-$how" /tests/vectors/official.json
    done
    [ ! -e "$program" ] || {
        cp "$program" "$root/"
        step 'the program says its version' ends 0 "$version" "${in_root[@]}" /agora-token --version
    }
}

prove_glibc() {
    local target
    tests/need.sh unzip=unzip
    cjson_source
    for target in x86_64-linux-gnu aarch64-linux-gnu; do
        there "$target" || continue
        suite=bullseye debian_packages "$keep/glibc-2.31-$processor" "$go_processor" "${old_packages[@]}"
        cp -a "$keep/glibc-2.31-$processor" "$work/old-root-$processor"
        enter "$work/old-root-$processor"
        area "Release: Linux $processor in a root with glibc 2.31 and Python 3.9 ($how): the manylinux2014 wheel with the vectors, C tests" in_old_root
    done
}

# musl_python: Python for musl in $keep/musl-python-$processor, with the C library that it runs on.
musl_python() {
    local made=$keep/musl-python-$processor package
    [ ! -e "$made" ] || return 0
    for package in python3.11 libffi zlib; do
        debian_source "$package"
    done
    packaging/release/musl-python.sh "$tools" "$processor" "$keep" "$work/musl-python"
    mkdir "$work/musl-python/lib"
    cp "$keep/musl-$processor/lib/ld-musl-$processor.so.1" "$work/musl-python/lib/"
    mv "$work/musl-python" "$made"
}

musl_wheel() {
    step 'its C library is musl alone' [ "$(ls "$root/lib")" = "ld-musl-$processor.so.1" ]
    wheel_in_root 3.11 "${in_root[@]}"
}

prove_musl_wheels() {
    local target
    tests/need.sh unzip=unzip make=make gcc=gcc readelf=binutils pkg-config=pkg-config
    for target in x86_64-linux-musl aarch64-linux-musl; do
        there "$target" || continue
        debian_packages "$keep/musl-$processor" "$go_processor" musl
        musl_python
        cp -a "$keep/musl-python-$processor" "$work/python-root-$processor"
        enter "$work/python-root-$processor"
        area "Release: Linux $processor in a root with musl and Python 3.11 ($how): the musllinux wheel with the vectors" musl_wheel
    done
}
