#!/usr/bin/env bash
# Runs the groups of tests named on the command line, each as `make test-GROUP`, and says at the end what
# ran and what could not, which is a group that wants a tool.
. "$(dirname "$0")/lib.sh"

# The tools that a group needs and that are not this repository's to install.
tools_of() {
    case $1 in
        rust | c | instructions) echo cargo cc ;;
        cpp | servers-c) echo cargo cc c++ ;;
        abi) echo cargo python3 ;;
        dependencies | openapi) echo cargo python3 ;;
        python | page) echo cargo cc python3 ;;
        go) echo cargo cc go ;;
        workflows) echo go ;;
        js | java | csharp) echo cargo cc ;;
        *) echo cargo cc c++ python3 go ;;
    esac
}

missing_tool() {
    for tool in $(tools_of "$1"); do
        # cc and c++ are functions too.
        type -P "$tool" >/dev/null || { echo "$tool"; return; }
    done
}

skipped=0 table=
for group in "$@"; do
    start=$SECONDS
    missing=$(missing_tool "$group")
    if [ -n "$missing" ]; then
        outcome="NOT RUN: $missing is missing"
        skipped=$((skipped + 1))
    elif printf '\n== %s\n' "$group" && ${MAKE:-make} --no-print-directory "test-$group"; then
        outcome=passed
        passed=$((passed + 1))
    else
        outcome=FAILED
        failed=$((failed + 1))
    fi
    table+=$(printf '%-14s %5ds  %s' "$group" $((SECONDS - start)) "$outcome")$'\n'
done

printf '\n%s\n%d passed, %d failed, %d skipped, %d s in all\n' "$table" "$passed" "$failed" "$skipped" "$SECONDS"
[ "$failed" -eq 0 ] && may_be_left_out "$skipped"
