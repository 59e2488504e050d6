#!/usr/bin/env bash
# libraries.sh ARCHITECTURE DIR PACKAGE...: unpacks Debian's packages for another architecture into DIR. apt gets a state
# of its own for that, so the machine's list of architectures stays as it is, and no root is needed.
set -euo pipefail
architecture=$1 dir=$2
shift 2
[ "$(cat "$dir/packages" 2>/dev/null)" != "$*" ] || exit 0

rm -rf "$dir"
mkdir -p "$dir/apt/lists/partial" "$dir/apt/archives/partial"
export APT_CONFIG=$dir/apt/conf
cat >"$APT_CONFIG" <<CONF
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Dir::State "$dir/apt";
Dir::State::status "/dev/null";
Dir::Cache "$dir/apt";
CONF
# A mirror may be behind with one suite of an architecture. What that leaves out, the download says.
apt-get update -qq || true
(cd "$dir/apt" && apt-get download -qq "$@")
for deb in "$dir"/apt/*.deb; do
    dpkg-deb -x "$deb" "$dir"
done
rm -r "$dir/apt"
echo "$*" >"$dir/packages"
