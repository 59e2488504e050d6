#!/usr/bin/env bash
# peers.sh LIB_DIR: what the packages of the registries take for one RTC token, beside this library from C in the
# same run, as a table for benches/peers.md. They run in turn, ROUNDS times (3); the least of all rounds counts.
. "$(dirname "$0")/../tests/lib.sh"
lib_dir=$1
libraries "$lib_dir"
build=$lib_dir/bench-peers
mkdir -p "$build"

cc -std=c11 -O2 -Iinclude bindings/c/bench/bench.c "${static[@]}" -o "$build/bench"
npm_ci benches/peers
(cd benches/peers && go build -o "../../$build/peers-go" .)
venv "$build/venv" -r benches/peers/requirements.txt

rows=$build/rows.tsv
: >"$rows"
for ((round = 0; round < ${ROUNDS:-3}; round++)); do
    "$build/bench" ours | sed -n 's/^ours build \(00[67]\)/this library, from C \1/p' >>"$rows"
    node benches/peers/node.js >>"$rows"
    "$build/venv/bin/python" benches/peers/peers.py >>"$rows"
    "$build/peers-go" >>"$rows"
done

processor=$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)
sha=without
if grep -qw sha_ni /proc/cpuinfo; then sha=with; fi
echo "$(date -u +%F), $processor ($sha SHA instructions, $(nproc) cores), $(. /etc/os-release && echo "$PRETTY_NAME");"
echo "$(rustc --version | cut -d' ' -f1,2), Node $(node --version), $(python3 --version), $(go version | cut -d' ' -f3)."
echo
awk -F'\t' '
    function microseconds(name) { return name in least ? sprintf("%.2f", least[name] / 1000) : "" }
    function times(name, version) {
        return name in least ? sprintf("%.0f ×", least[name] / least["this library, from C " version]) : ""
    }
    !($1 in least) || $2 < least[$1] { least[$1] = $2 }
    { builder = substr($1, 1, length($1) - 4) }
    !(builder in seen) { seen[builder]; order[++count] = builder }
    END {
        print "| builder | 007, µs | of this | 006, µs | of this |"
        print "|---|---|---|---|---|"
        for (i = 1; i <= count; i++) {
            builder = order[i]
            printf "| %s | %s | %s | %s | %s |\n", builder, microseconds(builder " 007"), times(builder " 007", "007"), \
                microseconds(builder " 006"), times(builder " 006", "006")
        }
    }' "$rows"
