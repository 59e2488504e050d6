//go:build linux && !race

package agoratoken_test

// The memory of the process is read from /proc; the race detector's own would hide the library's.

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"agoratoken"
)

// resident is the memory of this process in bytes.
func resident(t *testing.T) int {
	t.Helper()
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(statm))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// growsNot fails where the process has 20 MB more than after one round, so many rounds later.
func growsNot(t *testing.T, rounds int, round func()) {
	t.Helper()
	round()
	before := resident(t)
	for range rounds {
		round()
	}
	if grown := resident(t) - before; grown > 20<<20 {
		t.Errorf("%d bytes more", grown)
	}
}

func TestNothingLeaksWithoutClose(t *testing.T) {
	round := func() {
		for range 50_000 {
			issuer, err := agoratoken.NewIssuer(appID, appCertificate)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		time.Sleep(50 * time.Millisecond) // The cleanups run on a goroutine of the runtime's.
		runtime.GC()
	}
	// Memory of a WebAssembly module is never given back: it takes some rounds until it is as large as any round needs.
	for range 3 {
		round()
	}
	// To leak them all would be 60 MB.
	growsNot(t, 4, round)
}

func TestParseAndHandleLeakNothing(t *testing.T) {
	token := publisher(t, newIssuer(t))
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{})
	builder := newIssuer(t).Builder(agoratoken.V007).AddRTM("u").Grant(agoratoken.RTMLogin, 0)
	round := func() {
		for range 50_000 {
			parse(t, token)
			if _, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/ping"}); err != nil {
				t.Fatal(err)
			}
			if _, err := builder.Build(); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
	}
	// To leak the smallest of them would be 50 MB.
	growsNot(t, 2, round)
}
