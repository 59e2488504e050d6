package agoratoken

// #include "native.h"
//
// #cgo noescape go_parse
// #cgo nocallback go_parse
// #cgo noescape go_info_service
// #cgo nocallback go_info_service
// #cgo noescape go_info_privileges
// #cgo nocallback go_info_privileges
import "C"

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
	var c C.go_info
	if err := failure(C.go_parse(data(token), size(token), &c)); err != nil {
		return nil, err
	}
	defer C.agora_token_info_free(c.info)
	info := &TokenInfo{
		Version:        Version(c.version),
		AppID:          text(c.app_id),
		IssuedAt:       unixTime(c.issued_at),
		ExpiresAt:      time.Unix(int64(c.expires_at), 0).UTC(),
		CutAt:          unixTime(c.cut_at),
		Salt:           uint32(c.salt),
		Services:       make([]Service, c.service_count),
		UnknownService: int(c.unknown_service),
		ChannelCRC:     uint32(c.channel_crc),
		UserCRC:        uint32(c.user_crc),
	}
	if info.Version == V007 {
		info.IssuedAt = time.Unix(int64(c.issued_at), 0).UTC()
	}
	for i := range info.Services {
		if i > 0 {
			C.go_info_service(c.info, C.size_t(i), &c.service)
		}
		info.Services[i] = service(c.info, C.size_t(i), &c.service)
	}
	return info, nil
}

// ParseJSON reads a token as [Parse] does and gives everything in it as a JSON object, with the names of services
// and privileges.
func ParseJSON(token string) (string, error) {
	var c C.go_info
	if err := failure(C.go_parse(data(token), size(token), &c)); err != nil {
		return "", err
	}
	defer C.agora_token_info_free(c.info)
	return grow(func(out *C.char, capacity C.size_t, len *C.size_t) C.agora_token_status {
		return C.agora_token_info_json(c.info, out, capacity, len)
	})
}

func service(info *C.agora_token_info, index C.size_t, c *C.go_service) Service {
	s := Service{
		Type:       ServiceType(c._type),
		Channel:    text(c.channel),
		Account:    text(c.account),
		UserID:     text(c.user_id),
		RoomUUID:   text(c.room_uuid),
		UserUUID:   text(c.user_uuid),
		Role:       int16(c.role),
		Privileges: grants(info, index, c),
	}
	for i := range c.permission_count {
		s.Permissions = append(s.Permissions, permission(info, index, i))
	}
	return s
}

func grants(info *C.agora_token_info, service C.size_t, c *C.go_service) []Grant {
	if c.privilege_count == 0 {
		return nil
	}
	grants := make([]Grant, c.privilege_count)
	for i := range grants {
		at := i % C.GO_PRIVILEGES
		if i > 0 && at == 0 {
			C.go_info_privileges(info, service, C.size_t(i), c.privilege_count, &c.privileges)
		}
		grants[i].Privilege = Privilege(c.privileges.number[at])
		grants[i].ExpiresAt = unixTime(c.privileges.expires_at[at])
	}
	return grants
}

func permission(info *C.agora_token_info, service, index C.size_t) Permission {
	p := Permission{
		Resource: Resource(C.agora_token_info_permission_resource(info, service, index)),
		Access:   Access(C.agora_token_info_permission(info, service, index)),
	}
	for i := range C.agora_token_info_permission_name_count(info, service, index) {
		p.Names = append(p.Names, text(C.agora_token_info_permission_name(info, service, index, i)))
	}
	return p
}
