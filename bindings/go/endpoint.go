package agoratoken

import (
	"math"
	"net/http"
	"time"
	"unsafe"
)

// MaxBody is the largest request body, in bytes, that an [Endpoint] reads. A host may cut a larger one after the
// first byte too many: the answer is 413 either way.
const MaxBody = abiMaxBody

// Endpoint is the token server without the sockets: a request in, a response out. It answers the requests of
// Agora's token server article and of the servers that are built like it. [Handler] mounts it in net/http;
// [Endpoint.Handle] serves any other framework. Any number of goroutines may share one.
//
//	GET  /rtc/{channel}/{role}/{tokentype}/{uid}?expiry=             {"rtcToken":"…"}
//	GET  /rtm/{uid}?expiry=                                          {"rtmToken":"…"}
//	GET  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]?expiry=  {"rtcToken":"…","rtmToken":"…"}
//	GET  /chat/app?expiry=  and  /chat/account/{chatid}?expiry=      {"chatToken":"…"}
//	GET  /ping                                                       {"message":"pong"}
//	POST /getToken, /token/getNew                                    {"token":"…"}
//	POST /token/generate                                             {"code":0,…,"data":{"token":"…"}}
type Endpoint struct {
	handle *handle
}

// EndpointOptions is how an [Endpoint] answers where the servers in the field differ. The zero value is what
// Agora's article has.
type EndpointOptions struct {
	// Version is the version of the tokens that GET answers: V006 (also for 0) or V007. ?version=007 or
	// ?version=006 in a request overrides it. A request with a Policy that limits the user or the channels
	// gets 007 tokens whatever is set here.
	Version Version
	// ClientErrorStatus is the HTTP status of a mistake in a GET: 500 (also for 0) or 400.
	ClientErrorStatus int
	// AllowOrigins are the origins that browsers may ask from, such as "https://example.com"; none is every
	// origin.
	AllowOrigins []string
	// OmitCORSHeaders leaves out every header of CORS, for a host that writes its own.
	OmitCORSHeaders bool
}

// NewEndpoint makes an endpoint that signs with this Issuer, which may be closed first.
//
// Errors: [ErrBadVersion]; [ErrOutOfRange] where ClientErrorStatus is neither 400 nor 500, or an origin is not
// made of visible ASCII characters; [ErrNotUTF8], [ErrClosed].
func NewEndpoint(issuer *Issuer, options EndpointOptions) (*Endpoint, error) {
	given := initialEndpointOptions()
	if options.Version != 0 {
		given.version = uint32(options.Version)
	}
	if options.ClientErrorStatus != 0 {
		given.clientErrorStatus = httpStatus(options.ClientErrorStatus)
	}
	given.allowOrigins = options.AllowOrigins
	given.omitCorsHeaders = toggle(options.OmitCORSHeaders)
	object, err := issuer.borrow()
	if err != nil {
		return nil, err
	}
	defer issuer.release()
	endpoint, status := lib.endpointNew(object, &given)
	if err := failure(status); err != nil {
		return nil, err
	}
	return &Endpoint{newHandle(endpoint, lib.endpointFree)}, nil
}

// Close waits for the requests that the Endpoint is answering and frees it. Every call that comes later gives
// [ErrClosed]. To close twice is fine. An Endpoint that is never closed is freed by the garbage collector.
func (e *Endpoint) Close() error {
	e.owner().close()
	return nil
}

func (e *Endpoint) owner() *handle {
	if e == nil {
		return nil
	}
	return e.handle
}

// borrow gives the library's endpoint until release, which follows only where there is no error.
func (e *Endpoint) borrow() (ref, error) { return e.owner().borrow() }

func (e *Endpoint) release() { e.handle.release() }

// Unlimited is a [Policy.MaxExpiresIn] without a limit.
const Unlimited time.Duration = -1

