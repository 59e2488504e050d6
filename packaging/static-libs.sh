#!/usr/bin/env bash
# static-libs.sh FILE: the system's libraries that the static library needs, from what rustc said in FILE. Not libgcc_s: the C
# compiler brings it, or the static libgcc_eh where a program is linked with -static, for which there is no libgcc_s.
set -euo pipefail
sed 's/-lgcc_s *//' "$1"
