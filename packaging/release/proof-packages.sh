# Sourced by proof.sh: what package managers take.

# examined_packages: what the registry's own tools say.
examined_packages() {
    local wheel said ignored processor
    step 'twine check' "$tools/bin/twine" check --strict "$files"/*.whl "$files/agora_token-$version.tar.gz"
    for wheel in "$files"/*.whl; do
        ignored=()
        # That of the program has no module of Python.
        [[ $wheel != */agora_token_server-* ]] || ignored=(--ignore W007)
        step "check-wheel-contents ${wheel##*/}" "$tools/bin/check-wheel-contents" "${ignored[@]}" "$wheel"
        processor=$(sed -E 's/.*_(x86_64|aarch64)\.whl$/\1/' <<<"$wheel")
        case $wheel in
            # It needs no library, so no version of one.
            */agora_token_server-*manylinux*) said=manylinux_2_ ;;
            *manylinux*) said=manylinux_2_17_ ;;
            *musllinux*) said=musllinux_1_ ;;
            *) continue ;;
        esac
        step "auditwheel show ${wheel##*/}" strictly eval \
            'LD_LIBRARY_PATH=$keep/musl-$processor/lib/$processor-linux-musl "$tools/bin/auditwheel" show "$wheel" | tee "$work/said" && grep -q "consistent with.*$said" <(tr "\n" " " <"$work/said")'
    done
}

# The tests of the Python package and its vectors, in an environment that has the wheel and nothing of the repository.
wheel_native() {
    local wheel="$files/agora_token-$version-py3-none-$wheel_tag.whl" bin=$work/wheel/bin
    python3 -m venv "$work/wheel"
    [ -d "$bin" ] || bin=$work/wheel/Scripts # Windows
    step 'the wheel installs without a compiler' env PATH="$bin" "$bin/pip" install -q --no-index "$wheel"
    step 'it prints a token' prints_a_token "$bin/python" "$consumers/consumer.py" token
    "$bin/pip" install -q -r bindings/python/tests/requirements.txt
    "$bin/python" -m pytest -q -p no:cacheprovider bindings/python/tests 2>&1 | tee "$work/pytest" || true
    counted_by_pytest "$work/pytest"
}

# counted_by_pytest FILE: adds what its last line says.
counted_by_pytest() {
    local good bad
    good=$(grep -oE '[0-9]+ passed' "$1" | tail -n 1)
    bad=$(grep -oE '[0-9]+ (failed|error)' "$1" | tail -n 1)
    good=${good%% *} bad=${bad%% *}
    passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0}))
    step 'pytest ran' [ "${good:-0}" -gt 0 ]
}

prove_wheels() {
    tests/need.sh python3=python3 python:ensurepip=python3-venv
    # auditwheel reads the C library that a wheel names: for musl not that of the machine.
    debian_packages "$keep/musl-x86_64" amd64 musl
    debian_packages "$keep/musl-aarch64" arm64 musl
    area 'Release: wheels and sdist by twine, check-wheel-contents and auditwheel' examined_packages
    there x86_64-linux-gnu || return 0
    area 'Release: the manylinux2014 wheel in a fresh environment: the Python tests with the vectors' wheel_native
}

# Go, outside of the repository.

# go_consumer NAME: a program with the module's tree, as $work/go/NAME.
go_consumer() {
    local name=$1
    mkdir -p "$work/go/$name-main"
    sed "s|\"agoratoken\"|\"$go_module\"|" "$consumers/consumer.go" >"$work/go/$name-main/main.go"
    cd "$work/go/$name-main"
    [ -e go.mod ] || {
        go mod init consumer
        go mod edit -require="$go_module@v0.0.0" -replace="$go_module=$work/go/module"
        # The one module that builds without cgo take from elsewhere, with the sums that ours has.
        cp "$work/go/module/go.sum" .
        go mod tidy
    }
    go build -o "$work/go/$name" .
}

vendored() {
    cp -r "$work/go/native-main" "$work/go/vendored-main"
    cd "$work/go/vendored-main"
    go mod vendor
    mv "$work/go/module" "$work/go/elsewhere"
    local status=0
    go build -mod=vendor -o "$work/go/vendored" . || status=1
    mv "$work/go/elsewhere" "$work/go/module"
    return $status
}

# go_for GOOS GOARCH CC NAME: the same for another machine.
go_for() {
    export CGO_ENABLED=1 GOOS=$1 GOARCH=$2 CC=$3
    go_consumer "$4"
}

# go_without GOOS GOARCH NAME: without a C compiler.
go_without() {
    export CGO_ENABLED=0 GOOS=$1 GOARCH=$2
    go_consumer "$3"
}

