#!/usr/bin/env bash
# published.sh VERSION: installs each package of this version from its registry, in a fresh folder, and runs README's first example.
. "$(dirname "$0")/../../tests/lib.sh"
version=$1
repository=$PWD

first_python() {
    local bin=$work/python/bin
    "${PYTHON:-python3}" -m venv "$work/python"
    [ -d "$bin" ] || bin=$work/python/Scripts # Windows
    from_registry "$bin/pip" install -q --only-binary :all: "agora-token==$version" "agora-token-server==$version" &&
        code python "$repository/README.md" >"$work/first.py" &&
        prints_a_token "$bin/python" "$work/first.py" &&
        prints_a_token env "${credentials[@]}" "$bin/agora-token" rtc --channel room --uid 42 --role publisher --expires 1h
}

first_node() {
    mkdir "$work/node"
    cd "$work/node"
    npm init -y >/dev/null
    from_registry npm install --silent --no-audit --no-fund "agora-token-wasm@$version" "agora-token-server@$version" &&
        code js "$repository/README.md" >first.mjs &&
        prints_a_token node first.mjs &&
        prints_a_token env "${credentials[@]}" npx --no agora-token rtc --channel room --uid 42 --role publisher --expires 1h
}

first_rust() {
    cargo new -q "$work/rust" --name first
    cd "$work/rust"
    from_registry cargo add -q "agora-token@=$version" &&
        code rust "$repository/README.md" >src/main.rs &&
        prints_a_token cargo run -q
}

# from_registry COMMAND...: a registry shows a new version after some minutes.
from_registry() {
    for _ in {1..20}; do
        if "$@"; then return 0; fi
        sleep "${PUBLISHED_WAIT:-30}"
    done
    return 1
}

step 'Python: the package and the program' first_python
step 'JavaScript: the package and the program' first_node
cd "$repository"
step 'Rust' first_rust
summary
