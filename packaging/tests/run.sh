#!/usr/bin/env bash
# run.sh LIB_DIR: what `make install` and `make dist` give, as its users see it. Programs in C, C++, Python
# and Go are built outside of the repository from the packages alone, and each checks every other's token.
. "$(dirname "$0")/../../tests/lib.sh"

# All that follows is exported, for `strict`.
set -a
lib_dir=$PWD/$1
dist=$PWD/target/dist
version=$(version)
minor=${version%.*}
make=${MAKE:-make}
# Installed in one place, used in another: the tree may be moved.
installed=$work/moved
export work
GOPROXY=off GOTOOLCHAIN=local
# Nothing may be found but what is given here.
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH LD_LIBRARY_PATH CPATH LIBRARY_PATH PYTHONPATH GOFLAGS MAKEFLAGS

# strict FUNCTION...: runs a function in a shell that stops at its first failure, as bash does not within `step`.
strict() {
    bash -euo pipefail -c '"$@"' - "$@"
}

install_and_move() {
    "$make" install PREFIX="$work/prefix"
    mv "$work/prefix" "$installed"
}

sonames_are_links() {
    [ "$(readlink "$installed/lib/libagora_token.so")" = libagora_token.so.0 ]
    [ "$(readlink "$installed/lib/libagora_token.so.0")" = "libagora_token.so.$version" ]
}

other_folders() {
    local places=(DESTDIR="$work/stage" PREFIX=/usr LIBDIR=/usr/lib/multi/arch)
    "$make" install "${places[@]}"
    export PKG_CONFIG_PATH=$work/stage/usr/lib/multi/arch/pkgconfig
    cc $(pkg-config --cflags agora_token) packaging/tests/consumers/consumer.c $(pkg-config --libs agora_token) -o "$work/staged"
    cmake -S packaging/tests/consumers/cmake -B "$work/staged-build" -DCMAKE_PREFIX_PATH="$work/stage/usr" \
        -DAgoraToken_DIR="$work/stage/usr/lib/multi/arch/cmake/AgoraToken"
    cmake --build "$work/staged-build" --target c-static
    "$make" uninstall "${places[@]}"
    [ -z "$(find "$work/stage" ! -type d)" ]
}

# Whether the repository is as it was.
dist_leaves_nothing() {
    git status --porcelain --untracked-files=all >"$work/status"
    "$make" dist
    diff "$work/status" <(git status --porcelain --untracked-files=all)
}

same_tree() {
    local triple
    triple=$(rustc -vV | sed -n 's/^host: //p')
    mkdir "$work/tarball"
    tar -xzf "$dist/libagora_token-$version-$triple.tar.gz" -C "$work/tarball" --strip-components=1
    for document in LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md; do
        cmp "$document" "$work/tarball/$document"
        rm "$work/tarball/$document"
    done
    diff -r "$installed" "$work/tarball"
}

