#!/usr/bin/env bash
# proof.sh AGORA-TOKEN: the token server with the sessions of two OpenID providers, Dex and oidc-provider. Rows for `make
# proof`.
set -euo pipefail
program=$PWD/$1
here=server/tests/oidc
work=$PWD/target/oidc
mkdir -p "$work/npm"
(cd $here/dex && go build -o "$work/dex" . && go list -m -f '{{.Dir}}/web' github.com/dexidp/dex >"$work/web")
cp $here/{package.json,package-lock.json,provider.mjs} "$work/npm/"
npm ci --silent --no-audit --no-fund --prefix "$work/npm"
timeout 300 python3 -B $here/proof.py "$program" "$work/dex" "$(cat "$work/web")" "$work/npm/provider.mjs"
