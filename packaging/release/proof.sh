#!/usr/bin/env bash
# proof.sh TOOLS [AREA...]: takes the files of target/release-files, and nothing else of what was built here, as their users do:
# natively, under qemu and under Wine; the area `machine`, which is in no other, takes those of this machine's own target, whatever
# machine it is, and of TOOLS nothing. A row for `make proof` each. Files that are not there have no row; REQUIRE_ALL=1 wants all.
# What it needs besides, it downloads into target/release-proof.
. "$(dirname "$0")/../../tests/lib.sh"
. packaging/release/targets.sh
tools=$PWD/$1
shift
files=$PWD/target/release-files
keep=$PWD/target/release-proof
version=$(version)
consumers=$PWD/packaging/tests/consumers
[ "$*" = machine ] || [ "$(uname -sm)" = 'Linux x86_64' ] || fail 'On this machine the one area is: machine'
[ -e "$files/SHA256SUMS" ] || fail 'Run `make release` first.'
mkdir -p "$keep"
# Nothing may be found but what is given here.
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH LD_LIBRARY_PATH CPATH LIBRARY_PATH PYTHONPATH GOFLAGS MAKEFLAGS
export GOTOOLCHAIN=local

# area ROW COMMAND...: steps that are counted by themselves.
area() { suite "$1" fresh "${@:2}"; }
fresh() {
    passed=0 failed=0
    "$@"
    summary
}

# strictly FUNCTION...: for `step`, where bash does not stop at a function's first failure.
strictly() { (set +e; trap - EXIT; set -eEu; trap 'exit 1' ERR; "$@"); }

# there TARGET: whether its files are here; then $tree is its libraries unpacked, $program its program.
there() {
    know "$1"
    local library=$files/libagora_token-$version-$1 program_archive=$files/agora-token-$version-$processor-${system%-*}
    tree=$work/trees/libagora_token-$version-$1
    program=$work/trees/agora-token-$version-$processor-${system%-*}/$(program_of)
    mkdir -p "$work/trees"
    if [ -e "$library.tar.gz" ]; then
        tar -xzf "$library.tar.gz" -C "$work/trees"
        [ ! -e "$program_archive.tar.gz" ] || tar -xzf "$program_archive.tar.gz" -C "$work/trees"
    elif [ -e "$library.zip" ]; then
        unzip -qo "$library.zip" -d "$work/trees"
        [ ! -e "$program_archive.zip" ] || unzip -qo "$program_archive.zip" -d "$work/trees"
    elif [ "${REQUIRE_ALL:-}" = 1 ]; then
        fail "the files of $1 are missing"
    else
        return 1
    fi
    # Named as the tests of C and C++ expect it.
    cp "$tree/lib/static-libs.txt" "$tree/lib/native-static-libs.txt"
}

# What each file is.

sums() {
    step 'the sums are those of the files' strictly eval 'cd "$files" && sha256sum -c SHA256SUMS'
    step 'and name every file' strictly eval '[ "$(wc -l <"$files/SHA256SUMS")" = "$(ls "$files" | grep -vc "^SHA256SUMS")" ]'
    local archive document
    for archive in "$files"/*.{tar.gz,zip}; do
        case $archive in
            "$files/*"*) continue ;; # there is none
            */agora_token-*) continue ;; # the sdist
            *.zip) unzip -Z1 "$archive" >"$work/names" ;;
            *) tar -tzf "$archive" >"$work/names" ;;
        esac
        for document in LICENSE-APACHE LICENSE-MIT LICENSE-OF-OTHERS.txt README.md cdx.json; do
            step "${archive##*/} has $document" grep -q "$document\$" "$work/names"
        done
    done
}

examined() {
    local target file
    for target in "${every_target[@]}"; do
        there "$target" || continue
        for file in $(find "$tree" -type f \( -name '*.so*' -o -name '*.dylib' -o -name '*.dll' \)) "$program"; do
            [ -e "$file" ] || continue
            step "$target: ${file##*/}" "$tools/bin/python" packaging/release/examine.py bindings/c/exported-symbols.txt "$file"
            cat "$work/log" >&2
        done
    done
}