sums_match() {
    cd "$dist"
    [ "$(ls | wc -l)" = $((2 * $(ls ./*.sha256 | wc -l))) ]
    sha256sum -c ./*.sha256
}

same_bytes_again() {
    cat "$dist"/*.sha256 >"$work/sums"
    "$make" dist
    diff "$work/sums" <(cat "$dist"/*.sha256)
}

cmake_builds() {
    cmake -S cmake -B build -DCMAKE_PREFIX_PATH="$installed"
    cmake --build build
}

# finds VERSION FOUND: what find_package says of a version that is asked for.
finds() {
    local project=$work/find-${1// /-}
    mkdir "$project"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.15)' 'project(p C)' "find_package(AgoraToken $1)" \
        'message(STATUS "found: ${AgoraToken_FOUND}")' >"$project/CMakeLists.txt"
    cmake -S "$project" -B "$project" -DCMAKE_PREFIX_PATH="$installed" 2>&1 | tee "$project/log"
    grep -qx -e "-- found: $2" "$project/log"
}

# -static links every library statically, the C library too.
pkg_config_links_without_shared_libraries() {
    local flags
    flags=$(PKG_CONFIG_PATH=$installed/lib/pkgconfig pkg-config --static --cflags --libs agora_token)
    mkdir pkg-config-all-static
    cc -static consumer.c $flags -o pkg-config-all-static/c-static
    c++ -std=c++17 -static consumer.cpp $flags -o pkg-config-all-static/cpp-static
}

cmake_links_without_shared_libraries() {
    cmake -S cmake -B build-all-static -DCMAKE_PREFIX_PATH="$installed" -DCMAKE_EXE_LINKER_FLAGS=-static
    cmake --build build-all-static --target c-static cpp-static
}

pkg_config_builds() {
    PKG_CONFIG_PATH=$installed/lib/pkgconfig "$make" -C pkg-config
}

# With nothing but the environment's own programs on the PATH there is no compiler.
wheel_installs() {
    python3 -m venv "$work/venv"
    PATH=$work/venv/bin pip install --no-index --disable-pip-version-check "$dist"/*.whl
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$work/venv/bin/python" "$work/consumers/consumer.py" >"$work/python"
    chmod +x "$work/python"
}

# go_builds PROGRAM [FLAGS...]
go_builds() {
    mkdir -p "$work/module" "$1-main"
    tar -xzf "$dist/agoratoken-go-$version-$(go env GOOS)_$(go env GOARCH).tar.gz" -C "$work/module" --strip-components=1
    cp "$work/consumers/consumer.go" "$1-main/main.go"
    cd "$1-main"
    go mod init consumer
    go mod edit -require=agoratoken@v0.0.0 -replace="agoratoken=$work/module"
    # The sums of what it needs are the module's own: no sum database is asked.
    cp "$work/module/go.sum" .
    go build "${@:2}" -o "$1"
}

go_builds_vendored() {
    cd "$work/go-static-main"
    go mod tidy
    go mod vendor
    go build -mod=vendor -o "$1"
}

# go_builds_without_cgo PROGRAM SETTING...: with no C compiler, in the folder with what is vendored.
go_builds_without_cgo() {
    cd "$work/go-static-main"
    env CGO_ENABLED=0 CC=false "${@:2}" go build -mod=vendor -o "$1"
}

libraries_of_go() {
    find bindings/go/lib -name '*.a' -exec sha256sum {} +
}

# make_go_refuses FOLDER SETTING...: for another machine there is no library here, and none is put there.
make_go_refuses() {
    libraries_of_go >"$work/libraries"
    ends 2 "the library of \`make lib\` is for $(go env GOHOSTOS)_$(go env GOHOSTARCH), and Go builds for $1" \
        env "${@:2}" "$make" go
    diff "$work/libraries" <(libraries_of_go)
}

go_builds_shared() {
    PKG_CONFIG_PATH=$installed/lib/pkgconfig CGO_LDFLAGS=-Wl,-rpath,$installed/lib \
        go_builds "$1" -tags agora_token_shared
}

# a_token_of CONSUMER [COMMAND]
a_token_of() {
    prints_a_token "$1" "${2:-token}" | tee -a "$work/tokens"
}

takes_every_token() {
    local token
    while read -r token; do
        echo "$token"
        [ "$("$1" check "$token")" = "channel room, account 42" ]
    done <"$work/tokens"
}

# refuses CONSUMER TOKEN: it ends with status 1 and says why, on its standard error alone.
refuses() {
    local status=0 said
    said=$("$1" check "$2" 2>&1 >/dev/null) || status=$?
    echo "status $status: $said"
    [ $status = 1 ] && [ -n "$said" ]
}

# loads PROGRAM: the file that the dynamic linker takes for libagora_token.
loads() {
    ldd "$1" | sed -n 's/.*libagora_token.so.0 => \(.*\) (.*/\1/p'
}

loads_the_installed_library() {
    [ "$(realpath "$(loads "$1")")" = "$installed/lib/libagora_token.so.$version" ]
}

stands_alone() {
    [ -z "$(loads "$1")" ]
}

needs_no_dynamic_linker() {
    ! readelf -l "$1" | grep INTERP
}

# A later library may return a status that the module has no variable for.
go_tells_a_later_status() {
    cc -shared -fPIC -I"$installed/include" newer.c -o "$work/newer.so"
    ends 1 'agoratoken: status 199: the reason of a later library' env LD_PRELOAD="$work/newer.so" "$work/go-shared" token
}

defines_only_its_own() {
    nm -g --defined-only "$installed/lib/libagora_token.a" | awk 'NF == 3 { print $3 }' >"$work/symbols"
    grep -q ^agora_token_issuer_new$ "$work/symbols"
    ! grep -v ^agora_token_ "$work/symbols"
}

# links_beside_other_rust LIBRARIES...: in this order, with a second Rust library among them.
links_beside_other_rust() {
    rustc --edition 2024 -O --crate-type staticlib "$work/consumers/other_rust.rs" -o "$work/libother_rust.a"
    cc -I"$installed/include" "$work/consumers/two_rusts.c" "$@" $(cat "$lib_dir/native-static-libs.txt") -o "$work/two_rusts"
    "$work/two_rusts"
}

# at_most BYTES FILE: its size without what only a debugger needs.
at_most() {
    strip "$2" -o "$work/stripped"
    local size
    size=$(stat -c %s "$work/stripped")
    echo "$size bytes"
    [ "$size" -le "$1" ]
}

smallest_program() {
    cc -Os -I"$installed/include" consumer.c "$installed/lib/libagora_token.a" $(cat "$lib_dir/native-static-libs.txt") \
        -Wl,--gc-sections -o "$work/smallest"
    at_most "$1" "$work/smallest"
}
set +a
export -f prints_a_token ends

step "make install" strict install_and_move
step "the sonames are links to the library" strict sonames_are_links
step "DESTDIR and LIBDIR are followed, and make uninstall takes every file away" strict other_folders
step "make dist leaves no file beside target/dist that git would add" strict dist_leaves_nothing
step "the tarball holds the installed tree, the licences and the README" strict same_tree
step "every file of make dist has its SHA-256 beside it" strict sums_match
step "make dist gives the same bytes again" strict same_bytes_again

step "make go for another processor is refused, and puts no library there" strict make_go_refuses linux_arm64 GOARCH=arm64

cp -r packaging/tests/consumers "$work/consumers"
cd "$work/consumers"

step "the CMake project builds" strict cmake_builds
step "find_package takes its minor version" strict finds "$minor" 1
step "find_package takes exactly its version" strict finds "$version EXACT" 1
step "find_package refuses a later patch version" strict finds "$minor.99" 0
step "find_package refuses another minor version" strict finds "${minor%.*}.99" 0
step "the pkg-config Makefile builds" strict pkg_config_builds
step "pkg-config tells the version" \
    test "$(PKG_CONFIG_PATH=$installed/lib/pkgconfig pkg-config --modversion agora_token)" = "$version"
step "pkg-config --static links with -static" strict pkg_config_links_without_shared_libraries
step "AgoraToken::static links with -static" strict cmake_links_without_shared_libraries
step "the wheel installs without a compiler" strict wheel_installs
step "the Go module builds with its static library" strict go_builds "$work/go-static"
step "the Go module builds where it is vendored" strict go_builds_vendored "$work/go-vendored"
step "the Go module builds with the installed shared library" strict go_builds_shared "$work/go-shared"

step "the Go module builds without cgo" strict go_builds_without_cgo "$work/go-without-cgo"
for platform in linux/arm64 windows/amd64 darwin/arm64; do
    step "the Go module builds without cgo for $platform" \
        strict go_builds_without_cgo "$work/none" GOOS=${platform%/*} GOARCH=${platform#*/}
done
shared=({build,pkg-config}/{c,cpp}-shared "$work/go-shared")
static=({build,pkg-config}/{c,cpp}-static "$work"/go-{static,vendored})
all_static=({build,pkg-config}-all-static/{c,cpp}-static "$work/go-without-cgo")
for consumer in "${shared[@]}" "${static[@]}" "${all_static[@]}" "$work/python"; do
    step "${consumer#"$work/"} prints a token" strict a_token_of "$consumer"
done
for consumer in {build,pkg-config}/cpp-{shared,static} "$work"/go-{shared,static,vendored}; do
    step "${consumer#"$work/"} prints a token under Agora's names" strict a_token_of "$consumer" moved
done
a_token=$(head -n 1 "$work/tokens")
for consumer in "${shared[@]}" "${static[@]}" "${all_static[@]}" "$work/python"; do
    name=${consumer#"$work/"}
    step "$name reads and checks the token of each" strict takes_every_token "$consumer"
    step "$name refuses a token that was cut" strict refuses "$consumer" "${a_token%?????}"
    step "$name refuses what is no token" strict refuses "$consumer" "no token"
done
for consumer in "${shared[@]}"; do
    step "${consumer#"$work/"} loads the installed library" strict loads_the_installed_library "$consumer"
done
for consumer in "${static[@]}"; do
    step "${consumer#"$work/"} needs no other file" strict stands_alone "$consumer"
done
for consumer in "${all_static[@]}"; do
    step "${consumer#"$work/"} needs no dynamic linker" strict needs_no_dynamic_linker "$consumer"
done
step "Go tells the status of a later library in that library's words" strict go_tells_a_later_status

static_library=$installed/lib/libagora_token.a
step "the static library defines agora_token_... alone" strict defines_only_its_own
step "it links before another Rust library" strict links_beside_other_rust "$static_library" "$work/libother_rust.a"
step "it links after another Rust library" strict links_beside_other_rust "$work/libother_rust.a" "$static_library"
step "a static C program has at most 600 KB" strict smallest_program 600000
step "the shared library has at most 600 KB" strict at_most 600000 "$installed/lib/libagora_token.so"

summary
