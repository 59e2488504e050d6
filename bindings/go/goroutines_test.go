package agoratoken_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"agoratoken"
)

func TestAMillionTokensOfEightGoroutinesAreAllGoodAndNoTwoEqual(t *testing.T) {
	const goroutines, each = 8, 125_000
	issuer := newIssuer(t)
	tokens := make([][]string, goroutines)
	var group sync.WaitGroup
	for g := range tokens {
		group.Add(1)
		go func() {
			defer group.Done()
			for range each {
				token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
				if err == nil {
					err = issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCPublishData)
				}
				if err != nil {
					t.Errorf("%q: %v", token, err)
					return
				}
				tokens[g] = append(tokens[g], token)
			}
		}()
	}
	group.Wait()
	all := slices.Concat(tokens...)
	if len(all) != goroutines*each {
		t.Fatalf("%d tokens", len(all))
	}
	slices.Sort(all)
	if distinct := len(slices.Compact(all)); distinct != goroutines*each {
		t.Errorf("%d distinct tokens", distinct)
	}
}

func TestEndpointAndBuilderMayBeShared(t *testing.T) {
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{})
	builder := newIssuer(t).Builder(agoratoken.V007).AddRTM2("u").Permit(agoratoken.Users, agoratoken.Read, "a", "b")
	policy := &agoratoken.Policy{User: "42", Channels: []string{"room-*", "lobby"}}
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 2000 {
				if _, err := builder.Build(); err != nil {
					t.Error(err)
				}
				request := agoratoken.Request{Method: "GET", Target: "/rtc/room-1/audience/uid/42", Policy: policy}
				if response, err := endpoint.Handle(request); err != nil || response.Status != 200 {
					t.Errorf("%+v, %v", response, err)
				}
			}
		}()
	}
	group.Wait()
}
