#!/usr/bin/env bash
# Runs the examples of README.md as they stand there: each first token, the command that links the C one, and
# the token server with its first request.
. "$(dirname "$0")/lib.sh"
libraries target/release
[ ! -e hello.c ] || fail "hello.c is in the way"
trap 'rm -f hello.c hello; finish' EXIT

# block LANGUAGE [N]
block() {
    code "$1" README.md "${2:-1}"
}

c_example() {
    block c >hello.c
    prints_a_token bash -euc "$(block sh 1)"
}

cpp_example() {
    block cpp >"$work/hello.cpp"
    c++ -std=c++17 -Iinclude "$work/hello.cpp" "${static[@]}" -o "$work/hello-cpp"
    prints_a_token "$work/hello-cpp"
}

python_example() {
    venv "$work/venv" ./bindings/python
    block python >"$work/hello.py"
    prints_a_token "$work/venv/bin/python" "$work/hello.py"
}

go_example() {
    mkdir "$work/go"
    block go >"$work/go/main.go"
    (
        module=$PWD/bindings/go
        cd "$work/go"
        go mod init example >/dev/null
        go mod edit -require=agoratoken@v0.0.0 -replace="agoratoken=$module"
        prints_a_token go run .
    )
}

js_example() {
    mkdir "$work/js"
    block js >"$work/js/hello.mjs"
    npm install --silent --prefix "$work/js" ./target/js/*.tgz
    prints_a_token node "$work/js/hello.mjs"
}

rust_example() {
    mkdir -p "$work/rust/src"
    block rust >"$work/rust/src/main.rs"
    printf '[package]\nname = "hello"\nedition = "2024"\n[dependencies]\nagora-token = { path = "%s" }\n[workspace]\n' \
        "$PWD" >"$work/rust/Cargo.toml"
    cp Cargo.lock "$work/rust/"
    prints_a_token cargo run -q --manifest-path "$work/rust/Cargo.toml" --target-dir target/readme
}

# The second sh block starts the server in the background and asks it; here on a port of its own.
server_example() {
    local port=18080
    block sh 2 | sed "s/localhost:8080/localhost:$port/; s/^make run &$//" >"$work/ask.sh"
    block sh 2 | grep -qx 'make run &'
    cargo build -q --release -p agora-token-server
    PORT=$port make --no-print-directory run >"$work/server.log" 2>&1 &
    for _ in $(seq 100); do
        grep -q "Listening on port: $port" "$work/server.log" && break
        sleep 0.1
    done
    bash -eu "$work/ask.sh" | tee /dev/stderr | grep -qE '^\{"rtcToken":"006[^"]+"\}$'
    block sh 3 | sed "s/localhost:8080/localhost:$port/" >"$work/post.sh"
    [ "$(bash -eu "$work/post.sh" | tee /dev/stderr | grep -oE '"token":"007[A-Za-z0-9+/=]+"' | wc -l)" = 2 ]
}

step "the first token in C" c_example
step "the first token in C++" cpp_example
step "the first token in Python" python_example
step "the first token in Go" go_example
step "the first token in JavaScript" js_example
step "the first token in Rust" rust_example
step "the token server and its first request" server_example

summary
