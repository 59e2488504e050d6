#!/usr/bin/env bash
# run.sh LIB_DIR [WRAPPER...]: the C tests against the libraries in LIB_DIR; programs run under the wrapper,
# such as valgrind. For another processor CC, CXX and PKG_CONFIG name its tools, and RUNNER what runs every
# program. (It keeps to what macOS's old bash knows.)
. "$(dirname "$0")/../../../tests/lib.sh"
lib_dir=$1
libraries "$lib_dir"
run=("${runner[@]}" "${@:2}")
build=$lib_dir/c-tests
mkdir -p "$build"

strict=(-Wall -Wextra -Wpedantic -Werror -Iinclude)
read -ra cjson <<<"$(pkg-config --cflags --libs libcjson)"

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
step "the header's example makes a token" prints_a_token "${runner[@]}" "$build/first"

# The first C program of README, which links the static library.
code c README.md >"$build/readme.c"
step "README's first token compiles" cc -std=c99 "${strict[@]}" "$build/readme.c" "${static[@]}" -o "$build/readme"
step "README's first token is one" prints_a_token "${runner[@]}" "$build/readme"

step "hello.c compiles" cc -std=c99 "${strict[@]}" examples/c/hello.c "${static[@]}" -o "$build/hello"
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
