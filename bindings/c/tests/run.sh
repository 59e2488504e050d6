#!/usr/bin/env bash
# run.sh LIB_DIR [WRAPPER...]: the C tests against the libraries in LIB_DIR; programs run under the wrapper,
# such as valgrind. For another processor CC, CXX and PKG_CONFIG name its tools, and RUNNER what runs every
# program. (It keeps to what macOS's old bash knows.)
set -eo pipefail
lib_dir=$1
cd "$(dirname "$0")/../../.."
. tests/lib.sh
run=("${runner[@]}" "${@:2}")
build=$lib_dir/c-tests
mkdir -p "$build"

strict=(-Wall -Wextra -Wpedantic -Werror -Iinclude)
read -ra cjson <<<"$(pkg-config --cflags --libs libcjson)"
read -ra native <<<"$(cat "$lib_dir/native-static-libs.txt")"
static=("$lib_dir/libagora_token.a" "${native[@]}")
shared=("-L$lib_dir" -lagora_token "-Wl,-rpath,$PWD/$lib_dir")

makes_a_token() {
    "${runner[@]}" "$1" | grep -q ^007
}

echo '#include "agora_token.h"' >"$build/alone.c"
printf '#include "agora_token.h"\n#include "agora_token.h"\n' >"$build/twice.c"
for how in alone twice; do
    for std in c99 c11 c17; do
        step "the header compiles $how as $std" \
            cc -std=$std "${strict[@]}" -c "$build/$how.c" -o "$build/$how.o"
    done
    for std in c++11 c++17 c++20; do
        step "the header compiles $how as $std" \
            c++ -x c++ -std=$std "${strict[@]}" -c "$build/$how.c" -o "$build/$how.o"
    done
done

step "the structs keep their layout" cc -std=c11 "${strict[@]}" -c bindings/c/tests/layout.c -o "$build/layout.o"

# The example at the top of the header, from its first include to the end of main.
sed -n 's/^ \*     //p' include/agora_token.h | sed '/^}$/q' >"$build/first.c"
step "the header's example compiles" cc -std=c99 "${strict[@]}" "$build/first.c" "${shared[@]}" -o "$build/first"
step "the header's example makes a token" makes_a_token "$build/first"

# The first C program of README, which links the static library.
sed -n '/^```c$/,/^```$/p' README.md | sed -n '2,/^```$/p' | sed '/^```$/d' >"$build/readme.c"
step "README's first token compiles" cc -std=c99 "${strict[@]}" "$build/readme.c" "${static[@]}" -o "$build/readme"
step "README's first token is one" makes_a_token "$build/readme"

hello=examples/c/hello.c
step "hello.c compiles" cc -std=c99 "${strict[@]}" $hello "${static[@]}" -o "$build/hello"
step "hello.c builds, reads and checks a token" "${run[@]}" "$build/hello"

# test_linked HOW LIBS...: the test program, linked in one way.
test_linked() {
    step "the tests compile, $1" \
        cc -std=c99 -g "${strict[@]}" bindings/c/tests/{main,abi,vectors}.c "${@:2}" "${cjson[@]}" -o "$build/test-$1"
    tests "the tests, $1" "${run[@]}" "$build/test-$1" tests/vectors/official.json
}
test_linked static "${static[@]}"
test_linked shared "${shared[@]}"

summary
