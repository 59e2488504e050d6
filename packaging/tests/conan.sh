#!/usr/bin/env bash
# conan.sh: the Conan recipe, with Conan 2 from PyPI and a cache of its own: the package is made, static and shared, and projects
# outside of the repository take it.
. "$(dirname "$0")/../../tests/lib.sh"
venv target/conan -r packaging/conan/requirements.txt
conan=$PWD/target/conan/bin/conan
export CONAN_HOME=$work/conan
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH LD_LIBRARY_PATH CPATH LIBRARY_PATH MAKEFLAGS

repository=$work/repository
repository_as_it_is "$repository"
# What no recipe may take along.
echo APP_CERTIFICATE=secret >"$repository/.env"
cp -r packaging/tests/consumers "$work/consumers"
cd "$work"

# creates KIND SHARED: the package, whose test program prints a token.
creates() {
    "$conan" create "$repository/packaging/conan" -o "agora-token/*:shared=$2" 2>&1 | tee "$work/created" &&
        grep -E '^007[A-Za-z0-9+/]+=*$' "$work/created"
}

# takes KIND SHARED: the programs, with the package as it is in the cache.
takes() {
    cp -r consumers/conan "consumers/conan-$1" && cd "consumers/conan-$1" &&
        "$conan" install . --build=never -o "agora-token/*:shared=$2" && cmake --preset conan-release &&
        cmake --build --preset conan-release
    local status=$?
    cd "$work"
    return $status
}

# in_its_environment KIND COMMAND...: a shared library lies in Conan's cache, where Conan's script lets it be found.
in_its_environment() {
    (
        . "$work/consumers/conan-$1/build/Release/generators/conanrun.sh"
        "${@:2}"
    )
}

# links_by_pkg_config KIND: by the file that Conan writes from the recipe.
links_by_pkg_config() {
    local flags
    flags=$(PKG_CONFIG_PATH=$work/consumers/conan-$1/build/Release/generators pkg-config --cflags --libs agora_token) || return
    echo "$flags"
    cc consumers/consumer.c $flags -o "$work/by-pkg-config" && in_its_environment "$1" prints_a_token "$work/by-pkg-config" token
}

# has_one_kind PATTERN OTHER: the package that Conan just made has libraries of the one name, none of the other, and the
# licences.
has_one_kind() {
    local package
    package=$(sed -n 's/.*Package folder //p' "$work/created" | tail -n 1)
    ls -R "$package"
    [ -n "$(find "$package/lib" -name "$1")" ] && [ -z "$(find "$package/lib" -name "$2")" ] && [ -f "$package/licenses/LICENSE-APACHE" ]
}

step 'Conan finds a compiler' "$conan" profile detect
for kind in static=False shared=True; do
    name=${kind%=*}
    step "conan create, $name" creates "$name" "${kind#*=}"
    [ "$name" = static ] && kinds=('*.a' '*.so*') || kinds=('*.so*' '*.a')
    step "the $name package has one kind of library" has_one_kind "${kinds[@]}"
    step "a project takes the $name package" takes "$name" "${kind#*=}"
    build=$work/consumers/conan-$name/build/Release
    token=$(in_its_environment "$name" "$build/c-$name" token || true)
    for program in {c,cpp}-"$name"; do
        step "$program prints a token" in_its_environment "$name" prints_a_token "$build/$program" token
        step "$program takes a token" \
            in_its_environment "$name" ends 0 'channel room, account 42' "$build/$program" check "$token"
    done
    step "pkg-config links the $name package" links_by_pkg_config "$name"
done
step 'no .env is in the cache' [ -z "$(find "$CONAN_HOME" -name '.env*')" ]

echo "proof: the Conan recipe: the package made, static and shared, and taken by CMake and pkg-config | $((passed + failed)) checks | $failed failures"
summary
