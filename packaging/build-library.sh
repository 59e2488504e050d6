#!/usr/bin/env bash
# build-library.sh BUILD LIB_DIR: the static and the shared library into LIB_DIR, with the list of the system's libraries that the static one
# needs; cargo builds them in BUILD. For `make lib` and CMakeLists.txt.
. "$(dirname "$0")/../tests/lib.sh"
build=$1 lib_dir=$2
mkdir -p "$build/release" "$lib_dir"

# Without an rlib beside them, which would triple the static one, and in a folder of their own: the program has the library
# without the C ABI, and cargo gives both the same file names.
"${CARGO:-cargo}" rustc -p agora-token --lib --release --target-dir "$build" --crate-type staticlib,cdylib -- \
    --print native-static-libs="$build/release/native-static-libs.txt"
cp "$build"/release/*agora_token.* "$lib_dir/"
packaging/static-libs.sh "$build/release/native-static-libs.txt" >"$lib_dir/native-static-libs.txt"

[ "$(uname -s)" != Linux ] || packaging/one-object.sh "$lib_dir/libagora_token.a"
# The name that programs look for is a link to the file.
for file in libagora_token.so=libagora_token.so.0 libagora_token.dylib=libagora_token.0.dylib; do
    [ ! -e "$lib_dir/${file%=*}" ] || ln -sf "${file%=*}" "$lib_dir/${file#*=}"
done