# C and C++.

# consumers_of TREE: a program in C and one in C++, each static and shared, which read each other's tokens.
consumers_of() {
    local build=$tree/consumers name language compiler token
    mkdir -p "$build"
    read -ra needs <"$tree/lib/static-libs.txt"
    for language in c cpp; do
        compiler=cc
        [ $language = c ] || compiler="c++ -std=c++17"
        step "$language-shared builds" $compiler -I"$tree/include" "$consumers/consumer.$language" \
            -L"$tree/lib" -lagora_token "-Wl,-rpath,$tree/lib" -o "$build/$language-shared"
        step "$language-static builds" $compiler -I"$tree/include" "$consumers/consumer.$language" \
            "$tree/lib/libagora_token.a" "${needs[@]}" -o "$build/$language-static"
    done
    for name in {c,cpp}-{shared,static}; do
        step "$name prints a token" prints_a_token "${runner[@]}" "$build/$name" token
        token=$(cat "$work/log")
        for other in {c,cpp}-{shared,static}; do
            step "$other checks the token of $name" ends 0 'channel room, account 42' \
                "${runner[@]}" "$build/$other" check "$token"
        done
        step "$name refuses a token that was cut" ends 1 '' "${runner[@]}" "$build/$name" check "${token%?????}"
    done
}

c_and_cpp() {
    consumers_of
    tests 'the C tests' bindings/c/tests/run.sh "$tree/lib"
    tests 'the C++ tests' bindings/cpp/tests/run.sh "$tree/lib"
}

# pkg-config and CMake, with the C library too where a program is to be all static.
packages() {
    export PKG_CONFIG_PATH=$tree/lib/pkgconfig
    cp -r "$consumers" "$work/consumers"
    step 'the pkg-config Makefile builds' make -C "$work/consumers/pkg-config"
    step 'pkg-config --static with -static' cc -static "$consumers/consumer.c" -o "$work/all-static" \
        $(pkg-config --static --cflags --libs agora_token)
    step 'the CMake project builds' strictly eval \
        'cmake -S "$work/consumers/cmake" -B "$work/cmake" -DCMAKE_PREFIX_PATH="$tree" && cmake --build "$work/cmake"'
    step "the repository's CMakeLists.txt with AGORA_TOKEN_PREBUILT" strictly eval 'cmake -S "$work/consumers/fetch" \
        -B "$work/cmake-prebuilt" -DFOLDER="$PWD" -DAGORA_TOKEN_PREBUILT="$tree" &&
        cmake --build "$work/cmake-prebuilt"'
    step 'CMake with -static' strictly eval 'cmake -S "$work/consumers/cmake" -B "$work/cmake-static" \
        -DCMAKE_PREFIX_PATH="$tree" -DCMAKE_EXE_LINKER_FLAGS=-static &&
        cmake --build "$work/cmake-static" --target c-static cpp-static'
    for program in "$work"/{all-static,cmake{,-prebuilt}/c{,pp}-{static,shared},cmake-static/c{,pp}-static} \
        "$work"/consumers/pkg-config/c{,pp}-{static,shared}; do
        step "${program#"$work"/} prints a token" prints_a_token "$program" token
    done
}

# The token server, asked as the article asks it.
served() {
    step 'the program starts' starts env "${credentials[@]}" PORT=0 "$@"
    step 'and answers the request of the article' answers 200 '"rtcToken":"00[67]' /rtc/room/publisher/uid/42
    step 'and a mistake' answers 500 'role is incorrect' /rtc/room/nobody/uid/42
}

program_runs() {
    step 'the program says its version' ends 0 "$version" "$@" --version
    served "$@" serve
    step 'it ends when it is told to' stops
}

. packaging/release/proof-linux.sh
. packaging/release/proof-packages.sh
. packaging/release/proof-windows.sh
. packaging/release/proof-machine.sh

[ $# -gt 0 ] || set -- files native arm64 musl glibc musl_wheels wheels go npm crate windows
for area; do
    "prove_$area"
done
summary
