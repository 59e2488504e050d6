#!/usr/bin/env bash
# supply.sh: what the dependencies are held to. cargo-deny looks at licences, sources and duplicate versions, then all
# tests of the library and the program run with the oldest versions of direct dependencies that Cargo.toml allows, and
# with the oldest compiler that it names. Each gives a row for tests/proof.sh.
. "$(dirname "$0")/lib.sh"
supply=target/supply
log=$work/log
mkdir -p "$supply"
deny_version=0.20.2

row() {
    echo "proof: $1 | $2 | $3"
}

failed() {
    cat "$log" >&2
    exit 1
}

crates_of() {
    grep -c '^name = ' "$1"
}

# deny MANIFEST CHECK...: says what it found where that is wrong.
deny() {
    "$supply/bin/cargo-deny" --log-level warn --locked --workspace --manifest-path "$1" check --hide-inclusion-graph \
        "${@:2}" >"$log" 2>&1 || failed
}

licences_bans_and_sources() {
    # Not optimised it compiles in a fraction of the time, and works as well.
    [ "$("$supply/bin/cargo-deny" --version 2>/dev/null)" = "cargo-deny $deny_version" ] ||
        cargo install --quiet --locked --debug --root "$supply" --target-dir "$supply/tools" "cargo-deny@$deny_version"
    local lock
    for lock in Cargo.lock fuzz/Cargo.lock; do
        deny "${lock%.lock}.toml" licenses bans sources
        row "cargo deny: licences, duplicates, sources of $lock" "$(crates_of $lock) packages" "nothing against deny.toml"
    done
}

# The database of advisories is a git repository, which not every machine can reach.
advisories() {
    local what="cargo deny: security advisories, yanked versions"
    if ! timeout 120 "$supply/bin/cargo-deny" --locked fetch db >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        row "$what" "none" "NOT RUN: the database of advisories cannot be fetched from here"
        return
    fi
    local lock
    for lock in Cargo.lock fuzz/Cargo.lock; do
        deny "${lock%.lock}.toml" advisories
    done
    row "$what" "$(crates_of Cargo.lock) packages" "none that deny.toml does not name"
}

# tests FOLDER BUILD CARGO...: every Rust test of the workspace in a folder, and how many passed.
tests() {
    local target=$PWD/$supply/$2
    (cd "$1" && CARGO_TARGET_DIR=$target "${@:3}" test --locked --workspace) >"$log" 2>&1 || failed
    awk '/^test result: ok\./ { passed += $4 } END { print passed " tests passed"; exit !passed }' "$log"
}

oldest_versions() {
    local copy=$supply/oldest-versions found
    rm -rf "$copy"
    mkdir "$copy"
    git ls-files -z | xargs -0 cp --parents -t "$copy"
    rm "$copy/Cargo.lock"
    # Only the choice of versions is an unstable feature of cargo: what follows is built as ever.
    (cd "$copy" && RUSTC_BOOTSTRAP=1 cargo -Z direct-minimal-versions generate-lockfile) >"$log" 2>&1 || failed
    found=$(tests "$copy" oldest-versions-build cargo)
    row "the oldest versions of direct dependencies that Cargo.toml allows" \
        "$(crates_of "$copy/Cargo.lock") packages, $(rustc --version)" "$found"
}

oldest_compiler() {
    local version found
    command -v rustup >/dev/null || fail "the oldest compiler is fetched with rustup, which is missing"
    version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml).0
    rustup run "$version" rustc --version >/dev/null 2>&1 ||
        rustup toolchain install "$version" --profile minimal --no-self-update >"$log" 2>&1 || failed
    found=$(tests . oldest-compiler rustup run "$version" cargo)
    row "the oldest compiler that Cargo.toml names" "$(rustup run "$version" rustc --version)" "$found"
}

licences_bans_and_sources
advisories
oldest_versions
oldest_compiler
