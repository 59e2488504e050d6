#!/usr/bin/env bash
# unpack.sh: target/js/test, with the npm package that `make js` packed, the tests, the examples, and what they need.
set -euo pipefail
cd "$(dirname "$0")/../../.."
source=bindings/js test=target/js/test

mkdir -p $test
# What a lock file already brought is not asked for again.
if ! cmp -s $source/test/package-lock.json $test/node_modules/.installed; then
    cp $source/test/package{,-lock}.json $test/
    npm ci --prefix $test --no-audit --no-fund --silent
    cp $source/test/package-lock.json $test/node_modules/.installed
fi
cp -r $source/test/. $test/
rm -rf $test/examples
cp -r examples/js $test/examples
rm -rf $test/node_modules/agora-token-wasm
mkdir $test/node_modules/agora-token-wasm
tar -xzf target/js/*.tgz -C $test/node_modules/agora-token-wasm --strip-components 1
# Deno takes what package.json names.
npm pkg set --prefix $test "dependencies.agora-token-wasm=*"
