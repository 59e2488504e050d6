package agoratoken

import (
	"errors"
	"io"
	"log"
	"net/http"
)

// Refusal is an error with which the authorize function of a [Handler] says how a request is turned away:
//
//	return nil, &agoratoken.Refusal{Status: http.StatusUnauthorized, Message: "log in first"}
type Refusal struct {
	// Status is the HTTP status, from 400 to 599; 0 is 403 Forbidden.
	Status int
	// Message is what the sender reads, as {"error":"…"}; "" is the status's own text, such as "Unauthorized".
	Message string
	// Challenge is the WWW-Authenticate header that a 401 needs, such as "Bearer".
	Challenge string
}

func (r *Refusal) Error() string {
	if r.Message == "" {
		return http.StatusText(r.status())
	}
	return r.Message
}

func (r *Refusal) status() int {
	if r.Status == 0 {
		return http.StatusForbidden
	}
	return r.Status
}

// Handler serves an [Endpoint].
//
// authorize looks at each request in the host's own way, by a session, a header or a certificate, and says what its
// sender may be given, or an error. A [Refusal] among the error's chain is answered as it says; any other error, and
// a missing policy, is 403 Forbidden, and its text stays here. An OPTIONS request is answered without authorize, since
// browsers send their preflights without credentials. With a nil authorize the endpoint is open: whoever reaches it
// can have any token of the app.
//
// Let the Handler have the whole server, or a part of it through [http.StripPrefix]. An [http.ServeMux] redirects
// paths with empty segments, such as /rtc//publisher/uid/1, before the endpoint can say what is missing in them. A
// server of net/http itself answers 400 where the path is no URI, such as /rtm/%zz, and no handler hears of it.
func Handler(endpoint *Endpoint, authorize func(*http.Request) (*Policy, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		response, err := answer(endpoint, authorize, r)
		if err != nil {
			logf(r, "%v (the answer to %s is 500)", err, r.Method)
			response, err = endpoint.Error(http.StatusInternalServerError, "the server is set up wrongly", origin(r))
		}
		if err != nil {
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		for name, values := range response.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(response.Status)
		w.Write(response.Body) // An error is the client's, who has gone.
	})
}

func answer(endpoint *Endpoint, authorize func(*http.Request) (*Policy, error), r *http.Request) (*Response, error) {
	var policy *Policy
	if authorize != nil && r.Method != http.MethodOptions {
		var err error
		if policy, err = authorize(r); err != nil || policy == nil {
			return refuse(endpoint, err, origin(r))
		}
	}
	body, err := readBody(r)
	if err != nil {
		return endpoint.Error(http.StatusBadRequest, "the body could not be read", origin(r))
	}
	return endpoint.Handle(Request{
		Method: r.Method,
		Target: target(r),
		Origin: origin(r),
		Body:   body,
		Policy: policy,
	})
}

func refuse(endpoint *Endpoint, err error, origin string) (*Response, error) {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		refusal = &Refusal{}
	}
	response, err := endpoint.Error(refusal.status(), refusal.Error(), origin)
	if err == nil && refusal.Challenge != "" {
		response.Header.Set("WWW-Authenticate", refusal.Challenge)
	}
	return response, err
}

// readBody reads a body, and of one that is too large enough for the endpoint to see that.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
}

// target is the path and the query as they came: decoding them is the endpoint's. They are read from the URL rather
// than from RequestURI so that http.StripPrefix works. RawPath is empty where encoding the path gives what came.
func target(r *http.Request) string {
	path := r.URL.RawPath
	if path == "" {
		path = r.URL.EscapedPath()
	}
	if r.URL.RawQuery == "" && !r.URL.ForceQuery {
		return path
	}
	return path + "?" + r.URL.RawQuery
}

func origin(r *http.Request) string { return r.Header.Get("Origin") }

// logf tells the host of its mistake, where net/http itself would.
func logf(r *http.Request, format string, args ...any) {
	if server, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok && server.ErrorLog != nil {
		server.ErrorLog.Printf(format, args...)
		return
	}
	log.Printf(format, args...)
}
