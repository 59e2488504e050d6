#!/usr/bin/env bash
# The package from its sdist alone, away from the repository: cargo builds the library, and its wheel needs neither.
. "$(dirname "$0")/../../../tests/lib.sh"
unset AGORA_TOKEN_LIBRARY
# What cargo has built of it stays for the next time.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/python-sdist

venv "$work/venv" build
"$work/venv/bin/python" -m build --outdir "$work/dist" bindings/python >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
ls "$work/dist"
(wheel=$(echo "$work"/dist/*.whl) && [[ $wheel == *-py3-none-*.whl && $wheel != *-any.whl ]])

# Without cargo and a compiler in reach.
cd "$work"
PATH=$work/venv/bin "$work/venv/bin/pip" --disable-pip-version-check install -q --no-index "$work"/dist/*.whl
PATH=$work/venv/bin "$work/venv/bin/python" - <<'PROGRAM'
from agora_token import Issuer, Role

issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
token = issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600)
issuer.check_rtc(token, "room", uid=42)
print(token)
PROGRAM
