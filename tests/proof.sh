#!/usr/bin/env bash
# Runs the slow checks named on the command line, each as `make proof-CHECK`, and prints one table: what was tried, on
# how many inputs, how long, what was found. A check says its rows itself, in lines of its output of the form
#     proof: WHAT | INPUTS | FOUND
# and a check that fails, or says no row, fails the whole. A row may say NOT RUN.
. "$(dirname "$0")/lib.sh"
log=$work/proof

table='| what was tried | inputs | time | found |
|---|---|---|---|'
for check in "$@"; do
    printf '\n== %s\n' "$check"
    start=$SECONDS
    ${MAKE:-make} --no-print-directory "proof-$check" 2>&1 | tee "$log" && grep -q '^proof: ' "$log" || {
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

not_run=$(grep -c 'NOT RUN' <<<"$table") || true
printf '\n%s\n\n%d targets, %d failed, %d rows not run, %d s in all\n' "$table" "$#" "$failed" "$not_run" "$SECONDS"
[ "$failed" -eq 0 ] && may_be_left_out "$not_run"
