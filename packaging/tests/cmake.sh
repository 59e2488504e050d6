#!/usr/bin/env bash
# cmake.sh release|cargo: CMakeLists.txt as projects outside of the repository take it, by FetchContent and by add_subdirectory, with
# Ninja and with make: with the library of a release, or with the one that cargo builds, which takes minutes.
. "$(dirname "$0")/../../tests/lib.sh"
make=${MAKE:-make}
# Nothing may be found but what is given here.
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH LD_LIBRARY_PATH CPATH LIBRARY_PATH AgoraToken_ROOT MAKEFLAGS

# builds FOLDER SETTING...: the programs, in that build folder.
builds() {
    cmake -S "$work/consumers/fetch" -B "$work/$1" "${@:2}" && cmake --build "$work/$1" -j2
}

# work_in FOLDER: each program of that build folder prints a token, and takes the one that the first printed.
work_in() {
    local program token
    token=$("$work/$1/c-static" token || true)
    for program in {c,cpp}-{static,shared}; do
        step "$1/$program prints a token" prints_a_token "$work/$1/$program" token
        step "$1/$program takes a token" ends 0 'channel room, account 42' "$work/$1/$program" check "$token"
    done
}

# The programs that were built, installed and moved, with nothing left of where they were built.
work_installed() {
    cmake --install "$work/$1" --prefix "$work/$1-prefix" && rm -r "${work:?}/$1" && mv "$work/$1-prefix" "$work/$1-moved" &&
        prints_a_token "$work/$1-moved/bin/c-shared" token && prints_a_token "$work/$1-moved/bin/cpp-shared" token
}

# says TEXT COMMAND...: whether CMake ends with an error of these words, however it breaks the lines.
says() {
    local status=0 said
    said=$("${@:2}" 2>&1) || status=$?
    echo "exit code $status: $said"
    said=$(tr -s ' \n' ' ' <<<"$said")
    [ $status = 1 ] && [[ $said == *"$1"* ]]
}

# configures NAME SETTING...: without what is found beside the PATH.
configures() {
    cmake -S "$work/consumers/fetch" -B "$work/$1" -DFOLDER="$repository" -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF "${@:2}"
}

# A PATH with a C compiler and make, and without Rust.
without_rust() {
    local tool
    mkdir -p "$work/bin"
    for tool in cmake cc c++ gcc g++ as ld ar ranlib make env bash sed uname; do
        ln -sf "$(command -v "$tool")" "$work/bin/$tool"
    done
    HOME=$work PATH=$work/bin CARGO_HOME='' configures "$@"
}

with_old_rust() {
    mkdir "$work/old"
    printf '#!/bin/sh\necho "rustc 1.63.0"\n' | tee "$work/old/rustc" >"$work/old/cargo"
    chmod +x "$work"/old/*
    PATH=$work/old:$PATH configures "$@"
}

with_a_release() {
    local release=$work/release name
    step 'make install' "$make" install PREFIX="$release"
    for generator in Ninja 'Unix Makefiles'; do
        name=${generator%% *}
        step "FetchContent with $generator and a release" \
            builds "fetched-$name" -G "$generator" -DREPOSITORY="file://$repository" -DAGORA_TOKEN_PREBUILT="$release"
        step "add_subdirectory with $generator and a release" \
            builds "below-$name" -G "$generator" -DFOLDER="$repository" -DAGORA_TOKEN_PREBUILT="$release"
        work_in "fetched-$name"
        work_in "below-$name"
    done
    step 'a project installs its programs with the shared library of a release' work_installed fetched-Ninja

    step 'without cargo it says to install Rust or to take a release' \
        says 'there is no cargo and rustc on the PATH. Install Rust (https://rustup.rs), or set AGORA_TOKEN_PREBUILT' \
        without_rust no-rust
    step 'without cargo a release is taken' without_rust with-release -DAGORA_TOKEN_PREBUILT="$release"
    step 'with an old Rust it says which it needs' \
        says 'is built with Rust 1.88 or later, and' with_old_rust old-rust
    step 'for another processor it says to take a release' \
        says 'this project is for Linux on aarch64. Set AGORA_TOKEN_PREBUILT' \
        configures other -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64
    step 'a folder without a release is refused by name' \
        says "AGORA_TOKEN_PREBUILT is $work, where there is no lib/cmake" configures none -DAGORA_TOKEN_PREBUILT="$work"
    cp -r "$release" "$work/later"
    sed -i -e 's/"0\.1"/"0.9"/' -e 's/"0\.1\.[0-9]*"/"0.9.9"/' "$work/later/lib/cmake/AgoraToken/AgoraTokenConfigVersion.cmake"
    step 'a release of another version is refused by its version' \
        says 'which has the libraries of agora-token 0.9.9' configures later -DAGORA_TOKEN_PREBUILT="$work/later"
    step 'and after it the right one is taken in the same build folder' configures later -DAGORA_TOKEN_PREBUILT="$release"
}

# Whether a build with nothing changed leaves cargo alone.
builds_once() {
    local said
    said=$(cmake --build "$work/$1") && echo "$said" && [[ $said != *'agora-token with cargo'* ]]
}

# The list of libraries that was asked before the build, and what rustc said of the build.
knows_the_libraries() {
    diff <(packaging/static-libs.sh "$1/empty.txt") "$1/lib/native-static-libs.txt"
}

installs_the_same_files() {
    cmake -S "$repository" -B "$work/alone" && cmake --build "$work/alone" &&
        cmake --install "$work/alone" --prefix "$work/by-cmake" && "$make" install PREFIX="$work/by-make" &&
        diff <(cd "$work/by-cmake" && find . | LC_ALL=C sort) <(cd "$work/by-make" && find . | LC_ALL=C sort)
}

with_cargo() {
    step 'FetchContent with Ninja and cargo' builds fetched -G Ninja -DREPOSITORY="file://$repository"
    work_in fetched
    step 'a second build leaves cargo alone' builds_once fetched
    step "the system's libraries are those that rustc says" knows_the_libraries "$work/fetched/_deps/agora-token-build"
    step 'a project installs its programs with the shared library' work_installed fetched
    step 'add_subdirectory with make and cargo' builds below -G 'Unix Makefiles' -DFOLDER="$repository"
    work_in below
    step 'a second build with make leaves cargo alone' builds_once below
    step 'by itself it installs the files of make install' installs_the_same_files
}

repository=$work/repository
repository_as_it_is "$repository"
cp -r packaging/tests/consumers "$work/consumers"
case $1 in
    release) with_a_release ;;
    cargo)
        with_cargo
        echo "proof: C and C++ projects take the repository by FetchContent and add_subdirectory, and cargo builds the library" \
            "| $((passed + failed)) checks | $failed failures"
        ;;
    *) fail "release or cargo, not '$1'" ;;
esac
summary
