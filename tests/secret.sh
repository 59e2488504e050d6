#!/usr/bin/env bash
# secret.sh LIB_DIR PROGRAM: whether memory that was given back, and that of a running server, holds the certificate or
# a key made from it. Rows for `make proof`.
. "$(dirname "$0")/lib.sh"
lib_dir=$1 program=$2 log=$work/log

# searched WHAT FOR: the row of what the last command said of freed memory.
searched() {
    grep -oE 'freed: [0-9]+ blocks, [0-9]+ bytes' "$log" | awk -v what="$1" -v secrets="$2" '
        { blocks += $2; bytes += $4 }
        END {
            printf "proof: Freed memory searched for %s: %s", secrets, what
            printf " | %d blocks, %d bytes | nothing\n", blocks, bytes
        }'
}

"${CARGO:-cargo}" test -p agora-token --test secret -- --nocapture --test-threads 1 | tee "$log"
searched "calls of every kind in Rust" "the certificate in two forms, and 12 keys made from it"
bindings/c/tests/linux.sh "$lib_dir" | tee "$log"
"$lib_dir/c-tests/secret" | tee "$log"
searched "every test of the C ABI" "the certificate in four forms"
python3 -B server/tests/memory.py "$program"
