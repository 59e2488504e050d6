package agoratoken_test

import (
	"testing"

	"agoratoken"
)

// The credentials of Agora's own examples.
const (
	appID              = "970CA35de60c44645bbae8a215061b33"
	appCertificate     = "5CFd2fd1755d40ecb72977518be15d3b"
	anotherCertificate = "0123456789abcdef0123456789ABCDEF"
)

func newIssuer(t testing.TB) *agoratoken.Issuer {
	t.Helper()
	return issuerOf(t, appID, appCertificate)
}

func issuerOf(t testing.TB, appID, appCertificate string) *agoratoken.Issuer {
	t.Helper()
	issuer, err := agoratoken.NewIssuer(appID, appCertificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { issuer.Close() })
	return issuer
}

func parse(t testing.TB, token string) *agoratoken.TokenInfo {
	t.Helper()
	info, err := agoratoken.Parse(token)
	if err != nil {
		t.Fatalf("%q: %v", token, err)
	}
	return info
}
