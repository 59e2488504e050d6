#!/usr/bin/env bash
# Runs the slow checks named on the command line, each as `make proof-CHECK`, and prints one table: what was tried, on
# how many inputs, how long, what was found. A check says its rows itself, in lines of its output of the form
#     proof: WHAT | INPUTS | FOUND
# and a check that fails, or says no row, fails the whole. A row that says NOT RUN is counted, and fails the whole in CI
# (CI=true), and wherever REQUIRE_ALL=1 asks for it.
set -u
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

table='| what was tried | inputs | time | found |
|---|---|---|---|' failed=0
for check in "$@"; do
    printf '\n== %s\n' "$check"
    start=$SECONDS
    ${MAKE:-make} --no-print-directory "proof-$check" 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" -eq 0 ] && grep -q '^proof: ' "$log" || {
        failed=$((failed + 1))
        echo "proof: $check | | FAILED" >>"$log"
    }
    seconds=$((SECONDS - start))
    # The time is the check's as a whole, said on the first of its rows.
    while IFS='|' read -r what inputs found; do
        table+=$'\n'"| $what | $inputs | ${seconds:+$seconds s} | $found |"
        seconds=
    done < <(sed -n 's/^proof: //p' "$log" | sed 's/ *| */|/g')
done

not_run=$(grep -c 'NOT RUN' <<<"$table")
printf '\n%s\n\n%d targets, %d failed, %d rows not run, %d s in all\n' "$table" "$#" "$failed" "$not_run" "$SECONDS"
[ "$failed" -eq 0 ] || exit 1
if [ "$not_run" -gt 0 ] && { [ "${CI:-}" = true ] || [ "${REQUIRE_ALL:-}" = 1 ]; }; then
    echo "A row could not run, and here every one must."
    exit 1
fi
