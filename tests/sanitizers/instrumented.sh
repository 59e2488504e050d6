#!/usr/bin/env bash
# instrumented.sh LIBRARY.a SYMBOL: whether in the archive something of the library, of its crates and of Rust's
# standard library calls a sanitizer: functions whose names begin with SYMBOL.
set -euo pipefail
calls=$(nm -A "$1" 2>/dev/null | grep " U $2" | sed -E 's/^[^:]*:([a-z_0-9]+)[-.].*/\1/' | sort | uniq -c || true)
echo "$calls"
for crate in agora_token sha2 miniz_oxide core alloc std; do
    grep -q " $crate$" <<<"$calls" || { echo "nothing of $crate calls $2..." >&2; exit 1; }
done
