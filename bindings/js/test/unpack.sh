#!/usr/bin/env bash
# unpack.sh: target/js/test, with the npm package that `make js` packed, the tests, the examples, and what they need.
. "$(dirname "$0")/../../../tests/lib.sh"
source=bindings/js test=target/js/test

rm -rf $test/examples
mkdir -p $test/examples
cp -r $source/test/. $test/
cp examples/js/* $test/examples/
npm_ci $test
rm -rf $test/node_modules/agora-token-wasm
mkdir $test/node_modules/agora-token-wasm
tar -xzf target/js/*.tgz -C $test/node_modules/agora-token-wasm --strip-components 1
# Deno takes what package.json names.
npm pkg set --prefix $test "dependencies.agora-token-wasm=*"
