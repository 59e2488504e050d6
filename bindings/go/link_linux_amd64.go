//go:build !agora_token_shared && !agora_token_wasm

package agoratoken

// #cgo CFLAGS: -I${SRCDIR}/include
// #cgo LDFLAGS: ${SRCDIR}/lib/linux_amd64/libagora_token.a -lpthread -lm -ldl
import "C"

// For `go mod vendor`, which takes directories with packages alone.
import (
	_ "agoratoken/include"
	_ "agoratoken/lib/linux_amd64"
)
