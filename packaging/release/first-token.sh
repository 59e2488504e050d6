#!/usr/bin/env bash
# first-token.sh: how long it takes from a release's files to a first token, in each language, on Linux x86-64 without Rust: unpack
# or install into a fresh folder, compile README's first example where there is something to compile, run it. Prints a table.
# A measurement and no test: but every example must print its token.
. "$(dirname "$0")/../../tests/lib.sh"
files=$PWD/target/release-files readme=$PWD/README.md version=$(version)
[ -e "$files/SHA256SUMS" ] || fail 'Run `make release` first.'
tests/need.sh cc=gcc c++=g++ python3=python3 python:ensurepip=python3-venv go=golang-go node=nodejs npm=npm

# A PATH with what the languages need, and no Rust in it.
mkdir "$work/bin"
for tool in cc c++ gcc g++ as ld python3 go node npm env bash sh tar gzip sed grep awk cat mkdir cp mv rm uname dirname date chmod; do
    ln -s "$(type -P "$tool")" "$work/bin/$tool"
done
# pyenv's commands look for others.
ln -sf /usr/bin/python3 "$work/bin/python3"
for rust in cargo rustc; do
    ! PATH=$work/bin type -P $rust >/dev/null || fail "$rust is in the PATH"
done
export PATH=$work/bin

library() { tar -xzf "$files/libagora_token-$version-x86_64-linux-gnu.tar.gz" --strip-components=1; }

in_c() {
    library
    code c "$readme" >first.c
    cc -Iinclude first.c lib/libagora_token.a $(cat lib/static-libs.txt) -o first
    ./first
}

in_cpp() {
    library
    code cpp "$readme" >first.cpp
    c++ -std=c++17 -Iinclude first.cpp lib/libagora_token.a $(cat lib/static-libs.txt) -o first
    ./first
}

in_python() {
    python3 -m venv .
    bin/pip install -q --no-index --find-links "$files" agora-token
    code python "$readme" >first.py
    bin/python first.py
}

# Nothing is compiled yet, not even Go's own library.
in_go() {
    export CGO_ENABLED=$1 GOCACHE=$PWD/cache GOTOOLCHAIN=local
    mkdir module
    tar -xzf "$files/agoratoken-go-$version.tar.gz" -C module --strip-components=1
    go mod init first
    go mod edit -require="agoratoken@v0.0.0" -replace="agoratoken=$PWD/module"
    code go "$readme" >first.go
    go mod tidy
    go run .
}

in_javascript() {
    npm init -y >/dev/null
    npm install --silent --offline --no-audit --no-fund "$files"/agora-token-wasm-"$version".tgz
    code js "$readme" >first.mjs
    node first.mjs
}

the_program() {
    tar -xzf "$files/agora-token-$version-x86_64-linux.tar.gz" --strip-components=1
    env "${credentials[@]}" ./agora-token rtc --channel room --uid 42 --role publisher --expires 1h
}

# timed LANGUAGE FUNCTION...: its row.
timed() {
    local start end
    mkdir -p "$work/fresh"
    start=$(date +%s%N)
    # A shell of its own, since bash does not stop at a failure where its outcome is asked for.
    (set +e; (set -eEu; trap 'exit 1' ERR; cd "$work/fresh"; "${@:2}") >"$work/log" 2>&1; true)
    end=$(date +%s%N)
    grep -qE '^007[A-Za-z0-9+/]+=*( |$)' "$work/log" || { cat "$work/log" >&2; fail "$1: no token"; }
    echo "| $1 | $(awk "BEGIN { printf \"%.1f\", ($end - $start) / 1e9 }") s |"
    chmod -R u+w "$work/fresh"
    rm -rf "$work/fresh"
}

echo '| language | from the files to a token |'
echo '|---|---|'
timed C in_c
timed C++ in_cpp
timed Python in_python
timed Go in_go 1
timed 'Go without cgo' in_go 0
timed JavaScript in_javascript
timed 'the program' the_program
