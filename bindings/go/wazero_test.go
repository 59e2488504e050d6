//go:build !cgo || agora_token_wasm

package agoratoken

// What the instance of the WebAssembly module keeps and loses, which the other tests cannot see.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tetratelabs/wazero/api"
)

const (
	testAppID       = "970CA35de60c44645bbae8a215061b33"
	testCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

func testIssuer(t *testing.T) *Issuer {
	t.Helper()
	issuer, err := NewIssuer(testAppID, testCertificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { issuer.Close() })
	return issuer
}

// trap is a call that does not come back, as a bug in the module would end.
func trap(t *testing.T) {
	t.Helper()
	m := wasm.enter(nil)
	defer m.leave()
	m.number(0xfffffff0)
	if _, status := m.call("agora_token_issuer_free"); status != abiPanic {
		t.Fatal(status)
	}
}

func TestAfterEachOf500TrapsIssuersAndEndpointsWorkOnAndNoTwoTokensAreEqual(t *testing.T) {
	issuer := testIssuer(t)
	endpoint, err := NewEndpoint(issuer, EndpointOptions{Version: V007, AllowOrigins: []string{"https://example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	token, err := issuer.RTC("room", UID(42), Publisher, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{token: true}
	for range 500 {
		trap(t)
		if err := issuer.CheckRTC(token, "room", UID(42), RTCJoinChannel); err != nil {
			t.Fatal(err)
		}
		next, err := issuer.RTC("room", UID(42), Publisher, time.Hour)
		if err != nil || seen[next] {
			t.Fatal(next, err)
		}
		seen[next] = true
		if _, err := issuer.Builder(V007).AddFPA().Build(); err != nil {
			t.Fatal(err)
		}
		trap(t)
		response, err := endpoint.Handle(Request{Method: "GET", Target: "/rtm/ann", Origin: "https://example.com"})
		if err != nil || !bytes.Contains(response.Body, []byte(`"007`)) ||
			response.Header.Get("Access-Control-Allow-Origin") != "https://example.com" {
			t.Fatal(response, err)
		}
	}
}

func TestAnEndpointThatOutlivesItsIssuerWorksOnAfterATrap(t *testing.T) {
	issuer := testIssuer(t)
	endpoint, err := NewEndpoint(issuer, EndpointOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	issuer.Close()
	trap(t)
	if response, err := endpoint.Handle(Request{Method: "GET", Target: "/rtc/room/publisher/uid/42"}); err != nil || response.Status != 200 {
		t.Errorf("%+v, %v", response, err)
	}
}

// trapping is a function that does not come back.
type trapping struct{ api.Function }

func (trapping) CallWithStack(context.Context, []uint64) error { return errors.New("trap") }

func TestATrapWhileAnEndpointIsMadeAgainIsAnErrorAndTheNextRequestIsAnswered(t *testing.T) {
	endpoint, err := NewEndpoint(testIssuer(t), EndpointOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	request := Request{Method: "GET", Target: "/rtc/room/publisher/uid/42"}
	for _, function := range []string{"agora_token_issuer_new", "agora_token_endpoint_new", "agora_token_issuer_free"} {
		trap(t)
		wasm.enter(nil).leave() // starts an instance
		wasm.functions[function] = trapping{}
		if response, err := endpoint.Handle(request); !errors.Is(err, ErrPanic) {
			t.Errorf("%s: %+v, %v", function, response, err)
		}
		if response, err := endpoint.Handle(request); err != nil || response.Status != 200 {
			t.Errorf("after %s: %+v, %v", function, response, err)
		}
	}
}

func TestWhatATrapTookAwayIsAnErrorAndNoWrongAnswer(t *testing.T) {
	issuer := testIssuer(t)
	token, err := issuer.FPA()
	if err != nil {
		t.Fatal(err)
	}
	info, status := lib.parse(token)
	if status != abiOk {
		t.Fatal(status)
	}
	builder, status := lib.builderNew(issuer.handle.object, uint32(V007))
	if status != abiOk {
		t.Fatal(status)
	}
	trap(t)
	if !lib.lost(info) {
		t.Error("the info is not lost")
	}
	if status := lib.builderAddFpa(builder); status != abiPanic {
		t.Error(status)
	}
	if _, err := grown(func(out *output) { lib.builderBuild(builder, out) }); !errors.Is(err, ErrPanic) {
		t.Error(err)
	}
	lib.builderFree(builder)
	lib.infoFree(info)
	if err := issuer.Verify(token); err != nil {
		t.Error(err)
	}
}

func TestTrapsOfOneGoroutineLetOthersWorkOn(t *testing.T) {
	issuer := testIssuer(t)
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 200 {
				token, err := issuer.RTC("room", UID(42), Publisher, time.Hour)
				if err == nil {
					err = issuer.CheckRTC(token, "room", UID(42), RTCPublishData)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		}()
	}
	for range 100 {
		trap(t)
	}
	group.Wait()
}

// holds reports what of the certificate is in the module's memory: its text, or what an HMAC keeps of it.
func holds(t *testing.T) []string {
	t.Helper()
	m := wasm.enter(nil)
	defer m.leave()
	memory, _ := m.memory.Read(0, m.memory.Size())
	var held []string
	for name, trace := range traces(t) {
		if bytes.Contains(memory, trace) {
			held = append(held, name)
		}
	}
	return held
}

func traces(t *testing.T) map[string][]byte {
	t.Helper()
	traces := map[string][]byte{"the certificate": []byte(testCertificate)}
	for name, pad := range map[string]byte{"the inner state": 0x36, "the outer state": 0x5c} {
		block := bytes.Repeat([]byte{pad}, sha256.BlockSize)
		for i := range testCertificate {
			block[i] ^= testCertificate[i]
		}
		hash := sha256.New()
		hash.Write(block)
		kept, err := hash.(encoding.BinaryMarshaler).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		// Behind four bytes of Go's own, in big-endian; WebAssembly is little-endian.
		state := make([]byte, sha256.Size)
		for i := 0; i < sha256.Size; i += 4 {
			binary.LittleEndian.PutUint32(state[i:], binary.BigEndian.Uint32(kept[4+i:]))
		}
		traces[name] = state
	}
	return traces
}

func TestAfterCloseNothingOfTheCertificateIsInTheModulesMemory(t *testing.T) {
	trap(t) // What other tests left to the garbage collector goes with its instance.
	if held := holds(t); held != nil {
		t.Fatal("before: ", held)
	}
	issuer := testIssuer(t)
	token, err := issuer.RTC006("room", UID(42), Publisher, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := issuer.CheckRTC(token, "room", UID(42), RTCJoinChannel); err != nil {
		t.Fatal(err)
	}
	if len(holds(t)) != 3 {
		t.Errorf("an open issuer holds %q, so the search does not see all", holds(t))
	}
	endpoint, err := NewEndpoint(issuer, EndpointOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kept := [][]byte{issuer.handle.object.kept.appCertificate, endpoint.handle.object.kept.appCertificate}
	issuer.Close()
	if held := holds(t); held == nil {
		t.Error("the endpoint does not hold it")
	}
	endpoint.Close()
	if held := holds(t); held != nil {
		t.Error(held)
	}
	for _, certificate := range kept {
		if !bytes.Equal(certificate, make([]byte, len(testCertificate))) {
			t.Error("what was kept is not wiped")
		}
	}
}

func TestACertificateThatIsRefusedIsNotLeftBehind(t *testing.T) {
	trap(t)
	if _, err := NewIssuer("none", testCertificate); !errors.Is(err, ErrBadAppID) {
		t.Error(err)
	}
	if _, err := NewIssuer(testAppID, testCertificate+"0"); !errors.Is(err, ErrBadAppCertificate) {
		t.Error(err)
	}
	if held := holds(t); held != nil {
		t.Error(held)
	}
}

func TestTheMemoryOfAnInstanceThatTrappedIsWiped(t *testing.T) {
	testIssuer(t)
	memory, _ := wasm.memory.Read(0, wasm.memory.Size())
	trap(t)
	if !bytes.Equal(memory, make([]byte, len(memory))) {
		t.Error("something is left")
	}
}

func TestTextsThatAreTooLongTogetherAreRefusedAndTheNextCallWorks(t *testing.T) {
	issuer := testIssuer(t)
	names := make([]string, 256)
	for i := range names {
		names[i] = strings.Repeat("n", maxText)
	}
	if _, err := issuer.Builder(V007).AddRTM2("u").Permit(Users, Read, names...).Build(); !errors.Is(err, ErrStringTooLong) {
		t.Error(err)
	}
	if size := wasm.memory.Size(); size > 4*maxTexts {
		t.Errorf("the memory has grown to %d bytes", size)
	}
	if _, err := NewIssuer(testAppID, strings.Repeat("0", maxTexts+1)); !errors.Is(err, ErrBadAppCertificate) {
		t.Error(err)
	}
	if _, err := issuer.FPA(); err != nil {
		t.Error(err)
	}
}

func TestATextThatIsCutIsRefusedAsTheWholeWouldBe(t *testing.T) {
	issuer := testIssuer(t)
	for _, channel := range []string{strings.Repeat("é", maxText), "x" + strings.Repeat("é", maxText), strings.Repeat("\U0001f600", maxText)} {
		if _, err := issuer.RTC(channel, UID(42), Publisher, time.Hour); !errors.Is(err, ErrBadChannel) {
			t.Error(err)
		}
		if _, err := issuer.Builder(V007).AddRTM(channel).Build(); !errors.Is(err, ErrStringTooLong) {
			t.Error(err)
		}
	}
	if _, err := issuer.RTC(strings.Repeat("\xff", 2*maxText), UID(42), Publisher, time.Hour); !errors.Is(err, ErrNotUTF8) {
		t.Error(err)
	}
}
