#!/usr/bin/env bash
# need.sh THING=PACKAGE...: sees to it that each thing is there: a command, pkg-config:MODULE, header:FILE (of C++),
# python:MODULE or package:NAME (of Debian). Root installs what is missing with apt; others are told in one line what to
# install.
set -euo pipefail

has() {
    case $1 in
        pkg-config:*) pkg-config --exists "${1#pkg-config:}" 2>/dev/null ;;
        python:*) python3 -c "import ${1#python:}" >/dev/null 2>&1 ;;
        header:*) echo "#include <${1#header:}>" | c++ -x c++ -E - >/dev/null 2>&1 ;;
        package:*) [ "$(dpkg-query -Wf '${db:Status-Abbrev}' "${1#package:}" 2>/dev/null)" = 'ii ' ] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing=()
for need; do
    has "${need%%=*}" || missing+=("${need#*=}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
    apt-get update -qq -o DPkg::Lock::Timeout=300
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Please install (these are the names in Debian and Ubuntu): ${missing[*]}" >&2
    exit 1
fi
