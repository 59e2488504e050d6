//go:build bench && cgo && !agora_token_wasm

package agoratoken_test

import (
	"testing"

	"agoratoken"
)

func BenchmarkRTCFromC(b *testing.B) {
	issuer := newIssuer(b)
	b.ResetTimer()
	issuer.BenchRTC(agoratoken.V007, benchChannel, b.N)
}

func BenchmarkRTC006FromC(b *testing.B) {
	issuer := newIssuer(b)
	b.ResetTimer()
	issuer.BenchRTC(agoratoken.V006, benchChannel, b.N)
}

func BenchmarkVerifyFromC(b *testing.B) {
	issuer := newIssuer(b)
	token := publisher(b, issuer)
	b.ResetTimer()
	issuer.BenchVerify(token, b.N)
}

func BenchmarkCheckRTCFromC(b *testing.B) {
	issuer := newIssuer(b)
	token := publisher(b, issuer)
	b.ResetTimer()
	issuer.BenchCheckRTC(token, benchChannel, b.N)
}
