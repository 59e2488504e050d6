# Sourced by proof.sh: a machine that is no Linux on x86-64, with the files of its own target, natively.

# this_target: what the machine under this shell is called here.
this_target() {
    local processor
    processor=$(uname -m)
    [ "$processor" != arm64 ] || processor=aarch64
    case $(uname -s) in
        Linux) echo "$processor-linux-gnu" ;;
        Darwin) echo "$processor-macos" ;;
        MINGW* | MSYS*) echo x86_64-windows ;;
        *) fail "a release has no files for $(uname -sm)" ;;
    esac
}

# The Go module with cgo and without.
go_on_machine() {
    mkdir -p "$work/go/module"
    tar -xzf "$files/agoratoken-go-$version.tar.gz" -C "$work/go/module" --strip-components=1
    go_module=$(sed -n 's/^module //p' "$work/go/module/go.mod")
    step 'Go with cgo' strictly go_with 1 cgo
    step 'it prints a token' prints_a_token "$work/go/cgo" token
    step 'Go without cgo' strictly go_with 0 pure
    step 'it prints a token' prints_a_token "$work/go/pure" token
}

go_with() {
    export CGO_ENABLED=$1
    go_consumer "$2"
}

prove_machine() {
    local target
    target=$(this_target)
    there "$target" || fail "the files of $target are missing"
    # What the machine's loader searches on Windows; elsewhere the programs say where the library is.
    PATH=$tree/bin:$PATH
    area "Release: $target natively: C and C++ tests with the vectors, consumers" c_and_cpp
    area "Release: $target natively: the wheel in a fresh environment, the Python tests with the vectors" wheel_native
    area "Release: $target natively: the Go module" go_on_machine
    area "Release: $target natively: the npm package" npm_package
    area "Release: $target natively: the program" program_on_machine
}

# Windows knows no signal that asks a program to end.
program_on_machine() {
    if [ "$system" = windows ]; then windows_program; else program_runs "$program"; fi
}
