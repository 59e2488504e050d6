#!/usr/bin/env bash
# package.sh RUST: the npm package as target/js/*.tgz, from the library's sources, with the compiler in RUST. JS_PACKAGE is
# the name that it is published under.
set -euo pipefail
cd "$(dirname "$0")/../../.."
rust=$1
js=bindings/js package=target/js/package

# What a lock file already brought is not asked for again.
if ! cmp -s $js/package-lock.json $js/node_modules/.installed; then
    npm ci --prefix $js --no-audit --no-fund --silent
    cp $js/package-lock.json $js/node_modules/.installed
fi
rm -rf target/js/package target/js/*.tgz
mkdir -p $package
$js/build/module.sh "$rust" $package/agora_token.wasm
node $js/build/abi.mjs abi/agora_token.json $js/src/abi.ts
$js/node_modules/.bin/tsc -p $js --outDir $package/esm
$js/node_modules/.bin/tsc -p $js --module commonjs --outDir $package/cjs
cp LICENSE-* $js/README.md $package/
node $js/build/finish.mjs $package
(cd $package && npm pack --silent --pack-destination ..)
