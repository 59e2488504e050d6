package agoratoken

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
	return verdict(lib.verify(issuer, token, at), issuer, token, Question{}, at)
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
	status := lib.check(issuer, token, uint32(question.Service),
		question.Channel, question.User,
		uint32(question.Privilege), at)
	return verdict(status, issuer, token, question, at)
}

// CheckRTC is [Issuer.Check] for RTC by the system clock. [AnyUser] asks for a token that is good for any user.
func (i *Issuer) CheckRTC(token, channel string, user User, privilege Privilege) error {
	issuer, err := i.borrow()
	if err != nil {
		return err
	}
	defer i.release()
	var status Status
	if user.isUID {
		status = lib.checkRtcUid(issuer, token, channel,
			uint32(user.uid), uint32(privilege), 0)
	} else {
		status = lib.checkRtcAccount(issuer, token, channel,
			user.account, uint32(privilege), 0)
	}
	if status == abiOk {
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
	status := lib.checkRtm(issuer, token, userID, 0)
	return verdict(status, issuer, token, Question{Service: RTM, User: userID, Privilege: RTMLogin}, 0)
}
