#!/usr/bin/env bash
# library.sh TARGET LIB_DIR: the debug libraries for a target, with Rust's standard library compiled as they are.
set -euo pipefail
cd "$(dirname "$0")/../.."
"${CARGO:-cargo}" rustc -Zbuild-std --target "$1" -p agora-token --lib --crate-type staticlib,cdylib -- \
    --print native-static-libs="$2/native-static-libs.txt"
ln -sf libagora_token.so "$2/libagora_token.so.0"
