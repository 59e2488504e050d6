package agoratoken_test

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"agoratoken"
)

func newEndpoint(t testing.TB, options agoratoken.EndpointOptions) *agoratoken.Endpoint {
	t.Helper()
	endpoint, err := agoratoken.NewEndpoint(newIssuer(t), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endpoint.Close() })
	return endpoint
}

// contract is tests/contract.json: what every server built on the endpoint answers.
type contract struct {
	Headers map[string]string
	Cases   []contractCase
}

type contractCase struct {
	Name    string
	Options struct {
		Version           string
		ClientErrorStatus int      `json:"client_error_status"`
		AllowOrigins      []string `json:"allow_origins"`
		OmitCORSHeaders   bool     `json:"omit_cors_headers"`
	}
	Policy  *contractPolicy
	Request struct {
		Method  string
		Target  pieces
		Headers map[string]string
		Body    pieces
		BodyHex string `json:"body_hex"`
	}
	Expect struct {
		Status  int
		Headers map[string]*string
		Body    any
	}
}

type contractPolicy struct {
	User            string
	Channels        []string
	AllowAny        bool    `json:"allow_any_channel"`
	MaxRole         string  `json:"max_role"`
	MaxExpiresIn    *uint32 `json:"max_expires_in"`
	AllowAppTokens  bool    `json:"allow_app_tokens"`
	AllowAIServices bool    `json:"allow_ai_services"`
}

// pieces are a text, or a list of texts and repetitions to be joined.
type pieces string

func (p *pieces) UnmarshalJSON(text []byte) error {
	var whole string
	if json.Unmarshal(text, &whole) == nil {
		*p = pieces(whole)
		return nil
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	for _, part := range parts {
		if json.Unmarshal(part, &whole) == nil {
			*p += pieces(whole)
			continue
		}
		var repeated struct {
			Repeat string
			Times  int
		}
		if err := json.Unmarshal(part, &repeated); err != nil {
			return err
		}
		*p += pieces(strings.Repeat(repeated.Repeat, repeated.Times))
	}
	return nil
}

func (p *contractPolicy) policy() *agoratoken.Policy {
	policy := &agoratoken.Policy{
		User:            p.User,
		Channels:        p.Channels,
		AnyChannel:      p.AllowAny,
		AllowAppTokens:  p.AllowAppTokens,
		AllowAIServices: p.AllowAIServices,
	}
	if p.MaxRole == "publisher" {
		policy.MaxRole = agoratoken.Publisher
	}
	if p.MaxExpiresIn != nil {
		policy.MaxExpiresIn = seconds(*p.MaxExpiresIn)
		if *p.MaxExpiresIn == 0 {
			policy.MaxExpiresIn = agoratoken.Unlimited
		}
	}
	return policy
}

// serve serves a handler on a port of its own and gives the address.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.DisableGeneralOptionsHandler = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// exchange serves a handler and sends it the bytes of a request; nothing between changes the target.
func exchange(t *testing.T, handler http.Handler, method, target string, headers map[string]string, body string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", serve(t, handler))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method, target)
	for name, value := range headers {
		fmt.Fprintf(conn, "%s: %s\r\n", name, value)
	}
	fmt.Fprintf(conn, "Content-Length: %d\r\n\r\n%s", len(body), body)
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(content)
}

// exchangeWithoutServer hands a handler the request that a more lenient server would.
func exchangeWithoutServer(_ *testing.T, handler http.Handler, method, target string, _ map[string]string, body string) (*http.Response, string) {
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	path, query, _ := strings.Cut(target, "?")
	r.URL = &url.URL{Path: path, RawPath: path, RawQuery: query}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	return recorder.Result(), recorder.Body.String()
}

// matches compares an answer with the expected one, in which a token is an object with the member "$token".
func matches(answer, expected any) bool {
	object, ok := expected.(map[string]any)
	if !ok {
		return reflect.DeepEqual(answer, expected)
	}
	if _, ok := object["$token"]; ok {
		token, ok := answer.(string)
		_, err := agoratoken.Parse(token)
		return ok && err == nil
	}
	members, ok := answer.(map[string]any)
	if !ok || len(members) != len(object) {
		return false
	}
	for name := range object {
		if !matches(members[name], object[name]) {
			return false
		}
	}
	return true
}

func readContract(t *testing.T) contract {
	t.Helper()
	text, err := os.ReadFile("../../tests/contract.json")
	if err != nil {
		t.Fatal(err)
	}
	var c contract
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Cases) < 300 {
		t.Fatalf("%d cases", len(c.Cases))
	}
	return c
}

