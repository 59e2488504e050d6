# Sourced by the scripts of this repository, with what more than one of them does. It stops them at their first failure, and
# takes them to the repository's root; $work is an empty folder there for each. (It keeps to what macOS's old bash knows.)
set -eo pipefail
# To an old bash an array without elements is unset.
[ "${BASH_VERSINFO[0]}" -lt 5 ] || set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the script started ends with it.
finish() {
    kill $(jobs -p) 2>/dev/null || true
    rm -rf "$work"
}
# packaging/in-namespace.sh has made it already.
if [ -z "${in_namespace:-}" ]; then
    work=$(mktemp -d)
    trap finish EXIT
fi

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Its home is Cargo.toml.
version() {
    sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1
}

# code LANGUAGE FILE [N]: the Nth block of code in this language of a Markdown file, the first unless said otherwise.
code() {
    awk -v fence="\`\`\`$1" -v wanted="${3:-1}" '
        inside && /^```$/ { inside = 0 }
        inside && count == wanted { print }
        !inside && $0 == fence { inside = 1; count++ }' "$2"
}

# Counted steps.

passed=0
failed=0

# step NAME COMMAND...: runs a command and shows what it printed where it fails.
step() {
    if "${@:2}" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
        cat "$work/log"
    fi
}

# tests NAME COMMAND...: runs a program whose last line is "N passed, N failed", and adds that up.
tests() {
    local counts='^([0-9]+) passed, ([0-9]+) failed$' status=0
    "${@:2}" >"$work/log" 2>&1 || status=$?
    if [[ $(tail -n 1 "$work/log") =~ $counts ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        [ $status != 0 ] || return 0
        # A program whose tests all passed can still end badly, such as with a leak.
        [ "${BASH_REMATCH[2]}" -gt 0 ] || failed=$((failed + 1))
    else
        failed=$((failed + 1))
    fi
    echo "FAILED: $1"
    cat "$work/log"
}

# The last line, and the end: whether all passed.
summary() {
    echo "$passed passed, $failed failed"
    [ $failed = 0 ]
}

# suite ROW COMMAND...: a step that counts itself, in cargo's words or in those of `summary`, with its row of `make proof`.
suite() {
    local status=0 count
    "${@:2}" 2>&1 | tee "$work/suite" || status=1
    count=$(
        sed -nE -e 's/^test result: [^ ]+ ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored.*/\1 \2 \3/p' \
            -e 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2 0/p' "$work/suite" |
            awk '{ tests += $1 + $2; failures += $2; ignored += $3 }
                END {
                    printf "%d checks%s | %d failures\n", tests, ignored ? ", " ignored " ignored" : "", failures
                    exit !tests
                }'
    ) || status=1
    echo "proof: $1 | $count"
    step "$1" [ $status = 0 ]
}

# may_be_left_out NUMBER: whether so many may not have run: any number, but none in CI (CI=true), nor where REQUIRE_ALL=1
# asks for all.
may_be_left_out() {
    [ "$1" -eq 0 ] || ! { [ "${CI:-}" = true ] || [ "${REQUIRE_ALL:-}" = 1 ]; } || {
        echo "What did not run must run here."
        return 1
    }
}

# What steps ask.

# ends CODE TEXT COMMAND...: whether the command ends with this exit code and says this.
ends() {
    local status=0 said
    said=$("${@:3}" 2>&1) || status=$?
    echo "exit code $status: $said"
    [ $status = "$1" ] && [[ $said == *"$2"* ]]
}

# prints_a_token COMMAND...: whether the command ends well with a token on a line of its own.
prints_a_token() {
    local status=0 said
    said=$("$@") || status=$?
    echo "$said"
    [ $status = 0 ] && grep -qE '^007[A-Za-z0-9+/]+=*$' <<<"$said"
}

# The sample pair of Agora's documentation, which opens no project.
credentials=(APP_ID=970CA35de60c44645bbae8a215061b33 APP_CERTIFICATE=5CFd2fd1755d40ecb72977518be15d3b)

# starts COMMAND...: starts a server, whose process is $server_pid, and waits until it has said its $port.
starts() {
    # The server's own redirection may be late, and the port would be that of the one before.
    : >"$work/server"
    "$@" >"$work/server" 2>"$work/server.err" &
    server_pid=$!
    for _ in {1..200}; do
        port=$(sed -nE 's/^(Listening on port: )?([0-9]+)$/\2/p' "$work/server")
        [ -z "$port" ] || return 0
        sleep 0.05
    done
    cat "$work/server" "$work/server.err" >&2
    return 1
}

# stops: whether that server ends well when it is told to.
stops() {
    kill -TERM "$server_pid"
    wait "$server_pid"
}

# answers STATUS PATTERN TARGET [CURL-ARGUMENT...]: whether the server at $port answers so, with the pattern in its body.
answers() {
    local status
    : >"$work/body"
    status=$(curl -s -m 20 --path-as-is -D "$work/headers" -o "$work/body" -w '%{http_code}' "${@:4}" \
        "http://127.0.0.1:$port$3")
    cat "$work/headers" "$work/body"
    [ "$status" = "$1" ] && grep -Eq "$2" "$work/body"
}

# Tools.

# Another processor needs others, and something that runs every program.
cc() { command ${CC:-cc} "$@"; }
c++() { command ${CXX:-c++} "$@"; }
pkg-config() { command ${PKG_CONFIG:-pkg-config} "$@"; }
runner=(env ${RUNNER-})

# libraries LIB_DIR: how a program is linked with the libraries there, in $static and $shared.
libraries() {
    read -ra native <<<"$(cat "$1/native-static-libs.txt")"
    static=("$1/libagora_token.a" "${native[@]}")
    shared=("-L$1" -lagora_token "-Wl,-rpath,$(cd "$1" && pwd)")
}

# use_toolchain RUST TARGET_DIR: cargo with the compiler in RUST (tests/processors/toolchain.sh), which has the source of the
# standard library: cargo builds that only where the compiler takes what is not stable.
use_toolchain() {
    export RUSTC=$PWD/$1/rustc RUSTDOC=$PWD/$1/rustdoc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$2
}

# debug_libraries TARGET LIB_DIR: the libraries for a target, with Rust's standard library compiled as they are.
debug_libraries() {
    "${CARGO:-cargo}" rustc -Zbuild-std --target "$1" -p agora-token --lib --crate-type staticlib,cdylib -- \
        --print native-static-libs="$2/native-static-libs.txt" &&
        ln -sf libagora_token.so "$2/libagora_token.so.0"
}

# calls_sanitizer LIBRARY.a SYMBOL: whether in the archive something of the library, of its crates and of Rust's standard
# library calls a sanitizer: functions whose names begin with SYMBOL.
calls_sanitizer() {
    local calls crate
    calls=$(nm -A "$1" 2>/dev/null | grep " U $2" | sed -E 's/^[^:]*:([a-z_0-9]+)[-.].*/\1/' | sort | uniq -c)
    echo "$calls"
    for crate in agora_token sha2 miniz_oxide core alloc std; do
        grep " $crate$" <<<"$calls" || { echo "nothing of $crate calls $2..."; return 1; }
    done
}

# debian_mirror: where this machine has its Debian from, as apt knows after an update.
debian_mirror() {
    env -u APT_CONFIG apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed -n 1p
}

# debian_packages FOLDER ARCHITECTURE PACKAGE...: unpacks Debian's packages for an architecture, without what they depend on.
# apt gets a state of its own for that, so the machine's list of architectures stays as it is, and no root is needed. $suite is
# another Debian than the machine's.
debian_packages() {
    local folder=$1 architecture=$2 deb
    shift 2
    [ "$(cat "$folder/packages" 2>/dev/null)" != "$*" ] || return 0
    rm -rf "$folder"
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial"
    export APT_CONFIG=$folder/apt/conf
    cat >"$APT_CONFIG" <<CONF
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Dir::State "$folder/apt";
Dir::State::status "/dev/null";
Dir::Cache "$folder/apt";
CONF
    if [ -n "${suite:-}" ]; then
        echo "deb $(debian_mirror) $suite main" >"$folder/apt/sources.list"
        printf '%s\n' "Dir::Etc::sourcelist \"$folder/apt/sources.list\";" 'Dir::Etc::sourceparts "-";' >>"$APT_CONFIG"
    fi
    # A mirror may be behind with one suite of an architecture. What that leaves out, the download says.
    apt-get update -qq || true
    (cd "$folder/apt" && apt-get download -qq "$@")
    for deb in "$folder"/apt/*.deb; do
        dpkg-deb -x "$deb" "$folder"
    done
    rm -r "$folder/apt"
    unset APT_CONFIG
    echo "$*" >"$folder/packages"
}

# repository_as_it_is FOLDER: a git repository with one commit on the branch main, of the files here as they are now.
repository_as_it_is() {
    mkdir "$1"
    git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -C "$1" -xf -
    git -C "$1" init -q -b main
    git -C "$1" add -A
    git -C "$1" -c user.name=test -c user.email=test@example.invalid commit -q -m test
}

# npm_ci FOLDER: what its lock file names, unless it is there already.
npm_ci() {
    ! cmp -s "$1/package-lock.json" "$1/node_modules/.installed" || return 0
    npm ci --prefix "$1" --no-audit --no-fund --silent
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# venv FOLDER PACKAGE...: a virtual environment of Python with these packages.
venv() {
    [ -x "$1/bin/python" ] || "${PYTHON:-python3}" -m venv "$1"
    "$1/bin/pip" install -q --disable-pip-version-check "${@:2}"
}
