#!/usr/bin/env bash
# run.sh SECONDS [TARGET...]: fuzzes each target for that long under AddressSanitizer, from its seeds and from what
# earlier runs found on, and says a row of `make proof` for each. Works with the stable toolchain too, which the
# bootstrap switch lets take the sanitizer's flags.
. "$(dirname "$0")/../tests/lib.sh"
cd fuzz
seconds=$1
shift
cargo_fuzz_version=0.13.2
tools=$PWD/../target/fuzz-tools
export PATH=$tools/bin:$PATH
[ "$(cargo fuzz --version 2>/dev/null)" = "cargo-fuzz $cargo_fuzz_version" ] ||
    cargo install --quiet --locked --debug --root "$tools" "cargo-fuzz@$cargo_fuzz_version"
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
[ ${#targets[@]} -gt 0 ] || fail "cargo fuzz lists no target"

for target in "${targets[@]}"; do
    cargo run --quiet --no-default-features --example seeds -- "$target" "corpus/$target"
done
# Under cfg(fuzzing) some dependencies are others: miniz_oxide checks no checksum. What is tried is what ships.
export RUSTC_BOOTSTRAP=1
cargo fuzz build --no-cfg-fuzzing

log=$work/log
for target in "${targets[@]}"; do
    echo "== $target, $seconds s"
    found='nothing' max_len=4096
    # Some of the endpoint's seeds exceed the limits of a target and of a body.
    [ "$target" != endpoint ] || max_len=80000
    cargo fuzz run --no-cfg-fuzzing "$target" -- -max_total_time="$seconds" -max_len=$max_len -len_control=20 \
        -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 >"$log" 2>&1 || {
        failed=1
        unit=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
        found=${unit:+A FINDING, in $unit}
        tail -n 60 "$log"
    }
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    [ -n "$executions" ] || failed=1 found=
    coverage=$(sed -n 's/.* cov: \([0-9]*\) ft: \([0-9]*\) .*/\1 edges, \2 features/p' "$log" | tail -n 1)
    echo "proof: fuzzing, $target, $seconds s | ${executions:-no} inputs: ${coverage:-no coverage} | ${found:-FAILED}"
done
exit "$failed"
