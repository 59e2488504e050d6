# Sourced by proof.sh: Windows, under Wine.

# Debian's Wine has no bcryptprimitives.dll, of which Rust's standard library takes random numbers. This one hands on to what
# Wine has, so what is tried is Wine's source of them and not Windows's.
shim() {
    [ ! -e "$keep/wine/bcryptprimitives.dll" ] || return 0
    mkdir -p "$keep/wine"
    cat >"$work/shim.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG len);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T len) { return SystemFunction036(buffer, (ULONG)len); }
C
    x86_64-w64-mingw32-gcc -shared "$work/shim.c" -ladvapi32 -o "$keep/wine/bcryptprimitives.dll"
}

# in_wine PROGRAM ARGUMENT...: what it prints, with the ends of lines of Unix.
wine_runner() {
    cat >"$work/in-wine" <<SH
#!/usr/bin/env bash
set -o pipefail
[ ! -e "\$1.exe" ] || set -- "\$1.exe" "\${@:2}"
export WINEPREFIX=$keep/wine/prefix WINEDEBUG=-all WINEPATH="Z:${tree//\//\\\\}\\\\bin;Z:${keep//\//\\\\}\\\\wine"
# A server is ended by its process, so that is Wine itself.
[ "\$2" != serve ] || exec wine64 "\$@" </dev/null > >(sed -u 's/\r\$//')
wine64 "\$@" </dev/null | sed 's/\r\$//'
SH
    chmod +x "$work/in-wine"
    runner=("$work/in-wine")
    export RUNNER=$work/in-wine
}

windows_programs() {
    local name token
    export CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++
    read -ra needs <"$tree/lib/static-libs.txt"
    mkdir -p "$work/windows"
    for how in static shared import; do
        case $how in
            static) libs=("$tree/lib/libagora_token.a" "${needs[@]}") ;;
            shared) libs=("$tree/lib/libagora_token.dll.a") ;;
            # Microsoft's linker is not here: MinGW's takes this form too.
            import) libs=("$tree/lib/agora_token.dll.lib") ;;
        esac
        step "C, $how" cc -I"$tree/include" "$consumers/consumer.c" "${libs[@]}" -o "$work/windows/c-$how.exe"
        step "C++, $how" c++ -std=c++17 -static -I"$tree/include" "$consumers/consumer.cpp" "${libs[@]}" -o "$work/windows/cpp-$how.exe"
        step "the C tests, $how" cc -std=gnu99 -I"$tree/include" -I"$keep/cjson" bindings/c/tests/{main,abi,vectors}.c \
            "$keep/cjson/cJSON.c" "${libs[@]}" -o "$work/windows/tests-$how.exe"
    done
    for name in {c,cpp}-{static,shared,import}; do
        step "$name prints a token" prints_a_token "${runner[@]}" "$work/windows/$name.exe" token
        token=$(tail -n 1 "$work/log")
        step "cpp-static checks the token of $name" ends 0 'channel room, account 42' \
            "${runner[@]}" "$work/windows/cpp-static.exe" check "$token"
        step "$name refuses a token that was cut" ends 1 '' "${runner[@]}" "$work/windows/$name.exe" check "${token%?????}"
    done
    for how in static shared import; do
        tests "the C tests with the vectors, $how" "${runner[@]}" "$work/windows/tests-$how.exe" tests/vectors/official.json
    done
}

windows_program() {
    step 'the program says its version' ends 0 "$version" "${runner[@]}" "$program" --version
    served "${runner[@]}" "$program" serve
    kill "$server_pid"
}

# wine: what runs a program for Windows, as $runner.
wine() {
    tests/need.sh x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64-win32 x86_64-w64-mingw32-g++=g++-mingw-w64-x86-64-win32 \
        package:wine64=wine64 curl=curl
    PATH=$PATH:/usr/lib/wine
    shim
    wine_runner
}

prove_windows() {
    there x86_64-windows || return 0
    wine
    cjson_source
    area 'Release: Windows x86_64 under Wine: C tests with the vectors, consumers in C and C++, static, DLL and import library' windows_programs
    [ ! -e "$program" ] || area 'Release: Windows x86_64 under Wine: the program answers' windows_program
}
