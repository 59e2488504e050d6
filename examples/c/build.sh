#!/usr/bin/env bash
# build.sh LIB_DIR OUT_DIR: the token servers, linked with the static library in LIB_DIR.
set -eo pipefail
lib_dir=$1
out_dir=$2
cd "$(dirname "$0")/../.."
mkdir -p "$out_dir"

strict=(-O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude)
read -ra microhttpd <<<"$(pkg-config --cflags --libs libmicrohttpd)"
read -ra native <<<"$(cat "$lib_dir/native-static-libs.txt")"
static=("$lib_dir/libagora_token.a" "${native[@]}" -pthread)

cc -std=gnu11 "${strict[@]}" examples/c/server.c "${microhttpd[@]}" "${static[@]}" -o "$out_dir/server-c"
c++ -std=c++17 "${strict[@]}" examples/cpp/server.cpp "${static[@]}" -o "$out_dir/server-cpp"
