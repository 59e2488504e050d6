# Sourced by dist.sh and release/pack.sh, after tests/lib.sh: what both put into a release. The same files give the same bytes.

# Every time in an archive: that of the last commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# macOS has GNU's under another name.
tar=$(command -v gtar || command -v tar)

# tarball NAME FOLDER: the folder $work/NAME as NAME.tar.gz in FOLDER.
tarball() {
    "$tar" --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --mode=u+rwX,go+rX,go-w -C "$work" -cf - "$1" | gzip -9n >"$2/$1.tar.gz"
}

# go_tree DIR: the Go module in DIR, as it is checked in, with its example, the header, and what builds without cgo take; the
# native libraries are still to come.
go_tree() {
    [ -e bindings/go/agora_token.wasm ] || fail "bindings/go/agora_token.wasm is missing: take that of \`make go-wasm\` on Debian"
    mkdir -p "$1/examples/server"
    git ls-files -z bindings/go ':!*/rules.mk' ':!*/library.sh' ':!*/.gitignore' |
        "$tar" --null -T - -cf - | "$tar" -C "$1" --strip-components=2 -xf -
    cp examples/go/server/main.go "$1/examples/server"
    cp include/agora_token.h "$1/include"
    cp bindings/go/agora_token.wasm "$1"
}
