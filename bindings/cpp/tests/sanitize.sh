#!/usr/bin/env bash
# sanitize.sh [RUST]: the threads of threads.cpp under ThreadSanitizer. It compiles the library so too, where the toolchain
# can, and Rust's standard library where it is given a compiler with its source (tests/processors/toolchain.sh). The
# output says what the sanitizer saw, proven by two races on purpose.
. "$(dirname "$0")/../../../tests/lib.sh"
cargo=${CARGO:-cargo} rust=${1:-}
if [ -n "$rust" ]; then
    export RUSTC=$PWD/$rust/rustc
    target_dir=target/sanitizers/thread flags=-Zsanitizer=thread build_std=-Zbuild-std
    reach="the C++ code, the library, its crates and Rust's standard library"
    unseen="what the standard library has in C"
else
    # A standard library that comes compiled does not match: it is not seen.
    target_dir=target flags="-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer" build_std=
    reach="the C++ code, the library and its crates"
    unseen="Rust's standard library as far as it comes compiled"
fi
target=$("${RUSTC:-rustc}" -vV | sed -n 's/^host: //p')
lib=$target_dir/$target/debug/libagora_token.a
build=$target_dir/$target/sanitize
native=(-pthread -ldl -lm)
mkdir -p "$build"

# A stable Rust takes -Zsanitizer only with this, and older ones lack -Cunsafe-allow-abi-mismatch.
export RUSTC_BOOTSTRAP=1
can_sanitize() {
    "${RUSTC:-rustc}" $flags --target "$target" --crate-type lib --emit metadata -o "$build/probe" - <<<''
}
sanitized_library() {
    RUSTFLAGS=$flags "$cargo" rustc $build_std -p agora-token --lib --crate-type staticlib \
        --target "$target" --target-dir "$target_dir"
}

# GCC's ThreadSanitizer lacks these three of LLVM's: as plain calls they are watched all the same.
cat >"$build/shim.c" <<'END'
#include <string.h>
void *__tsan_memcpy(void *to, const void *from, size_t size) { return memcpy(to, from, size); }
void *__tsan_memmove(void *to, const void *from, size_t size) { return memmove(to, from, size); }
void *__tsan_memset(void *to, int byte, size_t size) { return memset(to, byte, size); }
END
step "the shim compiles" cc -O1 -fno-builtin -c "$build/shim.c" -o "$build/shim.o"

link() {
    c++ -std=c++17 -g -O1 -fsanitize=thread -Iinclude bindings/cpp/tests/threads.cpp "$@" "${native[@]}" -o "$build/threads"
}

reports_a_race() {
    ends 66 'ThreadSanitizer: data race' env TSAN_OPTIONS=exitcode=66 "$build/threads" "$1"
}

if [ -n "$rust" ] || can_sanitize 2>"$build/log"; then
    step "the library compiles for ThreadSanitizer" sanitized_library
    step "threads.cpp compiles for ThreadSanitizer" link "$lib" "$build/shim.o"
    [ -z "$rust" ] || step "library and standard library call ThreadSanitizer" calls_sanitizer "$lib" __tsan_
    step "a race inside the library is seen" reports_a_race race-in-library
else
    reach="the C++ code"
    unseen="the library, which this toolchain does not compile for it ($(grep -m 1 ^error "$build/log" || echo "$build/log"))"
    step "threads.cpp compiles for ThreadSanitizer" link target/release/libagora_token.a
fi
step "a race in the C++ code is seen" reports_a_race race-in-cpp
tests "tokens of eight threads under ThreadSanitizer" "$build/threads" 100000

echo "ThreadSanitizer saw $reach; not seen: $unseen."
summary
