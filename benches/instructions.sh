#!/usr/bin/env bash
# instructions.sh check|update LIB_DIR: how many instructions the three hot calls take, counted by callgrind,
# held against benches/instructions.txt or written to it.
#
# SHA-256 is counted apart: valgrind shows programs a processor without SHA instructions, where hashing in
# software would outweigh all else and hide its changes.
. "$(dirname "$0")/../tests/lib.sh"
mode=$1 lib_dir=$2
libraries "$lib_dir"
file=benches/instructions.txt
tolerance=3 # percent
calls=2000
hot=("build 007" "build 006" "verify 007")

build=$lib_dir/instructions
mkdir -p "$build"
cc -std=c11 -O2 -Wall -Wextra -Werror -Iinclude bindings/c/bench/bench.c "${static[@]}" -o "$build/bench"

# count CALL CALLS: the instructions of a whole run, those of SHA-256's block function and the others.
count() {
    local out=$build/callgrind.out log=$build/callgrind.log
    valgrind --tool=callgrind --callgrind-out-file="$out" "$build/bench" - "$1" "$2" 2>"$log" ||
        { cat "$log" >&2; return 1; }
    callgrind_annotate --threshold=100 "$out" | awk '
        $1 ~ /^[0-9,]+$/ && NF > 2 {
            instructions = $1
            gsub(",", "", instructions)
            if (/PROGRAM TOTALS/) total = instructions
            else if (/sha2::sha256::compress/) hashing += instructions
        }
        END {
            if (!hashing) { print "callgrind names no function of SHA-256" > "/dev/stderr"; exit 1 }
            print hashing, total - hashing
        }'
}

# What the counts depend on besides the sources. The processor that valgrind shows is one with AVX2 or an
# older one, whatever the real one has beyond.
measured_with() {
    local rustc valgrind libc avx2=without
    rustc=$(rustc --version)
    valgrind=$(valgrind --version)
    libc=$(getconf GNU_LIBC_VERSION)
    if grep -qw avx2 /proc/cpuinfo; then avx2=with; fi
    echo "$rustc, $valgrind, $libc, $(uname -m) $avx2 AVX2"
}

# The start of the program drops out: the calls cost what twice as many cost more.
measure() {
    local once twice
    for call in "${hot[@]}"; do
        once=$(count "$call" "$calls")
        twice=$(count "$call" $((2 * calls)))
        echo "$once $twice $calls $call" | awk '{ printf "%s %s\t%.0f\t%.0f\n", $6, $7, ($3 - $1) / $5, ($4 - $2) / $5 }'
    done
}

rows=$(measure)
with=$(measured_with)

if [ "$mode" = update ]; then
    {
        echo "# Instructions of a call: in the block function of SHA-256 (software; see instructions.sh), and in all else."
        echo "# Written by \`make instructions\`; \`make test-instructions\` compares within $tolerance %."
        echo "measured with"$'\t'"$with"
        echo "$rows"
    } >"$file"
    cat "$file"
    exit
fi

recorded_with=$(sed -n 's/^measured with\t//p' "$file")
awk -F'\t' -v tolerance=$tolerance -v comparable="$([ "$with" = "$recorded_with" ] && echo 1)" '
    function change(now, was) { return 100 * (now - was) / was }
    function verdict(what, now, was) {
        printf "%-11s %-8s %7d instructions, recorded %7d: %+.1f %%\n", $1, what, now, was, change(now, was)
        if (change(now, was) > tolerance) slower++
        if (change(now, was) < -tolerance) faster++
    }
    NR == FNR { if (NF == 3) { hashing[$1] = $2; rest[$1] = $3 } next }
    !($1 in rest) { print $1 " is not recorded"; missing++; next }
    { verdict("SHA-256", $2, hashing[$1]); verdict("all else", $3, rest[$1]) }
    END {
        if (missing) print "Record it with `make instructions`."
        if (!comparable) exit missing > 0
        if (slower) print "More instructions than recorded by over " tolerance " %: a regression. If it is worth it, `make instructions` records it."
        if (faster) print "Fewer instructions than recorded by over " tolerance " %: a gain. Record it with `make instructions`."
        exit slower + faster + missing > 0
    }' "$file" - <<<"$rows"
if [ "$with" != "$recorded_with" ]; then
    echo "Not compared: recorded with $recorded_with;"
    echo "      measured here with $with."
fi
