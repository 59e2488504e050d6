#!/usr/bin/env bash
# linux.sh LIB_DIR: what can be seen of the libraries in LIB_DIR with Linux's tools.
. "$(dirname "$0")/../../../tests/lib.sh"
lib_dir=$1
build=$lib_dir/c-tests
mkdir -p "$build"

exports() {
    nm -D --defined-only "$lib_dir/libagora_token.so" | awk '{ print $3 }' | LC_ALL=C sort
}

every_export_is_tested() {
    local name untested=0
    while read -r name; do
        grep -qw "$name" bindings/c/tests/{abi.c,vectors.c,record.h} || { echo "no test calls $name"; untested=1; }
    done < <(exports)
    return $untested
}

# The layout on a processor of 32 bits needs no 32-bit C library: what the header includes comes from the compiler, but
# for string.h.
has_its_layout_in_32_bits() {
    mkdir -p "$build/ilp32"
    printf '%s\n' '#include <stddef.h>' 'size_t strlen(const char *);' >"$build/ilp32/string.h"
    cc -m32 -ffreestanding -nostdinc -isystem "$(cc -print-file-name=include)" -isystem "$build/ilp32" -std=c11 \
        -Wall -Wextra -Werror -Iinclude -c bindings/c/tests/layout.c -o "$build/ilp32/layout.o"
}

has_soname() {
    readelf -d "$lib_dir/libagora_token.so" | grep -F 'soname: [libagora_token.so.0]'
}

# linked_with PROGRAM WRAPPED SOURCE...: a program and the static library, with functions of the C library wrapped.
linked_with() {
    cc -std=c99 -g -O1 -fno-builtin -Wall -Wextra -Wpedantic -Werror -Iinclude "${@:3}" "$lib_dir/libagora_token.a" \
        "-Wl,--wrap=${2//,/,--wrap=}" -o "$build/$1"
}

allocates_nothing() {
    linked_with no_malloc malloc,calloc,realloc,posix_memalign bindings/c/tests/no_malloc.c &&
        "$build/no_malloc"
}

is_static() {
    cc -std=c99 -static -Wall -Wextra -Wpedantic -Werror -Iinclude bindings/c/tests/static.c "$lib_dir/libagora_token.a" \
        -o "$build/static" && ! readelf -l "$build/static" | grep INTERP
}

step "the shared library exports what bindings/c/exported-symbols.txt lists" \
    diff <(grep -v '^#' bindings/c/exported-symbols.txt) <(exports)
step "every exported function is tested" every_export_is_tested
if [ "$(uname -m)" = x86_64 ]; then
    step "the structs keep their layout in 32 bits" has_its_layout_in_32_bits
fi
step "the shared library is named libagora_token.so.0" has_soname
step "a static link needs what bindings/c/linux-static-libs.txt says" \
    diff bindings/c/linux-static-libs.txt <(echo "$(cat "$lib_dir/native-static-libs.txt")")
step "README names the same libraries" grep -F -- "$(cat bindings/c/linux-static-libs.txt)" README.md
step "the header names the same libraries" grep -F -- "$(cat bindings/c/linux-static-libs.txt)" include/agora_token.h
step "the one-call functions allocate nothing once warm" allocates_nothing
step "faults.c compiles" linked_with faults malloc,calloc,realloc,posix_memalign bindings/c/tests/faults.c
tests "a system that fails the library" "$build/faults"
step "a program without a shared library compiles" is_static
step "it makes a token where no file can be opened, nor /dev/urandom" prints_a_token "$build/static"
step "secret.c compiles" linked_with secret free,realloc bindings/c/tests/{secret,abi}.c
tests "no block of memory that is freed holds the certificate" "$build/secret"

summary
