#!/usr/bin/env bash
# without_sha.sh LIB_DIR: the library's Rust and C tests on an x86-64 processor that knows no SHA instructions, so that
# every hash takes the way through software. That it does is shown by such an instruction, which ends its program there.
set -euo pipefail
lib_dir=$1
cd "$(dirname "$0")/../.."
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'This check is for Linux on x86-64.' >&2; exit 1; }
tests/need.sh cc=gcc c++=g++ qemu-x86_64=qemu-user pkg-config=pkg-config pkg-config:libcjson=libcjson-dev
log=$(mktemp) probe=$(mktemp)
trap 'rm -f "$log" "$probe"' EXIT
export RUNNER='qemu-x86_64 -cpu qemu64'

echo 'int main(void) { __asm__("sha256rnds2 %%xmm0, %%xmm1, %%xmm2" ::: "xmm2"); return 0; }' |
    cc -x c -masm=att - -o "$probe"
status=0
$RUNNER "$probe" 2>/dev/null || status=$?
[ $status = $((128 + $(kill -l ILL))) ] || { echo "a SHA instruction ended with $status, not with SIGILL" >&2; exit 1; }

suites() {
    local status=0
    CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER=$RUNNER cargo test -p agora-token --no-fail-fast || status=1
    bindings/c/tests/run.sh "$lib_dir" || status=1
    return $status
}
failed=0
suites 2>&1 | tee "$log" || failed=1
echo "proof: x86-64 without SHA instructions (qemu): Rust and C tests | $(tests/processors/count.sh <"$log")"
exit $failed
