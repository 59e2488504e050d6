package agoratoken

import "time"

// TokenInfo is what is inside a token.
type TokenInfo struct {
	// Version is V006 or V007.
	Version Version
	// AppID is the App ID that the token is for.
	AppID string
	// IssuedAt is when a 007 token was issued; the zero time for a 006 token, which does not say.
	IssuedAt time.Time
	// ExpiresAt is when the token itself ends. In a 006 token it is the ts field.
	ExpiresAt time.Time
	// CutAt is when Agora takes the token for expired, where a 007 token lives longer than the 24 hours that
	// Agora honours; otherwise the zero time.
	CutAt time.Time
	// Salt is the salt.
	Salt uint32
	// Services are the services, in the order of the token. A 006 token has one, which it does not name: it is
	// taken for RTM where its only privilege is the RTM login and it names no uid, for RTC otherwise. Its names
	// are "" here, since it holds only their CRCs.
	Services []Service
	// UnknownService is the type of a service that the library does not know, or -1. It and what follows it are
	// not among the Services; the signature covers them all the same.
	UnknownService int
	// ChannelCRC and UserCRC are the CRC-32s of a 006 token's channel (of an RTM token's user id) and of its
	// uid digits or account, where 0 is any user. Both are 0 for a 007 token.
	ChannelCRC, UserCRC uint32
}

// Service is one service of a token: what it opens, for whom, and until when. The fields that its type does not
// have are "".
type Service struct {
	// Type is the type of the service.
	Type ServiceType
	// Channel is the channel of RTC, Streaming and FCDN; "*" is every channel.
	Channel string
	// Account is the decimal digits of a numeric uid, or the user account, of RTC, Streaming and FCDN; "" is any
	// user.
	Account string
	// UserID is the user id of RTM, Chat and RTM2; "" in a Chat app token.
	UserID string
	// RoomUUID and UserUUID are those of Education.
	RoomUUID, UserUUID string
	// Role is the role of an Education service; NoRole where there is none, and for other services.
	Role int16
	// Privileges are what the service grants.
	Privileges []Grant
	// Permissions are those of RTM2.
	Permissions []Permission
}

// Grant is a privilege and its end.
type Grant struct {
	Privilege Privilege
	// ExpiresAt is the zero time where the privilege does not expire, which only a 006 token can say. The
	// token's own end is not counted in.
	ExpiresAt time.Time
}

// Permission is what an RTM2 service allows on the resources of one kind.
type Permission struct {
	Resource Resource
	Access   Access
	Names    []string
}

// Parse reads a 006 or 007 token. That needs no certificate, and says nothing about the signature: never grant
// anything on the strength of it (see [Issuer.Verify] and [Issuer.Check]).
//
// Errors: [ErrMalformedToken], [ErrUnknownVersion], [ErrNoService]; [ErrTokenTooLarge] above 131,072 bytes when
// unpacked, or above [MaxItems].
func Parse(token string) (*TokenInfo, error) {
	return lib.read(token)
}

// ParseJSON reads a token as [Parse] does and gives everything in it as a JSON object, with the names of services
// and privileges.
func ParseJSON(token string) (string, error) {
	info, status := lib.parse(token)
	if err := failure(status); err != nil {
		return "", err
	}
	defer lib.infoFree(info)
	return grown(func(out *output) { lib.infoJson(info, out) })
}

func permission(info ref, service, index int) Permission {
	p := Permission{
		Resource: Resource(lib.infoPermissionResource(info, service, index)),
		Access:   Access(lib.infoPermission(info, service, index)),
	}
	for i := range lib.infoPermissionNameCount(info, service, index) {
		p.Names = append(p.Names, lib.infoPermissionName(info, service, index, i))
	}
	return p
}
