#!/usr/bin/env bash
# sanitize.sh: the threads of threads.cpp under ThreadSanitizer. It compiles the library so too, where the toolchain
# can; Rust's own standard library comes compiled without. The output says what the sanitizer saw, proven by two
# races on purpose.
set -eo pipefail
cd "$(dirname "$0")/../../.."
. bindings/c/tests/steps.sh
cargo=${CARGO:-cargo}
target=$(rustc -vV | sed -n 's/^host: //p')
lib=target/$target/debug/libagora_token.a
build=target/$target/sanitize
native=(-pthread -ldl -lm)
mkdir -p "$build"

# The sanitizers of a stable Rust are behind a switch, and the standard library does not match them: it is not seen.
sanitized_library() {
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer" \
        "$cargo" rustc -p agora-token --lib --crate-type staticlib --target "$target"
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
    c++ -std=c++17 -g -O1 -fsanitize=thread -Iinclude bindings/c/tests/threads.cpp "$@" "${native[@]}" -o "$build/threads"
}

reports_a_race() {
    local status=0
    TSAN_OPTIONS=exitcode=66 "$build/threads" "$1" || status=$?
    [ $status = 66 ]
}

if sanitized_library >"$build/log" 2>&1 && link "$lib" "$build/shim.o" >>"$build/log" 2>&1; then
    reach="the C++ code, the library and its crates"
    unseen="Rust's standard library as far as it comes compiled"
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
