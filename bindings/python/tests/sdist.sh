#!/usr/bin/env bash
# The package from its sdist alone, away from the repository: cargo builds the library, and its wheel needs neither.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset AGORA_TOKEN_LIBRARY
# What cargo has built of it stays for the next time.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../../target}/python-sdist

"${PYTHON:-python3}" -m venv "$scratch/venv"
pip=("$scratch/venv/bin/pip" --disable-pip-version-check)
"${pip[@]}" install -q build
"$scratch/venv/bin/python" -m build --outdir "$scratch/dist" . >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
ls "$scratch/dist"
(wheel=$(echo "$scratch"/dist/*.whl) && [[ $wheel == *-py3-none-*.whl && $wheel != *-any.whl ]])

# Without cargo and a compiler in reach.
cd "$scratch"
PATH=$scratch/venv/bin "$scratch/venv/bin/pip" --disable-pip-version-check install -q --no-index "$scratch"/dist/*.whl
PATH=$scratch/venv/bin "$scratch/venv/bin/python" - <<'PROGRAM'
from agora_token import Issuer, Role

issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
token = issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600)
issuer.check_rtc(token, "room", uid=42)
print(token)
PROGRAM
