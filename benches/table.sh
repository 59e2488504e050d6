#!/usr/bin/env bash
# table.sh LIB_DIR: what a call costs from Rust, C, Go, Python, C# and JavaScript, against the targets, as one table.
#
# Each language has a program that prints a line for each thing it measures: its name, a tab, a number. They run
# in turn, ROUNDS times (3), and the least of all rounds counts.
. "$(dirname "$0")/../tests/lib.sh"
lib_dir=$1
libraries "$lib_dir"
cargo=${CARGO:-cargo}
build=$lib_dir/bench
mkdir -p "$build"

compile=(cc -std=c11 -O2 -Wall -Wextra -Werror -Iinclude bindings/c/bench/bench.c)
"${compile[@]}" "${static[@]}" -Wl,--gc-sections -o "$build/bench-static"
"${compile[@]}" "${shared[@]}" -o "$build/bench-shared"

languages=(rust c)
measure_rust() { $cargo bench --quiet -p agora-token-bench --bench rows; }
measure_c() {
    "$build/bench-static" "C static"
    "$build/bench-shared" "C shared"
}

# Go and Python are measured where they are installed, with the library that `make lib` built. Go is compared with C in
# the same program, with the same tokens, in turn: the link alone moves the library's own time by up to 2 %, which is
# much beside what Go adds.
if command -v go >/dev/null; then
    make --no-print-directory go >/dev/null
    (cd bindings/go && go test -c -tags bench -o "../../$build/bench-go" .)
    languages+=(go)
fi
measure_go() {
    local turn
    for ((turn = 0; turn < 10; turn++)); do
        "$build/bench-go" -test.run '^$' -test.bench '^Benchmark(RTC|RTC006|Verify|CheckRTC)(FromC)?$' \
            -test.benchtime 2000x -test.count 20
    done |
        awk '
            BEGIN {
                work["RTC"] = "build 007"; work["RTC006"] = "build 006"
                work["Verify"] = "verify 007"; work["CheckRTC"] = "check 007"
            }
            /^Benchmark/ {
                sub(/^Benchmark/, "", $1); sub(/-[0-9]+$/, "", $1)
                language = sub(/FromC$/, "", $1) ? "C in Go" : "Go"
                print language " " work[$1] "\t" $3
            }'
}

if command -v python3 >/dev/null && [ -f bindings/python/src/agora_token/__init__.py ]; then
    mkdir -p "$build/python"
    cp -r bindings/python/src/agora_token "$build/python/"
    cp "$lib_dir"/libagora_token.so "$build/python/agora_token/"
    languages+=(python)
fi
measure_python() { PYTHONPATH=$build/python python3 bindings/python/bench.py; }

if command -v mcs >/dev/null; then
    make --no-print-directory csharp >/dev/null
    mcs -optimize -out:target/csharp/bench.exe -r:target/csharp/Agora.Token.dll bindings/csharp/bench/Bench.cs
    languages+=(csharp)
fi
measure_csharp() { mono target/csharp/bench.exe; }

# JavaScript is compared with the official packages in the same process, in each runtime that test/unpack.sh brought.
js=target/js/test
if [ -d $js/node_modules/agora-token-wasm ]; then
    cp bindings/js/bench.mjs $js/
    languages+=(js)
fi
measure_js() {
    (cd $js && node bench.mjs && node_modules/.bin/deno run -A --cached-only bench.mjs && node_modules/.bin/bun bench.mjs)
}

size() { strip -o "$build/stripped" "$1" && stat -c %s "$build/stripped"; }

rows=$build/rows.tsv
{
    printf 'size static\t%s\n' "$(size "$build/bench-static")"
    printf 'size shared\t%s\n' "$(size "$lib_dir/libagora_token.so")"
    if [ -f target/js/package/agora_token.wasm ]; then
        printf 'size module\t%s\n' "$(stat -c %s target/js/package/agora_token.wasm)"
        printf 'size module gzipped\t%s\n' "$(gzip -9c target/js/package/agora_token.wasm | wc -c)"
    fi
} >"$rows"
for ((round = 0; round < ${ROUNDS:-3}; round++)); do
    for language in "${languages[@]}"; do
        "measure_$language" >>"$rows"
    done