func TestTheHandlerKeepsTheContractOverRealSockets(t *testing.T) {
	c := readContract(t)
	for _, test := range c.Cases {
		t.Run(test.Name, func(t *testing.T) {
			options := agoratoken.EndpointOptions{
				ClientErrorStatus: test.Options.ClientErrorStatus,
				AllowOrigins:      test.Options.AllowOrigins,
				OmitCORSHeaders:   test.Options.OmitCORSHeaders,
			}
			if test.Options.Version == "007" {
				options.Version = agoratoken.V007
			}
			var authorize func(*http.Request) (*agoratoken.Policy, error)
			if test.Policy != nil {
				authorize = func(*http.Request) (*agoratoken.Policy, error) { return test.Policy.policy(), nil }
			}
			handler := agoratoken.Handler(newEndpoint(t, options), authorize)
			body := string(test.Request.Body)
			if test.Request.BodyHex != "" {
				bytes, err := hex.DecodeString(test.Request.BodyHex)
				if err != nil {
					t.Fatal(err)
				}
				body = string(bytes)
			}
			send := exchange
			if _, err := url.ParseRequestURI(string(test.Request.Target)); err != nil {
				// A server of net/http refuses such a target before a handler sees it.
				send = exchangeWithoutServer
			}
			response, content := send(t, handler, test.Request.Method, string(test.Request.Target), test.Request.Headers, body)
			test.compare(t, c.Headers, response, content)
		})
	}
}

func (test contractCase) compare(t *testing.T, headers map[string]string, response *http.Response, content string) {
	if response.StatusCode != test.Expect.Status {
		t.Errorf("%s %s", response.Status, content)
	}
	for name, value := range headers {
		if _, ok := test.Expect.Headers[name]; !ok {
			test.Expect.Headers = with(test.Expect.Headers, name, &value)
		}
	}
	for name, value := range test.Expect.Headers {
		got := response.Header.Values(name)
		if value == nil && len(got) > 0 || value != nil && !reflect.DeepEqual(got, []string{*value}) {
			t.Errorf("%s: %q", name, got)
		}
		response.Header.Del(name)
	}
	for _, name := range []string{"Date", "Content-Length", "Connection"} {
		response.Header.Del(name)
	}
	if len(response.Header) > 0 {
		t.Errorf("more headers than expected: %v", response.Header)
	}
	if test.Expect.Body == nil {
		if content != "" {
			t.Errorf("body %s", content)
		}
		return
	}
	var answer any
	if err := json.Unmarshal([]byte(content), &answer); err != nil || !matches(answer, test.Expect.Body) {
		t.Errorf("%s is not %v", content, test.Expect.Body)
	}
}

func with(headers map[string]*string, name string, value *string) map[string]*string {
	if headers == nil {
		headers = map[string]*string{}
	}
	headers[name] = value
	return headers
}

func TestAPolicyWithoutAUserIsTheHostsMistakeAndOpensNothing(t *testing.T) {
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{})
	request := agoratoken.Request{Method: "GET", Target: "/rtc/room/audience/uid/42", Policy: &agoratoken.Policy{AnyChannel: true}}
	if response, err := endpoint.Handle(request); !errors.Is(err, agoratoken.ErrBadAccount) {
		t.Errorf("%+v, %v", response, err)
	}
	handler := agoratoken.Handler(endpoint, func(*http.Request) (*agoratoken.Policy, error) {
		return &agoratoken.Policy{AnyChannel: true}, nil
	})
	response, body := exchange(t, handler, "GET", request.Target, nil, "")
	if response.StatusCode != 500 || body != `{"error":"the server is set up wrongly"}` {
		t.Error(response.Status, body)
	}
}

