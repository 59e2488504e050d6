//go:build !agora_token_shared && !agora_token_wasm

package agoratoken

// #cgo CFLAGS: -I${SRCDIR}/include
// #cgo LDFLAGS: ${SRCDIR}/lib/windows_amd64/libagora_token.a -lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp
import "C"

// For `go mod vendor`, which takes directories with packages alone.
import (
	_ "agoratoken/include"
	_ "agoratoken/lib/windows_amd64"
)
