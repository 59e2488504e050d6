#!/usr/bin/env bash
# tools.sh DIR: what makes and examines a release, in the versions that this folder names: a virtual environment of Python, with
# cargo-cyclonedx in it.
. "$(dirname "$0")/../../tests/lib.sh"
tools=$1
cyclonedx=0.5.9
cmp -s packaging/release/requirements.txt "$tools/installed.txt" || {
    venv "$tools" -r packaging/release/requirements.txt
    cp packaging/release/requirements.txt "$tools/installed.txt"
}
# Not optimised it compiles in a fraction of the time, and works as well.
[ "$("$tools/bin/cargo-cyclonedx" cyclonedx --version 2>/dev/null)" = "cargo-cyclonedx-cyclonedx $cyclonedx" ] ||
    "${CARGO:-cargo}" install --quiet --locked --debug --root "$tools" --target-dir target/release-build/tools \
        "cargo-cyclonedx@$cyclonedx"
