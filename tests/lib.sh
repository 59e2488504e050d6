# Sourced by test scripts: steps that pass or fail, and their count as the last line.

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The tools, and what every program runs under; another processor needs others.
cc() { command ${CC:-cc} "$@"; }
c++() { command ${CXX:-c++} "$@"; }
pkg-config() { command ${PKG_CONFIG:-pkg-config} "$@"; }
runner=(env ${RUNNER-})

# step NAME COMMAND...: runs a command and shows what it printed where it fails.
step() {
    if "${@:2}" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
        cat "$log"
    fi
}

# tests NAME COMMAND...: runs a program whose last line is "N passed, N failed", and adds that up.
tests() {
    local counts='^([0-9]+) passed, ([0-9]+) failed$' status=0
    "${@:2}" >"$log" 2>&1 || status=$?
    if [[ $(tail -n 1 "$log") =~ $counts ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        [ $status = 0 ] && return
        # A program whose tests all passed can still end badly, such as with a leak.
        [ "${BASH_REMATCH[2]}" -gt 0 ] || failed=$((failed + 1))
    else
        failed=$((failed + 1))
    fi
    echo "FAILED: $1"
    cat "$log"
}

summary() {
    echo "$passed passed, $failed failed"
    [ $failed = 0 ]
}
