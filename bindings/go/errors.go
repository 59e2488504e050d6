package agoratoken

import (
	"errors"
	"fmt"
)

// ErrClosed is the error of every call on an [Issuer] or [Endpoint] that is closed, that is nil, or that
// its constructor did not make.
var ErrClosed = errors.New("agoratoken: the Issuer or Endpoint is closed, or was never made by its constructor")

// Status is the library's number for one way in which a call can fail. A number never changes its
// meaning; later versions of the library add some.
type Status int32

// String gives the name of the status, such as BAD_CHANNEL; "status 399" where the library has no such status.
func (s Status) String() string {
	if name := lib.statusName(s); name != "" {
		return name
	}
	return fmt.Sprintf("status %d", int32(s))
}

// message is what the library says of the status.
func (s Status) message() string {
	return lib.statusMessage(s)
}

// Error is what every failing call of this package returns, except for [ErrClosed] and [CheckError], which has one in
// it. Compare it with the
// variables of this package by [errors.Is]:
//
//	if errors.Is(err, agoratoken.ErrExpired) { … }
//
// Its text says what is wrong and what would be right. It holds no part of the input, so it can be logged
// as it is: the App Certificate is never in it.
//
// A shared library that is newer than this package can return a status that no variable of it stands for. The text
// then begins with the number.
type Error struct {
	Status Status
}

func (e *Error) Error() string {
	if !known[e.Status] {
		return fmt.Sprintf("agoratoken: status %d: %s", int32(e.Status), e.Status.message())
	}
	return "agoratoken: " + e.Status.message()
}

// Is reports whether target is an [Error] of the same status.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Status == e.Status
}

// What can be wrong with a call.
var (
	// ErrNotUTF8: a string is not UTF-8.
	ErrNotUTF8 = named(abiNotUtf8)
	// ErrOutOfRange: a number or a time is outside the range that the call's documentation gives.
	ErrOutOfRange = named(abiOutOfRange)
	// ErrRandomFailed: the operating system's random source failed, so there is no token.
	ErrRandomFailed = named(abiRandomFailed)
	// ErrClockFailed: the system clock is before 1970 or after 2106.
	ErrClockFailed = named(abiClockFailed)
	// ErrBadAppID: the App ID is not 32 hexadecimal characters.
	ErrBadAppID = named(abiBadAppId)
	// ErrBadAppCertificate: the App Certificate is not 32 hexadecimal characters.
	ErrBadAppCertificate = named(abiBadAppCertificate)
	// ErrBadChannel: the channel breaks Agora's rule, or the service has no channel.
	ErrBadChannel = named(abiBadChannel)
	// ErrBadAccount: a user account, user id or uuid breaks Agora's rule, or the service has no user.
	ErrBadAccount = named(abiBadAccount)
	// ErrBadRole: the role is neither Publisher nor Subscriber.
	ErrBadRole = named(abiBadRole)
	// ErrBadVersion: the token version is neither V006 nor V007.
	ErrBadVersion = named(abiBadVersion)
	// ErrBadService: the service is not one of the ten, or the call does not fit it.
	ErrBadService = named(abiBadService)
	// ErrBadExpiry: the lifetime is not in whole seconds from 1 on, or it ends after 2106, which a 006
	// token cannot say.
	ErrBadExpiry = named(abiBadExpiry)
	// ErrBadPrivilege: a privilege is asked of a service that has none, ConvoAI or STT.
	ErrBadPrivilege = named(abiBadPrivilege)
	// ErrExpiryLooksAbsolute: the lifetime is so long that it is a Unix time by mistake.
	ErrExpiryLooksAbsolute = named(abiExpiryLooksAbsolute)
	// ErrNoService: the token has no service.
	ErrNoService = named(abiNoService)
	// ErrStringTooLong: a string or list is longer than the 65,535 that the format can carry.
	ErrStringTooLong = named(abiStringTooLong)
	// ErrUnsupportedInVersion: this token version has no such thing.
	ErrUnsupportedInVersion = named(abiUnsupportedInVersion)
)

// What can be wrong with a token.
var (
	// ErrMalformedToken: the text is not a token, or it was cut or changed.
	ErrMalformedToken = named(abiMalformedToken)
	// ErrUnknownVersion: the token is neither a 006 nor a 007 token.
	ErrUnknownVersion = named(abiUnknownVersion)
	// ErrTokenTooLarge: the token is larger than the library handles, or has more than MaxItems in it.
	ErrTokenTooLarge = named(abiTokenTooLarge)
	// ErrBadSignature: another App Certificate signed the token, or it was changed.
	ErrBadSignature = named(abiBadSignature)
	// ErrExpired: the token, or the privilege asked for, has expired.
	ErrExpired = named(abiExpired)
	// ErrWrongApp: the token is for another App ID.
	ErrWrongApp = named(abiWrongApp)
	// ErrWrongChannel: the token is for another channel.
	ErrWrongChannel = named(abiWrongChannel)
	// ErrWrongUser: the token is for another user.
	ErrWrongUser = named(abiWrongUser)
	// ErrNotGranted: the token does not carry the service or the privilege asked for.
	ErrNotGranted = named(abiNotGranted)
)

// What is not the caller's fault and not to be expected: report it as a bug.
var (
	// ErrPanic: a bug in the library was caught at its boundary.
	ErrPanic = named(abiPanic)
	// ErrNullPointer, ErrBufferTooSmall and ErrBadStructSize: this package called the library wrongly, as with a
	// shared library that it was not built for.
	ErrNullPointer    = named(abiNullPointer)
	ErrBufferTooSmall = named(abiBufferTooSmall)
	ErrBadStructSize  = named(abiBadStructSize)
)

// known are the statuses that have a variable in this package.
var known = map[Status]bool{}

// named is the error of a status that has a variable.
func named(status Status) error {
	known[status] = true
	return failure(status)
}

// failure is the error of a status; nil for OK.
func failure(status Status) error {
	if status == abiOk {
		return nil
	}
	return &Error{Status: status}
}
