# Sourced by the scripts of this folder: the targets of a release.
every_target=(
    x86_64-linux-gnu aarch64-linux-gnu x86_64-linux-musl aarch64-linux-musl
    x86_64-windows x86_64-macos aarch64-macos
)
# The oldest glibc and the oldest macOS that the files are for.
glibc=2.17 macos=11.0

# know TARGET: its $processor and $system, and what it is called by Rust ($triple), by zig's linker for cargo ($linked_for), by
# Python ($wheel_tag) and by the Go module ($go_folder).
know() {
    processor=${1%%-*} system=${1#*-}
    case $processor in
        x86_64) go_processor=amd64 ;;
        aarch64) go_processor=arm64 ;;
    esac
    case $system in
        linux-gnu) go_folder=linux_$go_processor ;;
        # Its library takes nothing of the C library that musl has not, and links there.
        linux-musl) go_folder= ;;
        windows) go_folder=windows_$go_processor ;;
        macos) go_folder=darwin_$go_processor ;;
    esac
    case $1 in
        *-linux-gnu) triple=$processor-unknown-linux-gnu wheel_tag=manylinux_${glibc/./_}_$processor.manylinux2014_$processor ;;
        *-linux-musl) triple=$processor-unknown-linux-musl wheel_tag=musllinux_1_2_$processor ;;
        x86_64-windows) triple=x86_64-pc-windows-gnu wheel_tag=win_amd64 ;;
        x86_64-macos) triple=x86_64-apple-darwin wheel_tag=macosx_${macos/./_}_x86_64 ;;
        aarch64-macos) triple=aarch64-apple-darwin wheel_tag=macosx_${macos/./_}_arm64 ;;
        *) fail "there is no target $1; the targets are: ${every_target[*]}" ;;
    esac
    linked_for=$triple
    [ "$system" != linux-gnu ] || linked_for+=.$glibc
}

# The names of the shared library and of the program.
shared_of() {
    case $system in
        linux*) echo libagora_token.so ;;
        windows) echo agora_token.dll ;;
        macos) echo libagora_token.dylib ;;
    esac
}
program_of() {
    [ "$system" = windows ] && echo agora-token.exe || echo agora-token
}
