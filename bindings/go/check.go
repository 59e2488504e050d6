package agoratoken

// #include "native.h"
import "C"

import "time"

// Verify checks the signature and the lifetime of a 007 token by the system clock, and nothing about whom it is
// for.
//
// Errors, in this order: [ErrTokenTooLarge], [ErrMalformedToken], [ErrUnknownVersion], [ErrNoService];
// [ErrUnsupportedInVersion] for a 006 token, whose signature only [Issuer.Check] can check; [ErrWrongApp],
// [ErrBadSignature], [ErrExpired].
func (i *Issuer) Verify(token string) error { return i.VerifyAt(token, time.Time{}) }

// VerifyAt is [Issuer.Verify] by another time than the current one, after 1970 ([ErrOutOfRange]). The zero time
// is the system clock.
func (i *Issuer) VerifyAt(token string, now time.Time) error {
	at, err := unixSeconds(now)
	if err != nil {
		return err
	}
	issuer, err := i.borrow()
	if err != nil {
		return err
	}
	defer i.release()
	return verdict(C.go_verify(issuer, data(token), size(token), at), issuer, token, Question{}, at)
}

// Question is what [Issuer.Check] asks of a token.
type Question struct {
	// Service is the service that is to be used. [Issuer.Explain] takes 0 for signature and lifetime alone.
	Service ServiceType
	// Channel is the channel, or the room uuid for Education; "" for a service that has none.
	Channel string
	// User is the account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has
	// none. In RTC, Streaming and FCDN "" asks for a token that is good for any user.
	User string
	// Privilege is the privilege that is needed; NoPrivilege for ConvoAI and STT.
	Privilege Privilege
	// Now is the time of the check, after 1970. The zero time is the system clock.
	Now time.Time
}

// Check reports whether a token is signed by this app, is alive, and grants a privilege of a service in a channel
// to a user: nil, or the first thing that does not match. Of a token that is not good the error is a [*CheckError].
//
// An empty account in the token is any user, and the channel "*" in it is every channel. A token or a privilege
// has expired when now is its expiry or later.
//
// Errors: [ErrBadService]; [ErrBadPrivilege], [ErrBadChannel] or [ErrBadAccount] where a privilege, a channel or a user
// is asked of a service that has none; those of [Issuer.Verify]; [ErrWrongChannel], [ErrWrongUser], [ErrNotGranted],
// and [ErrExpired] for the privilege. For a 006 token [ErrUnsupportedInVersion] where the service is neither RTC nor
// RTM; [ErrWrongApp], [ErrWrongChannel], [ErrWrongUser], [ErrBadSignature], [ErrExpired], [ErrNotGranted].
func (i *Issuer) Check(token string, question Question) error {
	at, err := unixSeconds(question.Now)
	if err != nil {
		return err
	}
	issuer, err := i.borrow()
	if err != nil {
		return err
	}
	defer i.release()
	status := C.go_check(issuer, data(token), size(token), C.uint32_t(question.Service),
		data(question.Channel), size(question.Channel), data(question.User), size(question.User),
		C.uint32_t(question.Privilege), at)
	return verdict(status, issuer, token, question, at)
}

// CheckRTC is [Issuer.Check] for RTC by the system clock. [AnyUser] asks for a token that is good for any user.
func (i *Issuer) CheckRTC(token, channel string, user User, privilege Privilege) error {
	issuer, err := i.borrow()
	if err != nil {
		return err
	}
	defer i.release()
	var status C.agora_token_status
	if user.isUID {
		status = C.go_check_rtc_uid(issuer, data(token), size(token), data(channel), size(channel),
			C.uint32_t(user.uid), C.uint32_t(privilege), 0)
	} else {
		status = C.go_check_rtc_account(issuer, data(token), size(token), data(channel), size(channel),
			data(user.account), size(user.account), C.uint32_t(privilege), 0)
	}
	if status == C.AGORA_TOKEN_OK {
		return nil // Without the text of the user, which allocates.
	}
	question := Question{Service: RTC, Channel: channel, User: user.text(), Privilege: privilege}
	return verdict(status, issuer, token, question, 0)
}

// CheckRTM is [Issuer.Check] for the RTM login of one user id by the system clock.
func (i *Issuer) CheckRTM(token, userID string) error {
	issuer, err := i.borrow()
	if err != nil {
		return err
	}
	defer i.release()
	status := C.go_check_rtm(issuer, data(token), size(token), data(userID), size(userID), 0)
	return verdict(status, issuer, token, Question{Service: RTM, User: userID, Privilege: RTMLogin}, 0)
}
