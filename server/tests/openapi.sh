#!/usr/bin/env bash
# openapi.sh AGORA-TOKEN: tries the server with requests that schemathesis makes of its description. Each answer must be
# within the description, which has no 5xx but the article's 500 of a mistake and the 503 of too many large bodies.
. "$(dirname "$0")/../../tests/lib.sh"
program=$PWD/$1 root=$PWD
venv target/schemathesis schemathesis==4.32.5 jsonschema==4.26.0 pyyaml==6.0.4

starts env HOST=127.0.0.1 PORT=0 "$program" serve --demo
url=http://127.0.0.1:$port

target/schemathesis/bin/python tests/openapi.py inspect "$url"

cd "$work"
checks=status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance
"$root"/target/schemathesis/bin/schemathesis run "$url/openapi.json" --url "$url" --phases examples,coverage,fuzzing --mode all \
    --max-examples 50 --seed 1 --checks "$checks" | tee report
cases=$(sed -n 's/^ *\([0-9]*\) generated, \([0-9]*\) passed.*/\1/p' report)
[ "${cases:-0}" -ge 1000 ] || { echo "only ${cases:-0} requests were tried"; exit 1; }
echo "proof: the server's answers against its OpenAPI description (schemathesis) | $cases requests | 0 outside of it"
