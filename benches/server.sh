#!/usr/bin/env bash
# server.sh PROGRAM: the token server beside the same route on Express: requests per second, latency, memory.
#
# Each server runs on core 0 and is driven by wrk on core 1 over CONNECTIONS (32) that are kept alive, in turn, ROUNDS
# times (5) for SECONDS_PER_ROUND (3). The best round of each counts: what else the machine does only slows one down.
# The processor's time for a request depends on that the least.
. "$(dirname "$0")/../tests/lib.sh"
program=$PWD/$1
rounds=${ROUNDS:-5} seconds=${SECONDS_PER_ROUND:-3} connections=${CONNECTIONS:-32}
target='/rtc/0123456789abcdef0123456789abcdef/publisher/uid/42/?expiry=3600'
export "${credentials[@]}" HOST=127.0.0.1 PORT=0 NODE_ENV=production

[ "$(nproc)" -ge 2 ] || fail "a core for the server and one for wrk are needed"
npm_ci benches/express

# start NAME COMMAND...: starts a server, from an empty folder: no .env there.
declare -A pid ports
start() {
    starts env -C "$work" taskset -c 0 "${@:2}" || fail "$1 does not listen"
    pid[$1]=$server_pid ports[$1]=$port
}

# The processor's time that a server has taken, in ticks.
ticks() { awk '{ print $14 + $15 }' "/proc/${pid[$1]}/stat"; }

# drive NAME: a round, as a line of: name, requests per second, p50, p99 and the processor's time for a request
# (microseconds), resident memory (KB).
drive() {
    local url=http://127.0.0.1:${ports[$1]}$target report=$work/report before after
    curl -sf "$url" | grep -q '^{"rtcToken":"006' || fail "$1 gives no token"
    before=$(ticks "$1")
    taskset -c 1 wrk --threads 1 --connections "$connections" --duration "${seconds}s" --latency "$url" >"$report"
    if grep -E 'Socket errors|Non-2xx' "$report" >&2; then exit 1; fi
    after=$(ticks "$1")
    awk -v name="$1" -v rss="$(awk '/^VmRSS/ { print $2 }' "/proc/${pid[$1]}/status")" \
        -v busy="$(((after - before) * 1000000 / $(getconf CLK_TCK)))" '
        function microseconds(time) {
            if (time ~ /us$/) return time + 0
            return time ~ /ms$/ ? time * 1000 : time * 1000000
        }
        $1 == "50%" { p50 = microseconds($2) }
        $1 == "99%" { p99 = microseconds($2) }
        $2 == "requests" { requests = $1 }
        $1 == "Requests/sec:" { rate = $2 }
        END { print name, rate, p50, p99, busy / requests, rss }' "$report"
}

start express node "$PWD/benches/express/server.js"
start agora-token "$program" serve
for ((round = 0; round < rounds; round++)); do
    for name in express agora-token; do drive $name; done
done >"$work/rounds"

echo "$connections connections, the server on one core, wrk on another, the best of $rounds rounds of $seconds s"
awk '
    $2 > rate[$1] { rate[$1] = $2; p50[$1] = $3; p99[$1] = $4 }
    !($1 in busy) || $5 < busy[$1] { busy[$1] = $5 }
    $6 > rss[$1] { rss[$1] = $6 }
    function row(name) {
        printf "%-12s %9.0f /s %7.2f ms %7.2f ms %9.1f us %8.1f MB\n", name, rate[name], p50[name] / 1000, \
            p99[name] / 1000, busy[name], rss[name] / 1024
    }
    END {
        printf "%-12s %12s %10s %10s %12s %11s\n", "server", "requests", "p50", "p99", "core time", "resident"
        row("express")
        row("agora-token")
        printf "%-12s %10.1f x %34.1f x    (target: 8 times, resident under 12 MB)\n", "ratio", \
            rate["agora-token"] / rate["express"], busy["express"] / busy["agora-token"]
    }' "$work/rounds"
