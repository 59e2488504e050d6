package agoratoken_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"agoratoken"
)

// uses are all calls that need an issuer.
func uses(issuer *agoratoken.Issuer) map[string]func() error {
	uses := map[string]func() error{
		"FPA":      func() error { _, err := issuer.FPA(); return err },
		"Builder":  func() error { _, err := issuer.Builder(agoratoken.V007).AddFPA().Build(); return err },
		"Verify":   func() error { return issuer.Verify("") },
		"Check":    func() error { return issuer.Check("", agoratoken.Question{Service: agoratoken.FPA}) },
		"CheckRTC": func() error { return issuer.CheckRTC("", "room", agoratoken.AnyUser, agoratoken.RTCJoinChannel) },
		"CheckRTM": func() error { return issuer.CheckRTM("", "u") },
		"Explain":  func() error { _, err := issuer.Explain("", agoratoken.Question{}); return err },
		"ExplainJSON": func() error {
			_, err := issuer.ExplainJSON("", agoratoken.Question{})
			return err
		},
		"NewEndpoint": func() error {
			_, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{})
			return err
		},
	}
	for name, call := range lifetimes(issuer) {
		uses[name] = func() error { _, err := call(time.Hour); return err }
	}
	return uses
}

func TestUseAfterCloseIsErrClosed(t *testing.T) {
	issuer := newIssuer(t)
	calls := uses(issuer)
	builder := issuer.Builder(agoratoken.V007).AddFPA()
	if err := issuer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := issuer.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, agoratoken.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := builder.Build(); !errors.Is(err, agoratoken.ErrClosed) {
		t.Errorf("a Builder from before: %v", err)
	}
}

func TestANilOrZeroIssuerIsErrClosed(t *testing.T) {
	for _, issuer := range []*agoratoken.Issuer{nil, {}} {
		for name, call := range uses(issuer) {
			if err := call(); !errors.Is(err, agoratoken.ErrClosed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := issuer.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestANilOrZeroBuilderIsErrClosed(t *testing.T) {
	for _, builder := range []*agoratoken.Builder{nil, {}} {
		builder = builder.IssuedAt(time.Unix(1, 0)).Salt(1).ExpiresIn(time.Hour).AddRTC("room", "a").AddRTM("u").
			AddStreaming("room", "a").AddFPA().AddChat("u").AddFCDN("room", "a").AddAPaaS("r", "u", 1).AddRTM2("u").
			AddConvoAI().AddSTT().Grant(1, 0).Permit(0, 0)
		if _, err := builder.Build(); !errors.Is(err, agoratoken.ErrClosed) {
			t.Error(err)
		}
	}
}

func TestANilZeroOrClosedEndpointIsErrClosedAndServes503(t *testing.T) {
	closed := newEndpoint(t, agoratoken.EndpointOptions{})
	closed.Close()
	closed.Close()
	for _, endpoint := range []*agoratoken.Endpoint{nil, {}, closed} {
		if _, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/ping"}); !errors.Is(err, agoratoken.ErrClosed) {
			t.Error(err)
		}
		if _, err := endpoint.Error(401, "log in first", ""); !errors.Is(err, agoratoken.ErrClosed) {
			t.Error(err)
		}
		recorder := httptest.NewRecorder()
		agoratoken.Handler(endpoint, nil).ServeHTTP(recorder, httptest.NewRequest("GET", "/ping", nil))
		if recorder.Code != http.StatusServiceUnavailable {
			t.Error(recorder.Code)
		}
		if err := endpoint.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnEndpointOutlivesItsIssuer(t *testing.T) {
	issuer := newIssuer(t)
	endpoint, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	issuer.Close()
	response, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/rtc/room/publisher/uid/42"})
	if err != nil || response.Status != 200 {
		t.Errorf("%+v, %v", response, err)
	}
}

func TestACopyOfAnIssuerIsTheSameIssuer(t *testing.T) {
	copied := *newIssuer(t)
	runtime.GC()
	if _, err := copied.FPA(); err != nil {
		t.Error(err)
	}
}

func TestCloseMayRaceWithUse(t *testing.T) {
	for range 200 {
		issuer := newIssuer(t)
		endpoint, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{})
		if err != nil {
			t.Fatal(err)
		}
		builder := issuer.Builder(agoratoken.V007).AddRTM("u")
		calls := []func() error{
			func() error { _, err := issuer.RTM("u", time.Hour); return err },
			func() error { _, err := builder.Build(); return err },
			func() error {
				_, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/ping"})
				return err
			},
		}
		var group sync.WaitGroup
		for _, call := range calls {
			group.Add(1)
			go func() {
				defer group.Done()
				for {
					switch err := call(); {
					case errors.Is(err, agoratoken.ErrClosed):
						return
					case err != nil:
						t.Error(err)
						return
					}
				}
			}()
		}
		issuer.Close()
		endpoint.Close()
		group.Wait()
	}
}
