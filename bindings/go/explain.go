package agoratoken

import (
	"encoding/json"
	"time"
)

// Explanation says whether a token is good for a use, why not, and what to do.
type Explanation struct {
	// Good reports whether the token is good.
	Good bool
	// Status is 0 for a good token, and otherwise that of the error of [Issuer.Check] or [Issuer.Verify]. A token that
	// those find good and that Agora has cut has the status of [ErrExpired] here.
	Status Status
	// Reason is why the token is not good, in a sentence.
	Reason string
	// Found is what the token has in place of what was asked, and Asked what was asked for: names between quotes, with
	// unusual characters escaped. Both are "" where they tell no more than the reason.
	Found, Asked string
	// Advice is what to do, or "".
	Advice string
	// SDKError is the number of the error by which the RTC SDK reports the token to who joins with it: 109 where it
	// has expired, 110 else. 0 for a good token, where they may join, and for another service.
	SDKError int
	// ExpiresAt is for a good token until when it is good, for one that has expired when it did: what is sooner, the
	// end of the token or of the privilege. Otherwise the zero time.
	ExpiresAt time.Time
	// CutAt is when Agora takes the token for expired, where ExpiresAt is more than the 24 hours that Agora honours;
	// otherwise the zero time.
	CutAt time.Time
	// Now is the time at which the token was looked at.
	Now time.Time
}

// Err is nil for a good token, and otherwise the error of a check that fails for this reason.
func (e *Explanation) Err() error {
	if e.Good {
		return nil
	}
	return &CheckError{Status: e.Status, Found: e.Found, Asked: e.Asked}
}

// UnmarshalJSON reads the JSON of [Issuer.ExplainJSON].
func (e *Explanation) UnmarshalJSON(text []byte) error {
	var members struct {
		Good                         bool
		Status                       Status
		Reason, Found, Asked, Advice string
		SDKError                     int    `json:"sdk_error"`
		ExpiresAt                    uint64 `json:"expires_at"`
		CutAt                        uint64 `json:"cut_at"`
		Now                          uint64
	}
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	*e = Explanation{
		Good: members.Good, Status: members.Status, Reason: members.Reason, Found: members.Found, Asked: members.Asked,
		Advice: members.Advice, SDKError: members.SDKError, ExpiresAt: unixTime(members.ExpiresAt),
		CutAt: unixTime(members.CutAt), Now: unixTime(members.Now),
	}
	return nil
}

// Explain says whether a token is good for what is asked, and where it is not, why, and what to do. Where the
// Service of the question is 0, it looks at the signature and the lifetime alone, as [Issuer.Verify] does.
//
// A token that came in quotes, in JSON, URL-encoded, behind "Bearer", with white space or cut short has the status of
// [ErrMalformedToken], as for a check, and a reason that says so.
//
// A token that is not good is no error here. Errors: [ErrBadService]; [ErrBadPrivilege], [ErrBadChannel] or
// [ErrBadAccount] where a privilege, a channel or a user is asked of a service that has none, or where the Service is 0;
// [ErrOutOfRange] for a time before 1970; [ErrClosed],
// [ErrNotUTF8], [ErrClockFailed].
func (i *Issuer) Explain(token string, question Question) (*Explanation, error) {
	text, err := i.explainJSON(token, question)
	if err != nil {
		return nil, err
	}
	explanation := new(Explanation)
	return explanation, explanation.UnmarshalJSON(text)
}

// ExplainJSON is [Issuer.Explain] as a JSON object. Its members are good, status, name (of the status), reason, found,
// asked, advice, sdk_error, expires_at, cut_at and now, the times in seconds since 1970; null where there is nothing to
// say.
func (i *Issuer) ExplainJSON(token string, question Question) (string, error) {
	text, err := i.explainJSON(token, question)
	return string(text), err
}

func (i *Issuer) explainJSON(token string, question Question) ([]byte, error) {
	at, err := unixSeconds(question.Now)
	if err != nil {
		return nil, err
	}
	issuer, err := i.borrow()
	if err != nil {
		return nil, err
	}
	defer i.release()
	return explain(issuer, token, question, at)
}

// explain asks C once, since what it knows to say fits; a later library may know more.
func explain(issuer ref, token string, question Question, at uint64) ([]byte, error) {
	out := output{text: make([]byte, abiMaxExplanationLen+1)}
	for again := true; again; again = out.grow() {
		lib.explain(issuer, token, uint32(question.Service),
			question.Channel, question.User,
			uint32(question.Privilege), at, &out)
	}
	if err := failure(Status(out.result.status)); err != nil {
		return nil, err
	}
	return out.text[:out.result.len], nil
}

// CheckError is the error of [Issuer.Check], [Issuer.Verify] and their siblings for a token that is not good. It
// matches the variables of this package by [errors.Is], such as [ErrWrongChannel], and is an [Error] by [errors.As].
//
// Its text has no part of the token or of the question; Found and Asked have.
type CheckError struct {
	// Status is the reason.
	Status Status
	// Found is what the token has in place of what was asked, and Asked what was asked for, as in an [Explanation].
	Found, Asked string
}

func (e *CheckError) Error() string { return (&Error{e.Status}).Error() }

// Unwrap gives the [Error] of the status.
func (e *CheckError) Unwrap() error { return &Error{e.Status} }

// verdict is the error of a check. Where it failed, C is asked for the two values.
func verdict(status Status, issuer ref, token string, question Question, at uint64) error {
	if status == abiOk {
		return nil
	}
	var why Explanation
	text, err := explain(issuer, token, question, at)
	if err == nil {
		err = why.UnmarshalJSON(text)
	}
	switch {
	case err == nil && why.Status == status:
		return why.Err()
	case status < abiMalformedToken: // The mistake is in the question, not in the token.
		return failure(status)
	default: // The token is not UTF-8, or between the two calls another second began.
		return &CheckError{Status: status}
	}
}
