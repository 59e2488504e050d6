#!/usr/bin/env bash
# proof.sh LIB_DIR: every check of other processors, with this machine's libraries in LIB_DIR. What it needs and does not
# find it downloads into target/processors.
set -euo pipefail
lib_dir=$1
cd "$(dirname "$0")/../.."
rust=target/processors/rust
tests/processors/toolchain.sh $rust
failed=0
tests/processors/without_sha.sh "$lib_dir" || failed=1
packaging/tests/mobile.sh $rust "$lib_dir/libagora_token.so" || failed=1
tests/processors/run.sh $rust aarch64 s390x armv7 || failed=1
exit $failed