done

awk -F'\t' '
    function against_floor(work, version, target,   i, name, time, floor) {
        floor = least["floor " version]
        for (i = 1; i <= ways; i++) {
            name = way[i] " " work
            if (!(name in least)) continue
            time = least[name]
            printf "%-12s %-10s %8.0f ns %8.0f ns %7.2f x %9.1f x\n", work, way[i], time, floor, time / floor, target
        }
    }
    function over_c(work, language, c, target,   name) {
        name = language " " work
        if (!(name in least)) return
        printf "%-12s %-8s %9.0f ns %9.0f ns %+8.0f ns %9.0f ns\n", work, language, least[name], least[c " " work], \
            least[name] - least[c " " work], target
    }
    function of_official(work, runtime, name, target,   ours, theirs) {
        ours = runtime " " name; theirs = runtime " official " work
        if (!(ours in least)) return
        printf "%-12s %-8s %-14s %7.2f µs %7.2f µs %8.2f x %9.2f x\n", work, runtime, \
            name ~ /^moved/ ? "official names" : "", least[ours] / 1000, least[theirs] / 1000, \
            least[ours] / least[theirs], target
    }
    function number(what, value, target) { printf "%-46s %8s %12s\n", what, value, target }

    !($1 in least) || $2 < least[$1] { least[$1] = $2 }
    !($1 in most) || $2 > most[$1] { most[$1] = $2 }
    END {
        ways = split("Rust,C static,C shared", way, ",")
        printf "%-12s %-10s %11s %11s %9s %11s\n", "call", "from", "time", "its HMACs", "ratio", "at most"
        against_floor("build 007", "007", 2)
        against_floor("build 006", "006", 2)
        against_floor("verify 007", "007", 3)
        against_floor("check 007", "007", 3)
        against_floor("check 006", "006", 3)
        languages = split("Go:C in Go:150,Python:C shared:2500,C#:C shared:1000", language, ",")
        works = split("build 007,build 006,verify 007,check 007,check 006", work, ",")
        printf "\n%-12s %-8s %12s %12s %11s %12s\n", "call", "from", "time", "from C", "over C", "at most"
        for (i = 1; i <= languages; i++) {
            split(language[i], part, ":")
            for (j = 1; j <= works; j++) over_c(work[j], part[1], part[2], part[3])
        }
        runtimes = split("Node,Deno,Bun", runtime, ",")
        if ("Node build 007" in least)
            printf "\n%-12s %-8s %-14s %10s %10s %10s %11s\n", "call", "in", "by", "time", "official", "ratio", "at most"
        for (i = 1; i <= runtimes; i++) {
            of_official("build 007", runtime[i], "build 007", 1 / 5)
            of_official("build 006", runtime[i], "build 006", 1 / 3)
            of_official("read 007", runtime[i], "read 007", 1)
            of_official("build 007", runtime[i], "moved build 007", 1)
            of_official("build 006", runtime[i], "moved build 006", 1)
        }
        printf "\n"
        for (i = 1; i <= runtimes; i++)
            if ((runtime[i] " first token") in least)
                number("a new process of " runtime[i] ": import to first token", \
                    sprintf("%.0f ms", least[runtime[i] " first token"] / 1e6), "")
        if ("size module" in least) {
            number("the WebAssembly module", sprintf("%.0f KB", least["size module"] / 1000), "<= 300 KB")
            number("the WebAssembly module, gzipped", sprintf("%.0f KB", least["size module gzipped"] / 1000), "<= 130 KB")
        }
        number("heap allocations of a 007 token, warm", most["allocations 007"], "0")
        number("heap allocations of a 006 token, warm", most["allocations 006"], "0")
        number("8 threads on one issuer, as one thread'\''s rate", sprintf("%.2f x", most["eight threads"]), \
            sprintf(">= %.1f x", 0.9 * least["cores"]))
        number("this C program with the library, stripped", sprintf("%.0f KB", least["size static"] / 1000), "<= 600 KB")
        number("the shared library, stripped", sprintf("%.0f KB", least["size shared"] / 1000), "<= 600 KB")
        print "\nWhat other builders take, and how that was measured: benches/peers.md"
    }' "$rows"
