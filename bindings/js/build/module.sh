#!/usr/bin/env bash
# module.sh RUST OUT: the C ABI as a WebAssembly module, with the compiler in RUST (tests/processors/toolchain.sh), optimised
# by the binaryen of bindings/js. The same sources and tools give the same bytes, wherever they are.
. "$(dirname "$0")/../../../tests/lib.sh"
rust=$PWD/$1 out=$2
target=wasm32-unknown-unknown

# The linker of the compiler's own LLVM.
llvm=$("$rust/rustc" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
tests/need.sh "wasm-ld-$llvm=lld-$llvm"

# The shadow stack comes first in memory, so that one that is too deep ends the call and not the data behind it. Its end is
# exported, for what wipes it. A panic has no message here: what fails is thrown away, and the code for it is a fifth.
flags=(
    -Ctarget-feature=+simd128
    -Cpanic=immediate-abort -Zunstable-options
    -Clink-arg=--stack-first -Clink-arg=-zstack-size=131072 -Clink-arg=--export=__stack_high
    "--remap-path-prefix=$PWD=." "--remap-path-prefix=$rust=rust" "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
)
RUSTC=$rust/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-$llvm RUSTFLAGS=${flags[*]} \
    ${CARGO:-cargo} rustc -q -Zbuild-std=std,panic_abort -p agora-token --lib --release --crate-type cdylib --locked \
    --target "$target" --target-dir target/js/cargo

features=(--enable-{simd,bulk-memory,nontrapping-float-to-int,sign-ext,mutable-globals,reference-types,multivalue})
bindings/js/node_modules/.bin/wasm-opt -O3 "${features[@]}" "target/js/cargo/$target/release/agora_token.wasm" -o "$out"
