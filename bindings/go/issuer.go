package agoratoken

import (
	"time"
	"unsafe"
)

// Issuer is an app's App ID and App Certificate, and what they sign.
//
// Any number of goroutines may share one Issuer. Its one-call methods each sign one token with the current
// time and a salt of its own; lifetimes count from now, are in whole seconds, and begin at one second. Agora
// honours at most 24 hours: a longer lifetime is legal here, and Agora takes the token for expired 24 hours
// after its issuing.
//
// Names follow Agora's rules. A channel is 1 to 64 bytes of letters, digits, space, comma and
// !#$%&()+-.:;<=>?@[]^_{|}~ or "*" alone, which is every channel. An account is 1 to 255 bytes; user ids
// and uuids are 1 to 64; all are UTF-8 without control characters.
//
// Beyond the errors that its documentation lists, each method can fail with [ErrClosed], and where it takes
// a string with [ErrNotUTF8]; those that sign with [ErrClockFailed] and [ErrRandomFailed].
type Issuer struct {
	handle *handle
}

// NewIssuer takes an app's App ID and App Certificate, each 32 hexadecimal characters as Agora's console shows
// them. One Issuer per app is enough.
//
// Errors: [ErrBadAppID], [ErrBadAppCertificate], [ErrRandomFailed].
func NewIssuer(appID, appCertificate string) (*Issuer, error) {
	issuer, status := lib.issuerNew(appID, appCertificate)
	if err := failure(status); err != nil {
		return nil, err
	}
	return &Issuer{newHandle(issuer, lib.issuerFree)}, nil
}

// Close waits for the calls that are running on this Issuer, then wipes the certificate from the library's
// memory, unless a Builder's running Build or an [Endpoint] still needs it. Every call that comes later gives
// [ErrClosed]. To close twice is fine. An Issuer that is never closed is freed by the garbage collector.
func (i *Issuer) Close() error {
	i.owner().close()
	return nil
}

func (i *Issuer) owner() *handle {
	if i == nil {
		return nil
	}
	return i.handle
}

// borrow gives the library's issuer until release, which follows only where there is no error.
func (i *Issuer) borrow() (ref, error) { return i.owner().borrow() }

// release ends what borrow began. The one-call methods do without a defer: C cannot panic, and in calls this short a
// defer is felt.
func (i *Issuer) release() { i.handle.release() }

// borrowFor is borrow for a call with a lifetime.
func (i *Issuer) borrowFor(expiresIn time.Duration) (ref, uint32, error) {
	seconds, err := wholeSeconds(expiresIn)
	if err != nil {
		return nil, 0, err
	}
	issuer, err := i.borrow()
	return issuer, seconds, err
}

// usualLen is the length of the longest token that C writes at the first try.
const usualLen = 400

// outputFor makes the room that the usual token with so many bytes of names takes.
func outputFor(names int) output {
	usual := min(176+min(names, usualLen)*4/3, usualLen)
	return output{text: make([]byte, usual+1)}
}

// grow reports whether the token did not fit, so that C is to be called again, and makes the room for it.
func (o *output) grow() bool {
	if o.result.status != abiBufferTooSmall {
		return false
	}
	o.text = make([]byte, o.result.len+1)
	return true
}

// token gives what C wrote.
func (o *output) token() (string, error) {
	if err := failure(Status(o.result.status)); err != nil {
		return "", err
	}
	return unsafe.String(unsafe.SliceData(o.text), o.result.len), nil
}

// RTC gives a 007 token for one user in one RTC channel. The channel "*" is every channel.
//
// Errors: [ErrBadRole], [ErrBadChannel], [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) RTC(channel string, user User, role Role, expiresIn time.Duration) (string, error) {
	return i.rtc(V007, channel, user, role, expiresIn)
}

// RTC006 is [Issuer.RTC] for a 006 token, which ends before 2106 or fails with [ErrBadExpiry].
func (i *Issuer) RTC006(channel string, user User, role Role, expiresIn time.Duration) (string, error) {
	return i.rtc(V006, channel, user, role, expiresIn)
}

func (i *Issuer) rtc(version Version, channel string, user User, role Role, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(channel) + len(user.account))
	if user.isUID {
		for again := true; again; again = out.grow() {
			lib.rtcUid(issuer, uint32(version), channel,
				uint32(user.uid), uint32(role), seconds, &out)
		}
	} else {
		for again := true; again; again = out.grow() {
			lib.rtcAccount(issuer, uint32(version), channel,
				user.account, uint32(role), seconds, &out)
		}
	}
	i.release()
	return out.token()
}

