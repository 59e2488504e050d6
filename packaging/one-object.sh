#!/usr/bin/env bash
# one-object.sh ARCHIVE: makes the static library one object that defines agora_token_... and nothing else.
#
# rustc's archive carries the whole of Rust's standard library, most of it unused, and defines
# rust_eh_personality, so that a program could not link a second Rust library beside this one. For GNU binutils.
set -euo pipefail
archive=$1
object=$(dirname "$archive")/agora_token.o
# Where rustc left LLVM's bitcode beside the code, a linker with LLVM's plugin would take that, and find no symbols.
${OBJCOPY:-objcopy} --remove-section=.llvmbc --remove-section=.llvmcmd "$archive"
roots=$(${NM:-nm} -g --defined-only "$archive" 2>/dev/null | awk '$3 ~ /^agora_token_/ { print "-Wl,-u," $3 }')
${CC:-cc} -r -nostdlib -Wl,--gc-sections,--strip-debug,--force-group-allocation $roots "$archive" -o "$object"
${OBJCOPY:-objcopy} --wildcard --keep-global-symbol='agora_token_*' "$object"
rm "$archive"
${AR:-ar} rcsD "$archive" "$object"
rm "$object"