func TestBadPoliciesAndOptionsAreErrors(t *testing.T) {
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{})
	policies := map[error]agoratoken.Policy{
		agoratoken.ErrBadRole:             {AnyUser: true, MaxRole: 3},
		agoratoken.ErrBadExpiry:           {AnyUser: true, MaxExpiresIn: 1500 * time.Millisecond},
		agoratoken.ErrExpiryLooksAbsolute: {AnyUser: true, MaxExpiresIn: 1 << 32 * time.Second},
		agoratoken.ErrNotUTF8:             {User: "\xff"},
	}
	for want, policy := range policies {
		request := agoratoken.Request{Method: "GET", Target: "/ping", Policy: &policy}
		if response, err := endpoint.Handle(request); !errors.Is(err, want) {
			t.Errorf("%+v, %v is not %v", response, err, want)
		}
	}
	options := []struct {
		agoratoken.EndpointOptions
		want error
	}{
		{agoratoken.EndpointOptions{Version: 5}, agoratoken.ErrBadVersion},
		{agoratoken.EndpointOptions{ClientErrorStatus: 404}, agoratoken.ErrOutOfRange},
		{agoratoken.EndpointOptions{ClientErrorStatus: -1}, agoratoken.ErrOutOfRange},
		{agoratoken.EndpointOptions{ClientErrorStatus: 1<<32 + 400}, agoratoken.ErrOutOfRange},
		{agoratoken.EndpointOptions{AllowOrigins: []string{"https://a.example\r\nX: y"}}, agoratoken.ErrOutOfRange},
	}
	for _, test := range options {
		if _, err := agoratoken.NewEndpoint(newIssuer(t), test.EndpointOptions); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.EndpointOptions, err)
		}
	}
}

func TestAuthorizeDecidesWhoIsTurnedAwayAndHow(t *testing.T) {
	tests := []struct {
		err    error
		status int
		body   string
	}{
		{&agoratoken.Refusal{Status: 401, Message: "log in first", Challenge: "Bearer"}, 401, `{"error":"log in first"}`},
		{fmt.Errorf("session: %w", &agoratoken.Refusal{Status: 429}), 429, `{"error":"Too Many Requests"}`},
		{&agoratoken.Refusal{}, 403, `{"error":"Forbidden"}`},
		{errors.New("connect to 10.0.0.7: refused"), 403, `{"error":"Forbidden"}`},
		{nil, 403, `{"error":"Forbidden"}`},
		{&agoratoken.Refusal{Status: 200}, 500, `{"error":"the server is set up wrongly"}`},
	}
	for _, test := range tests {
		endpoint := newEndpoint(t, agoratoken.EndpointOptions{AllowOrigins: []string{"https://app.example"}})
		handler := agoratoken.Handler(endpoint, func(*http.Request) (*agoratoken.Policy, error) { return nil, test.err })
		headers := map[string]string{"Origin": "https://app.example"}
		response, body := exchange(t, handler, "GET", "/rtc/room/audience/uid/42", headers, "")
		if response.StatusCode != test.status || body != test.body {
			t.Errorf("%v: %s %s", test.err, response.Status, body)
		}
		if origin := response.Header.Get("Access-Control-Allow-Origin"); origin != "https://app.example" {
			t.Errorf("a browser could not read the refusal: %q", origin)
		}
		if challenge := response.Header.Get("WWW-Authenticate"); (challenge == "Bearer") != (test.status == 401) {
			t.Errorf("%v: %q", test.err, challenge)
		}
		// A browser sends its preflight without credentials.
		if response, _ := exchange(t, handler, "OPTIONS", "/rtc/room/audience/uid/42", headers, ""); response.StatusCode != 204 {
			t.Errorf("preflight: %s", response.Status)
		}
	}
}

func TestAnUnlimitedPolicyLimitsNothing(t *testing.T) {
	everything := &agoratoken.Policy{
		AnyUser: true, AnyChannel: true, Channels: []string{"*"}, MaxRole: agoratoken.Publisher,
		MaxExpiresIn: agoratoken.Unlimited, AllowAppTokens: true, AllowAIServices: true,
	}
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{})
	for _, target := range []string{"/rtc/*/publisher/uid/0?expiry=999999999", "/chat/app", "/rtm/u"} {
		response, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: target, Policy: everything})
		if err != nil || response.Status != 200 {
			t.Errorf("%s: %+v, %v", target, response, err)
		}
	}
}

