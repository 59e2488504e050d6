#!/usr/bin/env bash
# count.sh <LOG: the end of a row of `make proof`, "N checks | M failures", summed over what cargo and the scripts of
# the C tests say in LOG. Fails where they say nothing.
set -euo pipefail
sed -nE -e 's/^test result: [^ ]+ ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored.*/\1 \2 \3/p' \
    -e 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2 0/p' |
    awk '{ tests += $1 + $2; failures += $2; ignored += $3 }
        END {
            printf "%d checks%s | %d failures\n", tests, ignored ? ", " ignored " ignored" : "", failures
            exit !tests
        }'
