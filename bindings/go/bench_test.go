package agoratoken_test

import (
	"testing"
	"time"

	"agoratoken"
)

// benchChannel is a channel of 32 bytes, as in the other languages' benchmarks.
const benchChannel = "0123456789abcdef0123456789abcdef"

func BenchmarkRTC(b *testing.B) {
	issuer := newIssuer(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := issuer.RTC(benchChannel, agoratoken.UID(42), agoratoken.Publisher, time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRTCParallel(b *testing.B) {
	issuer := newIssuer(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := issuer.RTC(benchChannel, agoratoken.UID(42), agoratoken.Publisher, time.Hour); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkRTC006(b *testing.B) {
	issuer := newIssuer(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := issuer.RTC006(benchChannel, agoratoken.UID(42), agoratoken.Publisher, time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRefusal measures what a call costs that signs nothing: the way to C and back.
func BenchmarkRefusal(b *testing.B) {
	issuer := newIssuer(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := issuer.RTC("", agoratoken.UID(42), agoratoken.Publisher, time.Hour); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	issuer := newIssuer(b)
	token := publisher(b, issuer)
	b.ReportAllocs()
	for b.Loop() {
		if err := issuer.Verify(token); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckRTC(b *testing.B) {
	issuer := newIssuer(b)
	token := publisher(b, issuer)
	b.ReportAllocs()
	for b.Loop() {
		if err := issuer.CheckRTC(token, benchChannel, agoratoken.UID(42), agoratoken.RTCJoinChannel); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheckRTCFails measures a check that fails, with the two values in its error.
func BenchmarkCheckRTCFails(b *testing.B) {
	issuer := newIssuer(b)
	token := publisher(b, issuer)
	b.ReportAllocs()
	for b.Loop() {
		if err := issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCJoinChannel); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	token := publisher(b, newIssuer(b))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := agoratoken.Parse(token); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuilder(b *testing.B) {
	issuer := newIssuer(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := issuer.Builder(agoratoken.V007).ExpiresIn(time.Hour).
			AddRTC(benchChannel, "42").Grant(agoratoken.RTCJoinChannel, time.Hour).
			AddRTM("42").Grant(agoratoken.RTMLogin, time.Hour).Build()
		if err != nil {
			b.Fatal(err)
		}
	}
}

// publisher is a token for uid 42 in benchChannel.
func publisher(t testing.TB, issuer *agoratoken.Issuer) string {
	t.Helper()
	token, err := issuer.RTC(benchChannel, agoratoken.UID(42), agoratoken.Publisher, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
