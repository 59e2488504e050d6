#!/usr/bin/env bash
# proof.sh AGORA-TOKEN: the token server with the sessions of two OpenID providers, Dex and oidc-provider. Rows for `make
# proof`.
. "$(dirname "$0")/../../../tests/lib.sh"
program=$PWD/$1 here=server/tests/oidc providers=$PWD/target/oidc
mkdir -p "$providers/npm"
(cd $here/dex && go build -o "$providers/dex" . && go list -m -f '{{.Dir}}/web' github.com/dexidp/dex >"$providers/web")
cp $here/{package.json,package-lock.json,provider.mjs} "$providers/npm/"
npm_ci "$providers/npm"
timeout 300 python3 -B $here/proof.py "$program" "$providers/dex" "$(cat "$providers/web")" "$providers/npm/provider.mjs"
