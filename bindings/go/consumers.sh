#!/usr/bin/env bash
# consumers.sh LIB_DIR: programs outside of this repository that use the module: the module alone with its static
# library, a vendored copy of it, and the shared library through pkg-config.
. "$(dirname "$0")/../../tests/lib.sh"
lib_dir=$PWD/$1 include=$PWD/include

cp -r bindings/go "$work/agoratoken"
mkdir "$work/program" "$work/pkgconfig"
cd "$work/program"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"log"
	"time"

	"agoratoken"
)

func main() {
	issuer, err := agoratoken.NewIssuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
	if err != nil {
		log.Fatal(err)
	}
	defer issuer.Close()
	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	if err := issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCPublishAudio); err != nil {
		log.Fatal(err)
	}
	fmt.Println(token)
}
GO
go mod init program 2>/dev/null
go mod edit -require=agoratoken@v0.0.0 -replace=agoratoken=../agoratoken

needs_shared() { ldd "$1" | grep libagora_token; }

go build -o static .
! needs_shared static || fail "the program is not one file"
prints_a_token ./static
echo "a program of the module alone: ok"

go mod vendor
go build -mod=vendor -o vendored .
prints_a_token ./vendored
rm -r vendor
echo "a program with the module vendored: ok"

cat >"$work/pkgconfig/agora_token.pc" <<PC
Name: agora_token
Description: Builds, reads and checks Agora access tokens.
Version: 0
Cflags: -I$include
Libs: -L$lib_dir -lagora_token
PC
rm -r ../agoratoken/lib/*/libagora_token.a ../agoratoken/include/agora_token.h
PKG_CONFIG_PATH="$work/pkgconfig" go build -tags agora_token_shared -o shared .
export LD_LIBRARY_PATH="$lib_dir"
needs_shared shared
prints_a_token ./shared
echo "a program of the shared library: ok"

# A later library may return a status that the module has no variable for.
cat >newer.c <<'C'
#include <agora_token.h>

agora_token_status agora_token_issuer_new(agora_token_str app_id, agora_token_str app_certificate,
                                          agora_token_issuer **out)
{
    (void)app_id, (void)app_certificate;
    *out = NULL;
    return 199;
}

const char *agora_token_status_message(agora_token_status status)
{
    return status == 199 ? "the reason of a later library" : "";
}
C
cc -shared -fPIC -I"$include" -o newer.so newer.c
if LD_PRELOAD=$PWD/newer.so ./shared 2>output; then fail "the status 199 is no error"; fi
grep -q 'agoratoken: status 199: the reason of a later library$' output
echo "a status of a later library: ok"
