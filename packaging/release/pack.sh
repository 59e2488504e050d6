#!/usr/bin/env bash
# pack.sh TOOLS [TARGET...]: the files of a release for these targets, or for all, from what build.sh has built, into
# target/release-files with their SHA-256 in SHA256SUMS. TOOLS is the folder of tools.sh. docs/release.md lists the files.
# GO_MODULE is the path of the Go module, SIGNING_KEY gpg's name of a key that signs the sums, if there is one.
. "$(dirname "$0")/../../tests/lib.sh"
. packaging/archive.sh
. packaging/release/targets.sh
tools=$1
shift
[ $# -gt 0 ] || set -- "${every_target[@]}"
files=$PWD/target/release-files
built=$PWD/target/release-build
version=$(version)

export TZ=UTC LC_ALL=C
umask 022

# pack NAME: the folder $work/NAME as an archive of that name, as its system likes it.
pack() {
    if [ "$system" = windows ]; then
        chmod -R u+rwX,go+rX,go-w "$work/$1"
        find "$work/$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
        (cd "$work" && find "$1" | sort | zip -q -X -9 -@ "$files/$1.zip")
    else
        tarball "$1" "$files"
    fi
}

# quietly COMMAND...: shows what it printed where it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

# documents FOLDER CRATE: what lies beside everything: our own licences, and what of others is inside, with theirs.
documents() {
    cp LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md "$1"
    cp "$built/$target/$2.cdx.json" "$1/$2.cdx.json"
    cp "$built/$target/$2.licences.txt" "$1/LICENSE-OF-OTHERS.txt"
}

libraries() {
    local name=libagora_token-$version-$target
    PREFIX=/ LIBDIR=/lib DESTDIR=$work/$name TRIPLE=$triple packaging/install.sh install "$built/$target"
    cp "$built/$target/native-static-libs.txt" "$work/$name/lib/static-libs.txt"
    documents "$work/$name" agora-token
    pack "$name"
}

# One for each processor of Linux, since it has the C library inside.
program() {
    local name=agora-token-$version-$processor-${system%-musl}
    mkdir "$work/$name"
    cp "$built/$target/$(program_of)" "$work/$name"
    documents "$work/$name" agora-token-server
    # An image of it needs no compiler: the last stage of the Dockerfile, which takes the program beside it.
    [ "$system" != linux-musl ] || sed -n '/^FROM scratch$/,$p' Dockerfile |
        sed 's|^COPY --from=build .*|COPY agora-token /agora-token|' >"$work/$name/Dockerfile"
    pack "$name"
}

# python_build ARGUMENT...: no environment of its own, since the tools are in the one that runs.
python_build() {
    quietly "$tools/bin/python" -m build --no-isolation --outdir "$files" "$@"
}

# It is built in a copy of the sources, with the licences of what is inside.
wheel() {
    rm -rf "$work/python"
    mkdir "$work/python"
    git ls-files -z bindings/python | xargs -0 cp --parents -t "$work/python"
    cp "$built/$target/agora-token.licences.txt" "$work/python/bindings/python/LICENSE-OF-OTHERS.txt"
    AGORA_TOKEN_LIBRARY=$built/$target/$(shared_of) AGORA_TOKEN_SBOM=$built/$target/agora-token.cdx.json \
        AGORA_TOKEN_WHEEL_TAG=py3-none-$wheel_tag python_build --wheel "$work/python/bindings/python"
}

# The program as a wheel, which pip puts where commands are. A static one is for every C library.
program_wheel() {
    local tag=$wheel_tag
    [ "$system" != linux-musl ] || tag=manylinux_${glibc/./_}_$processor.manylinux2014_$processor.musllinux_1_1_$processor
    rm -rf "$work/program-wheel"
    cp -r packaging/program/pip "$work/program-wheel"
    cp packaging/program/README.md LICENSE-* Cargo.toml "$work/program-wheel"
    cp "$built/$target/agora-token-server.licences.txt" "$work/program-wheel/LICENSE-OF-OTHERS.txt"
    AGORA_TOKEN_PROGRAM=$built/$target/$(program_of) AGORA_TOKEN_SBOM=$built/$target/agora-token-server.cdx.json \
        AGORA_TOKEN_WHEEL_TAG=py3-none-$tag python_build --wheel "$work/program-wheel"
}

# npm_pack FOLDER JSON: with what all packages of the program say of themselves.
npm_pack() {
    printf '{"name": "%s", "version": "%s", "description": "%s", "license": "MIT OR Apache-2.0", %s}\n' "${1##*/}" "$version" \
        'The token server for Agora applications, and the command line agora-token.' "$2" >"$1/package.json"
    cp packaging/program/README.md LICENSE-* "$1"
    (cd "$1" && quietly npm pack --silent --pack-destination "$files")
}

# The program for npm: a package for each system and processor, of which npm takes the one that fits, and one that starts it.
npm_carrier() {
    local node_processor=x64 node_system=${system%-musl} name
    [ "$processor" = x86_64 ] || node_processor=arm64
    case $system in
        windows) node_system=win32 ;;
        macos) node_system=darwin ;;
    esac
    name=$program_package-$node_system-$node_processor
    mkdir "$work/$name"
    cp "$built/$target/$(program_of)" "$work/$name"
    cp "$built/$target/agora-token-server.licences.txt" "$work/$name/LICENSE-OF-OTHERS.txt"
    npm_pack "$work/$name" "\"os\": [\"$node_system\"], \"cpu\": [\"$node_processor\"], \"files\": [\"*\"]"
    carriers+=", \"$name\": \"$version\""
}

npm_starter() {
    mkdir "$work/$program_package"
    cp packaging/program/npm/cli.js "$work/$program_package"
    npm_pack "$work/$program_package" "\"bin\": {\"agora-token\": \"cli.js\"}, \"engines\": {\"node\": \">=18\"},
        \"optionalDependencies\": {${carriers#, }}"
}

crate() {
    quietly cargo package -p agora-token --locked --no-verify --allow-dirty --target-dir "$work/crate"
    cp "$work/crate/package/agora-token-$version.crate" "$files"
}

# The tree to push, with the library of each target; its path is the setting's.
go_module() {
    local name=agoratoken-go-$version
    go_tree "$work/$name"
    for target; do
        know "$target"
        [ -z "$go_folder" ] || cp "$built/$target/libagora_token.a" "$work/$name/lib/$go_folder"
    done
    documents "$work/$name" agora-token
    # It has its own.
    cp bindings/go/README.md "$work/$name"
    if [ -n "${GO_MODULE:-}" ]; then
        find "$work/$name" -name '*.go' -exec sed -i -E 's|"agoratoken(["/])|"'"$GO_MODULE"'\1|' {} +
        sed -i "s|^module agoratoken$|module $GO_MODULE|" "$work/$name/go.mod"
    fi
    tarball "$name" "$files"
}

rm -rf "$files"
mkdir -p "$files"
program_package=agora-token-server carriers=
for target; do
    know "$target"
    libraries
    wheel
    if [ -e "$built/$target/$(program_of)" ]; then
        program
        program_wheel
        npm_carrier
    fi
done
[ -z "$carriers" ] || npm_starter
python_build --sdist bindings/python
crate
go_module "$@"
cp target/js/*.tgz "$files"
target=$1
cp "$built/$target/agora-token.cdx.json" "$files/agora-token-$version.cdx.json"

cd "$files"
sha256sum -- * >"$work/sums"
mv "$work/sums" SHA256SUMS
[ -z "${SIGNING_KEY:-}" ] || gpg --batch --yes --local-user "$SIGNING_KEY" --armor --detach-sign SHA256SUMS
ls -l
