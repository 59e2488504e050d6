#!/usr/bin/env bash
# build.sh RUST TOOLS [TARGET...]: the libraries and the program for these targets of a release, or for all, each in
# target/release-build/TARGET, with the compiler in RUST (tests/processors/toolchain.sh) and what tools.sh put into TOOLS. The
# same sources and tools give the same bytes, in whatever folder they are.
. "$(dirname "$0")/../../tests/lib.sh"
. packaging/release/targets.sh
rust=$PWD/$1 tools=$PWD/$2
use_toolchain "$1" "$PWD/target/release-build/cargo"
shift 2
[ $# -gt 0 ] || set -- "${every_target[@]}"
export PATH=$tools/bin:$PATH CARGO_ZIGBUILD_PYTHON_PATH=$tools/bin/python
export CARGO_ZIGBUILD_CACHE_DIR=$PWD/target/release-build/zigbuild ZIG_GLOBAL_CACHE_DIR=$PWD/target/release-build/zig
export MACOSX_DEPLOYMENT_TARGET=$macos

# No path of this machine stays in a file, for those of crates not even the registry they came from.
cargo_home=${CARGO_HOME:-$HOME/.cargo}
remap=("$PWD=." "$rust=rust" "$cargo_home=cargo")
for registry in "$cargo_home"/registry/src/*; do
    remap+=("$registry=crates")
done
export CFLAGS="-g0 ${remap[*]/#/-ffile-prefix-map=}"

# rustc makes import libraries for Windows in a folder that is called by chance, and MinGW's tool writes the whole path into a
# symbol. This one stands in front of it, and has them named by what is in them: the functions and their DLL.
mkdir "$work/bin"
cat >"$work/bin/x86_64-w64-mingw32-dlltool" <<END
#!/usr/bin/env bash
set -eu
arguments=()
while [ \$# -gt 0 ]; do
    case \$1 in
        -l) library=\$2 ;;
        -d) definitions=\$2 ;;
        *) arguments+=("\$1") && shift && continue ;;
    esac
    shift 2
done
cd "\${library%/*}"
name=imports-\$(sha256sum <"\$definitions" | cut -c1-16).lib
"$(type -P x86_64-w64-mingw32-dlltool)" --deterministic-libraries "\${arguments[@]}" -d "\$definitions" -l "\$name"
mv "\$name" "\$library"
END
# Its linker sorts what a file takes from Windows by the paths of the files that ask for it: they begin here, wherever that is.
cat >"$work/bin/x86_64-w64-mingw32-gcc" <<END
#!/usr/bin/env bash
exec "$(type -P x86_64-w64-mingw32-gcc)" "\${@//"\$PWD"\//}"
END
chmod +x "$work"/bin/*

# build CARGO-ARGUMENT...: Rust's own library is compiled anew: for most of these targets Debian has none, and without what
# prints a backtrace, which a stripped file could not name, it is smaller.
build() {
    local build=(rustc --release --locked -Zbuild-std=std,panic_unwind -Zbuild-std-features=)
    local flags=("${remap[@]/#/--remap-path-prefix=}")
    # A library for musl leaves the C library to the program, and musl is zig's.
    [ "$system" != linux-musl ] || flags+=(-Ctarget-feature=-crt-static -Clink-self-contained=no)
    if [ "$system" = windows ]; then
        # Else its linker writes down the time.
        PATH=$work/bin:$PATH TMPDIR=/tmp RUSTFLAGS="${flags[*]} -Clink-arg=-Wl,--no-insert-timestamp" \
            CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc \
            "${CARGO:-cargo}" "${build[@]}" --target "$triple" "$@"
    else
        # For macOS rustc strips with a tool that Debian's has not.
        [ "$system" != macos ] || export CARGO_PROFILE_RELEASE_STRIP=none
        RUSTFLAGS=${flags[*]} cargo-zigbuild "${build[@]}" --target "$linked_for" "$@"
    fi
}

libraries() {
    local kinds=staticlib,cdylib
    [ "$system" != macos ] || kinds=staticlib
    build -p agora-token --lib --crate-type "$kinds" -- --print native-static-libs="$work/static-libs.txt"
    cp "$built/libagora_token.a" "$out"
    if [ "$system" = macos ]; then
        name_objects
        link_for_macos
    else
        cp "$built/$(shared_of)" "$out"
    fi
    packaging/static-libs.sh "$work/static-libs.txt" >"$out/native-static-libs.txt"
    case $system in
        linux*) one_object ;;
        windows) import_libraries ;;
    esac
}

# cargo names an object after where it was built: that goes from its name, which tells nobody anything.
name_objects() {
    local object objects=$work/objects ar=("$tools/bin/python" -m ziglang ar) names=()
    rm -rf "$objects"
    mkdir "$objects"
    (cd "$objects" && "${ar[@]}" x "$out/libagora_token.a")
    for object in "$objects"/*; do
        names+=("$(sed -E 's/-[0-9a-f]{16}\././' <<<"${object##*/}")")
        mv "$object" "$objects/${names[-1]}"
    done
    rm "$out/libagora_token.a"
    (cd "$objects" && "${ar[@]}" --format=darwin rcsD "$out/libagora_token.a" "${names[@]}")
}