// RTM gives a 007 token for one RTM (Signaling) user.
//
// Errors: [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) RTM(userID string, expiresIn time.Duration) (string, error) {
	return i.rtm(V007, userID, expiresIn)
}

// RTM006 is [Issuer.RTM] for a 006 token, which ends before 2106 or fails with [ErrBadExpiry].
func (i *Issuer) RTM006(userID string, expiresIn time.Duration) (string, error) {
	return i.rtm(V006, userID, expiresIn)
}

func (i *Issuer) rtm(version Version, userID string, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(userID))
	for again := true; again; again = out.grow() {
		lib.rtm(issuer, uint32(version), userID, seconds, &out)
	}
	i.release()
	return out.token()
}

// RTCRTM gives one 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes.
//
// Errors: [ErrBadRole], [ErrBadChannel], [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) RTCRTM(channel, account string, role Role, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(channel) + len(account) + 8)
	for again := true; again; again = out.grow() {
		lib.rtcRtm(issuer, channel, account,
			uint32(role), seconds, &out)
	}
	i.release()
	return out.token()
}

// ConvoAI gives one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI:
// what an app needs that starts a voice agent in its channel. Whoever holds it can start agents on the bill of the
// app's owner.
//
// Errors: [ErrBadRole], [ErrBadChannel], [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) ConvoAI(channel, account string, role Role, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(channel) + len(account) + 8)
	for again := true; again; again = out.grow() {
		lib.convoai(issuer, channel, account,
			uint32(role), seconds, &out)
	}
	i.release()
	return out.token()
}

// STT gives one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT
// (real-time speech to text): what an app needs that starts the transcription of its channel. Whoever holds it can
// start work on the bill of the app's owner.
//
// Errors: [ErrBadRole], [ErrBadChannel], [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) STT(channel, account string, role Role, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(channel) + len(account) + 8)
	for again := true; again; again = out.grow() {
		lib.stt(issuer, channel, account,
			uint32(role), seconds, &out)
	}
	i.release()
	return out.token()
}

// ChatUser gives a 007 token for one Chat user.
//
// Errors: [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) ChatUser(userID string, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(userID))
	for again := true; again; again = out.grow() {
		lib.chatUser(issuer, userID, seconds, &out)
	}
	i.release()
	return out.token()
}

// ChatApp gives a 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a
// user.
//
// Errors: [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) ChatApp(expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(0)
	for again := true; again; again = out.grow() {
		lib.chatApp(issuer, seconds, &out)
	}
	i.release()
	return out.token()
}

// EducationRoomUser gives a 007 token for one user of one Education (Flexible Classroom) room, with that user's
// RTM and Chat. The role is the classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another
// number that your classroom defines.
//
// Errors: [ErrBadAccount] for either uuid, [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) EducationRoomUser(roomUUID, userUUID string, role int16, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(roomUUID) + len(userUUID) + 44)
	for again := true; again; again = out.grow() {
		lib.educationRoomUser(issuer, roomUUID, userUUID, int16(role), seconds, &out)
	}
	i.release()
	return out.token()
}

// EducationUser gives a 007 token for one Education user, outside of rooms.
//
// Errors: [ErrBadAccount], [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) EducationUser(userUUID string, expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(len(userUUID))
	for again := true; again; again = out.grow() {
		lib.educationUser(issuer, userUUID, seconds, &out)
	}
	i.release()
	return out.token()
}

// EducationApp gives a 007 token for the whole Education app, for a backend that calls its REST API. Never give
// it to a user.
//
// Errors: [ErrBadExpiry], [ErrExpiryLooksAbsolute].
func (i *Issuer) EducationApp(expiresIn time.Duration) (string, error) {
	issuer, seconds, err := i.borrowFor(expiresIn)
	if err != nil {
		return "", err
	}
	out := outputFor(0)
	for again := true; again; again = out.grow() {
		lib.educationApp(issuer, seconds, &out)
	}
	i.release()
	return out.token()
}

// FPA gives a 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does.
func (i *Issuer) FPA() (string, error) {
	issuer, err := i.borrow()
	if err != nil {
		return "", err
	}
	out := outputFor(0)
	for again := true; again; again = out.grow() {
		lib.fpa(issuer, &out)
	}
	i.release()
	return out.token()
}
