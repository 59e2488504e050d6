#!/usr/bin/env bash
# musl-python.sh TOOLS PROCESSOR SOURCES FOLDER: CPython for musl, which Debian has no package of, as FOLDER/usr: from the sources of
# Debian's python3.11, libffi and zlib in SOURCES, with zig's compiler in TOOLS. This machine's Python 3.11 runs what the build needs.
. "$(dirname "$0")/../../tests/lib.sh"
tools=$1 target=$2-linux-musl sources=$3 folder=$4
python=$(type -P python3.11) || fail 'Python 3.11 is needed here, as Debian 12 has it'
cp -r "$sources"/{libffi,zlib,python3.11} "$work"

# What configure takes for a compiler is one word.
for tool in cc ar ranlib; do
    printf '#!/bin/sh\nexec "%s" -m ziglang %s %s "$@"\n' "$tools/bin/python" $tool >"$work/$tool" \
        "$([ $tool != cc ] || echo "-target $target -dynamic -Wno-date-time")"
    chmod +x "$work/$tool"
done
export CC=$work/cc AR=$work/ar RANLIB=$work/ranlib READELF=/usr/bin/readelf CFLAGS='-O1 -g0 -fPIC -fno-sanitize=undefined'
export CPPFLAGS=-I$work/prefix/include LDFLAGS=-L$work/prefix/lib PKG_CONFIG_LIBDIR=$work/prefix/lib/pkgconfig

# in_folder NAME COMMAND...: what was printed shows where it fails.
in_folder() {
    (cd "$work/$1" && "${@:2}") >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; exit 1; }
}

in_folder libffi ./configure --host="$target" --prefix="$work/prefix" --disable-shared --disable-docs \
    --disable-multi-os-directory --disable-exec-static-tramp
in_folder libffi make -j "$(nproc)" install
in_folder zlib ./configure --static --prefix="$work/prefix"
in_folder zlib make -j "$(nproc)" install

# The folders that zig's compiler says it looks into are this machine's, and it does not look there.
sed -i 's/self.add_cross_compiling_paths()/pass/' "$work/python3.11/setup.py"
# What configure would run to find out. zig's musl has two functions more than Debian's, where this is to run.
export ac_cv_file__dev_ptmx=no ac_cv_file__dev_ptc=no ac_cv_buggy_getaddrinfo=no
export ac_cv_func_preadv2=no ac_cv_func_pwritev2=no ac_cv_func_preadv=no ac_cv_func_pwritev=no
in_folder python3.11 ./configure --host="$target" --build=x86_64-linux-gnu --with-build-python="$python" --prefix=/usr \
    --without-ensurepip --disable-test-modules
in_folder python3.11 make -j "$(nproc)"
in_folder python3.11 make install DESTDIR="$work/made"
rm -rf "$folder"
mkdir -p "$folder"
mv "$work/made/usr" "$folder"
