#!/usr/bin/env bash
# install.sh install|uninstall LIB_DIR: puts the libraries of LIB_DIR, the headers, the pkg-config file and the
# CMake package under PREFIX, or takes them away. `make install` sets PREFIX, LIBDIR and DESTDIR; TRIPLE is what Rust calls
# the target of libraries for another machine.
# (It keeps to what macOS's old bash knows.)
. "$(dirname "$0")/../tests/lib.sh"
action=$1 built=$2
prefix=${PREFIX%/} libdir=${LIBDIR%/} staging=${DESTDIR:-}

# The installed files find each other by their relative paths, so that the tree may be moved.
case $libdir in
    "$prefix"/*) below=${libdir#"$prefix"/} ;;
    *) fail "LIBDIR ($libdir) must lie under PREFIX ($prefix)" ;;
esac
prefix_from_lib=$(sed 's|[^/][^/]*|..|g' <<<"$below")

version=$(version)
major=${version%%.*} shared_alias=''
static=libagora_token.a implib='' bindir=$libdir
if [ -e "$built/agora_token.dll" ]; then
    shared=agora_token.dll bindir=$prefix/bin
    if [ -e "$built/agora_token.lib" ]; then
        static=agora_token.lib implib=agora_token.dll.lib
    else
        implib=libagora_token.dll.a
    fi
elif [ -e "$built/libagora_token.dylib" ]; then
    shared=libagora_token.$version.dylib shared_alias=libagora_token.$major.dylib soname=@rpath/$shared_alias
else
    shared=libagora_token.so.$version shared_alias=libagora_token.so.$major soname=$shared_alias
fi

# put MODE FILE TARGET: installs a file, or removes what that would have installed.
put() {
    if [ "$action" = uninstall ]; then
        rm -f "$staging$3"
    else
        install -d "$(dirname "$staging$3")"
        install -m "$1" "$2" "$staging$3"
    fi
}

# put_link NAME TARGET: the same for a symbolic link.
put_link() {
    rm -f "$staging$2"
    [ "$action" = uninstall ] || ln -s "$1" "$staging$2"
}

# put_filled TEMPLATE TARGET: the same for a template of this folder.
put_filled() {
    sed -e "s|@VERSION@|$version|g" -e "s|@MAJOR_MINOR@|${version%.*}|g" -e "s|@POINTER_BYTES@|$pointer_bytes|g" \
        -e "s|@PREFIX_FROM_LIB@|$prefix_from_lib|g" -e "s|@STATIC_LIBS@|$static_libs|g" \
        -e "s|@STATIC@|$static|g" -e "s|@SHARED@|$shared|g" -e "s|@IMPLIB@|$implib|g" \
        -e "s|@IMPORTED_SONAME@|${soname:-}|g" "packaging/$1" >"$work/filled"
    put 644 "$work/filled" "$2"
}

# What the static library needs besides itself, as rustc said when it built it.
static_libs=$(cat "$built/native-static-libs.txt")
pointer_bytes=$(($(rustc --print cfg ${TRIPLE:+--target "$TRIPLE"} | sed -n 's/^target_pointer_width="\(.*\)"/\1/p') / 8))

put 644 "$built/$static" "$libdir/$static"
if [ -n "$shared_alias" ]; then
    put 755 "$built/${shared/.$version/}" "$libdir/$shared"
    put_link "$shared" "$libdir/$shared_alias"
    put_link "$shared_alias" "$libdir/${shared/.$version/}"
else
    put 755 "$built/$shared" "$bindir/$shared"
    put 644 "$built/$implib" "$libdir/$implib"
    # Microsoft's linker takes another one; a release has both.
    if [ "$static" = libagora_token.a ] && [ -e "$built/agora_token.dll.lib" ]; then
        put 644 "$built/agora_token.dll.lib" "$libdir/agora_token.dll.lib"
    fi
fi
for header in include/*.h include/*.hpp include/agora_token/compat/*.h; do
    put 644 "$header" "$prefix/$header"
done
put_filled agora_token.pc.in "$libdir/pkgconfig/agora_token.pc"
for file in AgoraTokenConfig.cmake AgoraTokenConfigVersion.cmake; do
    put_filled $file.in "$libdir/cmake/AgoraToken/$file"
done
for folder in "$libdir/cmake/AgoraToken" "$prefix"/include/agora_token/{compat,}; do
    [ "$action" != uninstall ] || [ ! -d "$staging$folder" ] || rmdir "$staging$folder"
done
