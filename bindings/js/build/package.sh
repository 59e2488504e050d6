#!/usr/bin/env bash
# package.sh RUST: the npm package as target/js/*.tgz, from the library's sources, with the compiler in RUST. JS_PACKAGE is
# the name that it is published under.
. "$(dirname "$0")/../../../tests/lib.sh"
rust=$1
js=bindings/js package=target/js/package

npm_ci $js
rm -rf target/js/package target/js/*.tgz
mkdir -p $package
$js/build/module.sh "$rust" $package/agora_token.wasm
node $js/build/abi.mjs abi/agora_token.json $js/src/abi.ts
$js/node_modules/.bin/tsc -p $js --outDir $package/esm
$js/node_modules/.bin/tsc -p $js --module commonjs --outDir $package/cjs
cp LICENSE-* $js/README.md $package/
node $js/build/finish.mjs $package
node $js/build/bundle.mjs $package
(cd $package && npm pack --silent --pack-destination ..)