go_programs() {
    local zig="$tools/bin/python -m ziglang cc"
    mkdir -p "$work/go/module"
    tar -xzf "$files/agoratoken-go-$version.tar.gz" -C "$work/go/module" --strip-components=1
    go_module=$(sed -n 's/^module //p' "$work/go/module/go.mod")
    if have linux_amd64; then
        step 'natively' strictly go_consumer native
        step 'it prints a token' prints_a_token "$work/go/native" token
        step 'vendored' strictly vendored
        step 'it prints a token' prints_a_token "$work/go/vendored" token
    fi
    step 'without cgo' strictly go_without linux amd64 pure
    step 'it prints a token alone in a root' strictly eval \
        'mkdir "$work/go/pure-root" && cp "$work/go/pure" "$work/go/pure-root" && prints_a_token chroot "$work/go/pure-root" /pure token'
    step 'without cgo for Linux arm64' strictly go_without linux arm64 pure-arm64
    step 'under qemu it prints a token' prints_a_token qemu-aarch64 "$work/go/pure-arm64" token
    step 'without cgo for macOS' strictly go_without darwin arm64 pure-macos
    if have linux_arm64; then
        step 'for Linux arm64' strictly go_for linux arm64 aarch64-linux-gnu-gcc arm64
        step 'arm64 under qemu prints a token' prints_a_token qemu-aarch64 -L /usr/aarch64-linux-gnu "$work/go/arm64" token
    fi
    if have linux_amd64; then
        step 'with musl' strictly go_for linux amd64 "$zig -target x86_64-linux-musl -lunwind" musl
        step 'it prints a token alone in a root' strictly eval \
            'mkdir "$work/go/root" && cp "$work/go/musl" "$work/go/root" && prints_a_token chroot "$work/go/root" /musl token'
    fi
    if have windows_amd64; then
        there x86_64-windows
        wine
        step 'without cgo for Windows' strictly go_without windows amd64 pure.exe
        step 'under Wine it prints a token' prints_a_token "${runner[@]}" "$work/go/pure.exe" token
        step 'for Windows' strictly go_for windows amd64 x86_64-w64-mingw32-gcc consumer.exe
        step 'under Wine it prints a token' prints_a_token "${runner[@]}" "$work/go/consumer.exe" token
    fi
}

# have FOLDER: whether the module's tree has the library for it.
have() { [ -e "$work/go/module/lib/$1/libagora_token.a" ]; }

prove_go() {
    tests/need.sh go=golang-go gcc=gcc
    area 'Release: the Go module outside of the repository: natively, vendored, arm64 under qemu, musl in a root, Wine, without cgo' \
        go_programs
}

# npm.

npm_package() {
    # Whatever it is called; the others carry the program.
    local package=()
    mapfile -t package < <(ls "$files"/*.tgz | grep -v /agora-token-server-)
    mkdir -p "$keep/npm" "$work/npm"
    (cd "$keep/npm" && npm install --silent --no-audit --no-fund publint@0.3.15)
    step 'publint' "$keep/npm/node_modules/.bin/publint" run --strict "${package[0]}"
    step 'it installs' strictly eval 'cd "$work/npm" && npm init -y >/dev/null && npm install --silent --offline --no-audit --no-fund "${package[0]}"'
    printf '%s\n' "import { Issuer } from '$(tar -xzOf "${package[0]}" package/package.json | sed -n 's/^  "name": "\(.*\)",/\1/p')';" \
        "console.log(new Issuer('970CA35de60c44645bbae8a215061b33', '5CFd2fd1755d40ecb72977518be15d3b')" \
        ".rtc('room', { uid: 42, role: 'publisher', expiresIn: 3600 }));" >"$work/npm/first.mjs"
    step 'and prints a token' prints_a_token node "$work/npm/first.mjs"
}

prove_npm() {
    tests/need.sh node=nodejs npm=npm
    area 'Release: the npm package by publint, in a fresh folder' npm_package
}

# The crate: a program outside of the repository.
crate_program() {
    mkdir -p "$work/crate/src"
    tar -xzf "$files/agora-token-$version.crate" -C "$work/crate"
    code rust README.md >"$work/crate/src/main.rs"
    printf '%s\n' '[package]' 'name = "first"' 'version = "0.0.0"' 'edition = "2024"' '[workspace]' '[dependencies]' \
        "agora-token = { path = \"agora-token-$version\" }" >"$work/crate/Cargo.toml"
    cp Cargo.lock "$work/crate/"
    step "README's first token with the crate" prints_a_token \
        cargo run -q --offline --manifest-path "$work/crate/Cargo.toml" --target-dir "$keep/crate"
}

prove_crate() {
    area 'Release: the crate, in a program outside of the repository' crate_program
}
