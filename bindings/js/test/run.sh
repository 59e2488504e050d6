#!/usr/bin/env bash
# run.sh [FILE...]: the tests of the npm package that `make js` packed; those named, or all.
. "$(dirname "$0")/../../../tests/lib.sh"
bindings/js/test/unpack.sh
export AGORA_TOKEN_ROOT=$PWD
cd target/js/test
# What the tests need beside the package wants a newer Node than Debian 12's, which the package takes.
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    PATH=$PWD/node_modules/node-lts/bin:$PATH
fi
[ $# -gt 0 ] || set -- *.test.mjs
node --test --test-reporter=spec "$@"
