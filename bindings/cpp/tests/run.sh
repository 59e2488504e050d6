#!/usr/bin/env bash
# run.sh LIB_DIR [WRAPPER...]: the C++ tests against the libraries in LIB_DIR; programs run under the wrapper, such as
# valgrind, but for those of the threads, which no wrapper slows down. They make THREAD_TOKENS tokens, a million
# unless it is set. For another processor CXX and PKG_CONFIG name its tools, and RUNNER what runs every program.
. "$(dirname "$0")/../../../tests/lib.sh"
lib_dir=$1
libraries "$lib_dir"
run=("${runner[@]}" "${@:2}")
build=$lib_dir/cpp-tests
mkdir -p "$build"

strict=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude)
no_exceptions=(-fno-exceptions -fno-rtti)
read -ra vectors_need <<<"$(pkg-config --cflags --libs zlib nlohmann_json)"

# compile STANDARD ARGUMENTS...
compile() {
    c++ "-std=$1" "${strict[@]}" "${@:2}"
}

printf '#include "agora_token.hpp"\n#include "agora_token.hpp"\n' >"$build/twice.cpp"
# All of Agora's headers in one file, twice: their two UserRole are two types.
(cd include && printf '#include "%s"\n' agora_token/compat/*.h agora_token/compat/*.h) >"$build/compat.cpp"
each_alone() {
    local header
    for header in include/agora_token/compat/*.h; do
        echo "#include \"${header#include/}\"" >"$build/alone.cpp"
        compile c++17 -fsyntax-only "$build/alone.cpp" || return
    done
}
for std in c++17 c++20 c++2b; do
    step "the header compiles alone and twice as $std" compile $std -fsyntax-only "$build/twice.cpp"
    step "code with exceptions compiles as $std" compile $std -fsyntax-only examples/cpp/hello.cpp
    step "code without exceptions compiles as $std" \
        compile $std "${no_exceptions[@]}" -fsyntax-only bindings/cpp/tests/no_exceptions.cpp
    step "Agora's headers compile together as $std" compile $std -fsyntax-only "$build/compat.cpp"
    step "Agora's headers compile without exceptions as $std" \
        compile $std "${no_exceptions[@]}" -fsyntax-only "$build/compat.cpp"
done
step "each of Agora's headers compiles alone" each_alone

# The example at the top of the header, from its first include to the end of main.
sed -n 's/^ \*     //p' include/agora_token.hpp | sed '/^}$/q' >"$build/first.cpp"
step "the header's example compiles" compile c++17 "$build/first.cpp" "${shared[@]}" -o "$build/first"
step "the header's example makes a token" prints_a_token "${runner[@]}" "$build/first"

step "hello.cpp compiles" compile c++17 examples/cpp/hello.cpp "${static[@]}" -o "$build/hello"
step "hello.cpp builds, reads and checks a token" "${run[@]}" "$build/hello"

for test in main vectors wrapper compat compat_006; do
    step "$test.cpp compiles" compile c++17 -g -c bindings/cpp/tests/$test.cpp -o "$build/$test.o"
done
step "no_exceptions.cpp compiles" \
    compile c++17 -g "${no_exceptions[@]}" -c bindings/cpp/tests/no_exceptions.cpp -o "$build/no_exceptions.o"

# test_linked HOW LIBS...: the test program, linked in one way.
test_linked() {
    step "the tests link, $1" \
        c++ "$build"/{main,vectors,wrapper,compat,compat_006,no_exceptions}.o "${@:2}" "${vectors_need[@]}" -pthread -o "$build/test-$1"
    tests "the tests, $1" "${run[@]}" "$build/test-$1" tests/vectors/official.json
}
test_linked static "${static[@]}"
test_linked shared "${shared[@]}"

step "threads.cpp compiles" \
    compile c++17 -O1 bindings/cpp/tests/threads.cpp "${static[@]}" -pthread -o "$build/threads"
tokens=${THREAD_TOKENS:-1000000}
tests "$tokens tokens of eight threads" "${runner[@]}" "$build/threads" "$tokens"

summary
