#!/usr/bin/env bash
# run.sh RUST: the tests of C and C++ under AddressSanitizer and LeakSanitizer, their own code under
# UndefinedBehaviorSanitizer too, and the threads under ThreadSanitizer. The library, its crates and Rust's standard
# library are compiled for them, by the compiler in RUST (tests/processors/toolchain.sh). Faults on purpose show that
# the sanitizers are there, and calls_sanitizer that the code of all three calls them. What has an allocator of its own
# (faults.c, secret.c, no_malloc.c) does without. Rows for `make proof`.
. "$(dirname "$0")/../lib.sh"
use_toolchain "$1" target/sanitizers
target=$("$RUSTC" -vV | sed -n 's/^host: //p')
lib_dir=$CARGO_TARGET_DIR/$target/debug

# GCC's runtime serves Rust's code too, so that there is one.
export RUSTFLAGS="-Zsanitizer=address -Zexternal-clangrt -Clink-arg=-fsanitize=address"
sanitizers="-g -fsanitize=address,undefined -fno-sanitize-recover=all"
export CC="cc $sanitizers" CXX="c++ $sanitizers" THREAD_TOKENS=100000
export ASAN_OPTIONS=exitcode=66:detect_leaks=1 UBSAN_OPTIONS=exitcode=67:print_stacktrace=1

has_one_runtime() {
    [ "$(ldd "$lib_dir/canary" | grep -c 'libasan\.so')" = 1 ] &&
        [ "$(nm "$lib_dir/canary" | grep -c ' T __asan_init')" = 0 ]
}

# is_caught FAULT CODE MESSAGE: whether the canary with this fault ends with the sanitizer's exit code and says why.
is_caught() {
    ends "$2" "$3" "$lib_dir/canary" "$1"
}

step "the library compiles for AddressSanitizer" debug_libraries "$target" "$lib_dir"
step "library and standard library call AddressSanitizer" calls_sanitizer "$lib_dir/libagora_token.a" __asan_report_
step "the canary compiles" c++ -std=c++17 -Iinclude tests/sanitizers/canary.cpp "$lib_dir/libagora_token.a" \
    -pthread -ldl -lm -o "$lib_dir/canary"
step "there is one runtime of AddressSanitizer" has_one_runtime
step "a program without a fault ends well" is_caught none 0 ""
step "the library writing behind a buffer is seen" is_caught overflow 66 "AddressSanitizer: heap-buffer-overflow"
step "the library reading behind a string is seen" is_caught read-behind 66 "AddressSanitizer: heap-buffer-overflow"
step "the library reading what was freed is seen" is_caught use-after-free 66 "AddressSanitizer: heap-use-after-free"
step "freeing twice is seen" is_caught double-free 66 "AddressSanitizer: "
step "an issuer that is not freed is seen" is_caught leak 66 "LeakSanitizer: detected memory leaks"
step "undefined behaviour in C++ is seen" is_caught undefined 67 "signed integer overflow"
echo "proof: Faults on purpose, that the sanitizers be seen | 6 faults | $passed of $((passed + failed)) checks passed"

suite "AddressSanitizer and LeakSanitizer, std too: C; UndefinedBehaviorSanitizer on C" bindings/c/tests/run.sh "$lib_dir"
suite "AddressSanitizer and LeakSanitizer, std too: C++; UndefinedBehaviorSanitizer on C++" \
    bindings/cpp/tests/run.sh "$lib_dir"
suite "ThreadSanitizer, std too: eight threads, 120000 tokens" \
    env -u CC -u CXX -u RUSTFLAGS -u CARGO_TARGET_DIR bindings/cpp/tests/sanitize.sh "$1"

summary