// Policy is what the sender of a request may be given. Every token of the request is held against it before it is
// signed, and one that asks for more is answered with 403. The zero Policy is invalid: an answer with it is
// [ErrBadAccount], so that a session without a user does not open the door.
type Policy struct {
	// User is the one user whom tokens may name: uid digits, account or user id.
	User string
	// AnyUser allows every user, and tokens for any user; User must then be "".
	AnyUser bool
	// Channels are the channels that tokens may open: names, or prefixes that end in "*". Only a literal "*"
	// allows the token for every channel. None is no channel.
	Channels []string
	// AnyChannel allows any channel by its name, whatever Channels lists, but not the token for every channel.
	AnyChannel bool
	// MaxRole is the highest role; 0 is Subscriber.
	MaxRole Role
	// MaxExpiresIn is the longest lifetime; 0 is 24 hours, and Unlimited has no limit.
	MaxExpiresIn time.Duration
	// AllowAppTokens allows tokens that name no user and act for the whole app (Chat app, Education app, FPA).
	AllowAppTokens bool
	// AllowAIServices allows ConvoAI and STT, which start work on the bill of the app's owner. They name nobody, so
	// neither User nor Channels limits what is started.
	AllowAIServices bool
}

// given is the policy as the library takes it.
func (p *Policy) given() (*abiPolicy, error) {
	given := initialPolicy()
	given.user = p.User
	given.allowAnyUser = toggle(p.AnyUser)
	given.channels = p.Channels
	if p.MaxRole != 0 {
		given.maxRole = uint32(p.MaxRole)
	}
	switch p.MaxExpiresIn {
	case 0:
	case Unlimited:
		given.maxExpiresIn = 0
	default:
		seconds, err := wholeSeconds(p.MaxExpiresIn)
		if err != nil {
			return nil, err
		}
		given.maxExpiresIn = seconds
	}
	given.allowAppTokens = toggle(p.AllowAppTokens)
	given.allowAnyChannel = toggle(p.AnyChannel)
	given.allowAiServices = toggle(p.AllowAIServices)
	return &given, nil
}

// httpStatus is a status for the library; one that is too large for it stays too large.
func httpStatus(status int) uint32 { return uint32(min(uint(status), math.MaxUint32)) }

func toggle(on bool) uint32 {
	if on {
		return 1
	}
	return 0
}

// Request is an HTTP request, as it came: nothing in it needs to be valid.
type Request struct {
	// Method is the method, such as "GET".
	Method string
	// Target is the path and the query, not decoded.
	Target string
	// Origin is the Origin header, or "".
	Origin string
	// Body is the body, or nil.
	Body []byte
	// Policy is what the sender may be given. nil is everything: whoever reaches an open endpoint can have any
	// token of the app.
	Policy *Policy
}

// Response is an HTTP response. Content-Length and Date are for the host to add.
type Response struct {
	Status int
	Header http.Header
	// Body is JSON, or empty.
	Body []byte
}

// Handle answers a request. A mistake in the request is a response too; the errors speak of the host's own
// mistakes.
//
// Errors: [ErrClosed]; of the policy [ErrBadAccount] where it names no user and has no AnyUser, [ErrBadRole],
// [ErrNotUTF8], [ErrBadExpiry] and [ErrExpiryLooksAbsolute].
func (e *Endpoint) Handle(request Request) (*Response, error) {
	endpoint, err := e.borrow()
	if err != nil {
		return nil, err
	}
	defer e.release()
	given := abiRequest{
		method: request.Method,
		target: request.Target,
		origin: request.Origin,
		body:   unsafe.String(unsafe.SliceData(request.Body), len(request.Body)),
	}
	if request.Policy != nil {
		if given.policy, err = request.Policy.given(); err != nil {
			return nil, err
		}
	}
	return take(lib.endpointHandle(endpoint, &given))
}

// Error gives an answer of the host's own in the endpoint's form, with its headers and the body {"error":"…"}: a 401
// before there is a policy, a 429. The status is from 400 to 599 ([ErrOutOfRange]); origin is the request's Origin
// header, or "".
func (e *Endpoint) Error(status int, text, origin string) (*Response, error) {
	endpoint, err := e.borrow()
	if err != nil {
		return nil, err
	}
	defer e.release()
	return take(lib.endpointError(endpoint, httpStatus(status), text, origin))
}

// take copies a response of the library's and frees it.
func take(made ref, status Status) (*Response, error) {
	if err := failure(status); err != nil {
		return nil, err
	}
	defer lib.responseFree(made)
	response := &Response{
		Status: int(lib.responseStatus(made)),
		Header: http.Header{},
		Body:   []byte(lib.responseBody(made)),
	}
	for i := range lib.responseHeaderCount(made) {
		response.Header.Add(lib.responseHeaderName(made, i), lib.responseHeaderValue(made, i))
	}
	if lib.lost(made) {
		return nil, ErrPanic
	}
	return response, nil
}
