#!/usr/bin/env bash
# run.sh [FILE...]: the tests of the npm package that `make js` packed; those named, or all.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bindings/js/test/unpack.sh
export AGORA_TOKEN_ROOT=$PWD
cd target/js/test
[ $# -gt 0 ] || set -- *.test.mjs
node --test --test-reporter=spec "$@"
