#!/usr/bin/env bash
# run.sh SECONDS [TARGET...]: fuzzes each target for that long, from the seeds of the official tokens on. Works with the
# stable toolchain too, which the bootstrap switch lets take the sanitizer's flags.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(parse round_trip endpoint)
command -v cargo-fuzz >/dev/null || cargo install --locked --quiet cargo-fuzz
export RUSTC_BOOTSTRAP=1

# The seeds of `parse`: every token of the official builders.
mkdir -p fuzz/corpus/parse
grep -o '"token":"00[67][^"]*"' tests/vectors/official.json | cut -d'"' -f4 | while read -r token; do
    printf %s "$token" >"fuzz/corpus/parse/$(printf %s "$token" | cksum | cut -d' ' -f1)"
done

for target in "${targets[@]}"; do
    echo "== $target, $seconds s"
    cargo fuzz run "$target" -- -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 2>&1 |
        grep -E 'panicked|ERROR|SUMMARY|DONE|^Done|Test unit'
done