func TestAHostWithItsOwnCORSGetsNoneOfTheEndpoints(t *testing.T) {
	handler := agoratoken.Handler(newEndpoint(t, agoratoken.EndpointOptions{OmitCORSHeaders: true}),
		func(r *http.Request) (*agoratoken.Policy, error) { return nil, &agoratoken.Refusal{Status: 401} })
	for _, method := range []string{"OPTIONS", "GET"} {
		headers := map[string]string{"Origin": "https://app.example"}
		response, _ := exchange(t, handler, method, "/rtc/room/audience/uid/42", headers, "")
		for name := range response.Header {
			if strings.HasPrefix(name, "Access-Control-") || name == "Vary" {
				t.Errorf("%s: %s", method, name)
			}
		}
	}
}

func TestTheHandlerLivesUnderAPrefixAndTakesTheAbsoluteForm(t *testing.T) {
	handler := agoratoken.Handler(newEndpoint(t, agoratoken.EndpointOptions{}), nil)
	handler = http.StripPrefix("/tokens", handler)
	for _, target := range []string{
		"/tokens/rtc/a%2Bb/publisher/userAccount/%C3%A9%2F%25?expiry=60",
		"/tokens/rtc/a|b/publisher/userAccount/c%2Fd",
		"http://localhost/tokens/rtc/a%2Bb/publisher/uid/1?expiry=60",
	} {
		if response, body := exchange(t, handler, "GET", target, nil, ""); response.StatusCode != 200 {
			t.Errorf("%s: %s %s", target, response.Status, body)
		}
	}
	if _, body := exchange(t, handler, "GET", "/tokens/rtc//publisher/uid/1", nil, ""); !strings.HasPrefix(body, `{"error":"channel is required","detail":"`) {
		t.Error(body)
	}
}

func TestOfALargeBodyOneByteTooManyIsRead(t *testing.T) {
	handler := agoratoken.Handler(newEndpoint(t, agoratoken.EndpointOptions{}), nil)
	for size, status := range map[int]int{agoratoken.MaxBody: 400, agoratoken.MaxBody + 1: 413, 10 << 20: 413} {
		body := strings.NewReader(strings.Repeat(" ", size))
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest("POST", "/getToken", body))
		if recorder.Code != status {
			t.Errorf("%d bytes: %d %s", size, recorder.Code, recorder.Body)
		}
		if read := size - body.Len(); read > agoratoken.MaxBody+1 {
			t.Errorf("%d of %d bytes were read", read, size)
		}
	}
}

func TestABodyThatBreaksOffIsAnAnswer(t *testing.T) {
	handler := agoratoken.Handler(newEndpoint(t, agoratoken.EndpointOptions{}), nil)
	body := io.MultiReader(strings.NewReader(`{"tokenType":`), brokenReader{})
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest("POST", "/getToken", body))
	if recorder.Code != 400 || recorder.Body.String() != `{"error":"the body could not be read"}` {
		t.Error(recorder.Code, recorder.Body)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAnyBytesInARequestAreAnswered(t *testing.T) {
	endpoint := newEndpoint(t, agoratoken.EndpointOptions{AllowOrigins: []string{"https://app.example"}})
	for _, bytes := range []string{"", "\x00", "/rtc/a\x00b/publisher/uid/1", "\xff\xfe", strings.Repeat("/", 1<<20)} {
		response, err := endpoint.Handle(agoratoken.Request{Method: bytes, Target: bytes, Origin: bytes, Body: []byte(bytes)})
		if err != nil || response.Status < 400 {
			t.Errorf("%.40q: %+v, %v", bytes, response, err)
		}
	}
	response, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/rtc/a\x00b/publisher/uid/1"})
	if err != nil || !strings.HasPrefix(string(response.Body), `{"error":"channel is invalid","detail":"`) {
		t.Errorf("%s, %v", response.Body, err)
	}
	if _, err := endpoint.Error(401, "\xff", ""); !errors.Is(err, agoratoken.ErrNotUTF8) {
		t.Error(err)
	}
}