# zig's linker exports what it is told not to; LLVM's takes a list, and signs for Apple's processors. Rust's own library names
# two libraries that nothing calls.
link_for_macos() {
    local arch=$processor system_library
    [ "$processor" = x86_64 ] || arch=arm64
    system_library=$("$tools/bin/python" -c 'import ziglang; print(*ziglang.__path__)')/lib/libc/darwin/libSystem.tbd
    grep -v '^#' bindings/c/exported-symbols.txt | sed 's/^/_/' >"$work/exports"
    ld64.lld-16 -dylib -arch "$arch" -platform_version macos "$macos" "$macos" -install_name @rpath/libagora_token.0.dylib \
        -exported_symbols_list "$work/exports" -dead_strip -dead_strip_dylibs -x \
        -force_load "$out/libagora_token.a" "$system_library" -o "$out/$(shared_of)"
}

one_object() {
    local gnu=$processor-linux-gnu
    CC=$gnu-gcc NM=$gnu-nm OBJCOPY=$gnu-objcopy AR=$gnu-ar packaging/one-object.sh "$out/libagora_token.a"
}

# What a program is linked with for the DLL: MinGW takes one form, Microsoft's linker another. zig has LLVM's dlltool.
import_libraries() {
    local definitions=$work/agora_token.def
    { echo 'LIBRARY agora_token.dll' && echo EXPORTS && grep -v '^#' bindings/c/exported-symbols.txt; } >"$definitions"
    # It writes the path that it is given into a symbol.
    (cd "$out" && x86_64-w64-mingw32-dlltool --deterministic-libraries -t agora_token -m i386:x86-64 \
        -d "$definitions" -l libagora_token.dll.a)
    "$tools/bin/python" -m ziglang dlltool -m i386:x86-64 -d "$definitions" -l "$out/agora_token.dll.lib"
}

# One file: for Linux with musl inside, whatever C library the system has.
program() {
    local arguments=(-Ctarget-feature=+crt-static)
    # Crates name two frameworks that zig has not, and nothing calls them: the linker finds them and leaves them out.
    [ "$system" != macos ] || arguments+=(-Lframework="$PWD/packaging/release/frameworks" -Clink-arg=-Wl,-dead_strip_dylibs)
    build -p agora-token-server --bin agora-token -- "${arguments[@]}"
    cp "$built/$(program_of)" "$out"
    # The signature has the name that cargo gave the program at first, with a hash of where it was built. Nothing in the file is a
    # sum of that name.
    [ "$system" != macos ] || LC_ALL=C sed -i -E 's/agora_token-[0-9a-f]{16}/agora_token-0000000000000000/' "$out/$(program_of)"
}

for target; do
    know "$target"
    out=$PWD/target/release-build/$target built=$CARGO_TARGET_DIR/$triple/release
    mkdir -p "$out"
    libraries
    # The program for Linux is one: with musl inside.
    [ "$system" = linux-gnu ] || program
    packaging/release/sbom.sh "$tools" "$target" "$out"
done
