#!/usr/bin/env bash
# openapi.sh AGORA-TOKEN: tries the server with requests that schemathesis makes of its description. Each answer must be
# within the description, which has no 5xx but the article's 500 of a mistake and the 503 of too many large bodies.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/lib.sh
program=$(realpath "$1") root=$PWD
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
venv target/schemathesis schemathesis==4.32.5 jsonschema==4.26.0 pyyaml==6.0.4

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
HOST=127.0.0.1 PORT=$port "$program" serve --demo >"$folder/server" 2>&1 &
server=$!
url=http://127.0.0.1:$port
python3 - "$url/openapi.json" <<'END'
import sys, time, urllib.request
for _ in range(100):
    try:
        sys.exit(urllib.request.urlopen(sys.argv[1]).status != 200)
    except OSError:
        time.sleep(0.1)
sys.exit("the server does not answer")
END

target/schemathesis/bin/python tests/openapi.py inspect "$url"

cd "$folder"
checks=status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance
"$root"/target/schemathesis/bin/schemathesis run "$url/openapi.json" --url "$url" --phases examples,coverage,fuzzing --mode all \
    --max-examples 50 --seed 1 --checks "$checks" | tee "$folder/report"
cases=$(sed -n 's/^ *\([0-9]*\) generated, \([0-9]*\) passed.*/\1/p' "$folder/report")
[ "${cases:-0}" -ge 1000 ] || { echo "only ${cases:-0} requests were tried"; exit 1; }
echo "proof: the server's answers against its OpenAPI description (schemathesis) | $cases requests | 0 outside of it"
