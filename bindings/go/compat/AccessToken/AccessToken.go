// Package accesstoken builds and reads 006 tokens under the names of Agora's package.
package accesstoken

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"agoratoken"
	"agoratoken/compat/internal/rules"
)

// The lengths of a token's version and of an App ID.
const (
	VERSION_LENGTH = 3
	APP_ID_LENGTH  = 32
)

// Privileges is the number of a privilege.
type Privileges uint16

// The privileges that Agora's packages name. Agora gives those from 5 to 101 no meaning any more.
const (
	KJoinChannel        = 1
	KPublishAudioStream = 2
	KPublishVideoStream = 3
	KPublishDataStream  = 4

	KPublishAudiocdn           = 5
	KPublishVideoCdn           = 6
	KRequestPublishAudioStream = 7
	KRequestPublishVideoStream = 8
	KRequestPublishDataStream  = 9
	KInvitePublishAudioStream  = 10
	KInvitePublishVideoStream  = 11
	KInvitePublishDataStream   = 12

	KAdministrateChannel = 101
	KLoginRtm            = 1000
)

// AccessToken is a 006 token to be built, or that was read. A token holds no names, but their CRCs.
type AccessToken struct {
	AppID          string
	AppCertificate string
	ChannelName    string
	UidStr         string
	// Ts is the Unix time in seconds at which the token itself ends.
	Ts   uint32
	Salt uint32
	// Message is when each privilege ends, as a Unix time in seconds; 0 is never.
	Message        map[uint16]uint32
	CrcChannelName uint32
	CrcUid         uint32
}

const day = 24 * 60 * 60

// CreateAccessToken starts a token of 24 hours for a numeric uid; 0 is any user.
func CreateAccessToken(appID, appCertificate, channelName string, uid uint32) AccessToken {
	uidStr := ""
	if uid != 0 {
		uidStr = strconv.FormatUint(uint64(uid), 10)
	}
	return CreateAccessToken2(appID, appCertificate, channelName, uidStr)
}

// CreateAccessToken2 starts a token of 24 hours for a user account; "" is any user.
func CreateAccessToken2(appID, appCertificate, channelName string, uid string) AccessToken {
	return AccessToken{
		AppID:          appID,
		AppCertificate: appCertificate,
		ChannelName:    channelName,
		UidStr:         uid,
		Ts:             uint32(time.Now().Unix()) + day,
		Salt:           rand.Uint32(),
		Message:        map[uint16]uint32{},
	}
}

// AddPrivilege grants a privilege until a Unix time in seconds; 0 is for ever.
func (token *AccessToken) AddPrivilege(privilege Privileges, expireTimestamp uint32) {
	if token.Message == nil {
		token.Message = map[uint16]uint32{}
	}
	token.Message[uint16(privilege)] = expireTimestamp
}

// Build gives the token.
func (token *AccessToken) Build() (string, error) {
	issuer, err := agoratoken.NewIssuer(token.AppID, token.AppCertificate)
	if err != nil {
		return "", err
	}
	defer issuer.Close()
	if err := token.heedNames(issuer); err != nil {
		return "", err
	}
	if err := token.heedTimes(); err != nil {
		return "", err
	}
	// The builder takes seconds from the issuing, of which 0 is for ever: below every end each can be given so.
	issuedAt := token.Ts
	for _, end := range token.Message {
		if end > 0 {
			issuedAt = min(issuedAt, end-1)
		}
	}
	builder := issuer.Builder(agoratoken.V006).
		IssuedAt(time.Unix(int64(issuedAt), 0)).
		ExpiresIn(seconds(token.Ts-issuedAt)).
		Salt(token.Salt).
		AddRTC(token.ChannelName, token.UidStr)
	for privilege, end := range token.Message {
		if end > 0 {
			end -= issuedAt
		}
		builder.Grant(agoratoken.Privilege(privilege), seconds(end))
	}
	return builder.Build()
}

func (token *AccessToken) heedNames(issuer *agoratoken.Issuer) error {
	if _, isRTM := token.Message[KLoginRtm]; isRTM {
		return rules.Heed(issuer.RTM006(token.ChannelName, time.Second))
	}
	user := agoratoken.AnyUser
	if token.UidStr != "" {
		user = agoratoken.Account(token.UidStr)
	}
	return rules.Heed(issuer.RTC006(token.ChannelName, user, agoratoken.Subscriber, time.Second))
}

func (token *AccessToken) heedTimes() error {
	now := time.Now().Unix()
	for _, end := range token.Message {
		if int64(end) <= now {
			past := fmt.Errorf("privilegeExpiredTs is not in the future: it is a Unix time in seconds, "+
				"such as uint32(time.Now().Unix()) + 3600: %w", agoratoken.ErrBadExpiry)
			return rules.Complain(past, "the token is made all the same")
		}
	}
	return nil
}

func seconds(n uint32) time.Duration { return time.Duration(n) * time.Second }

// FromString reads a token, and reports whether it is one. AppID, ChannelName and UidStr stay as they are.
func (token *AccessToken) FromString(originToken string) bool {
	info, err := agoratoken.Parse(originToken)
	if err != nil || info.Version != agoratoken.V006 {
		return false
	}
	token.Salt, token.Ts = info.Salt, uint32(info.ExpiresAt.Unix())
	token.CrcChannelName, token.CrcUid = info.ChannelCRC, info.UserCRC
	token.Message = map[uint16]uint32{}
	service := info.Services[0]
	for _, grant := range service.Privileges {
		privilege, end := uint16(grant.Privilege), uint32(0)
		if service.Type == agoratoken.RTM {
			privilege = KLoginRtm
		}
		if !grant.ExpiresAt.IsZero() {
			end = uint32(grant.ExpiresAt.Unix())
		}
		token.Message[privilege] = end
	}
	return true
}
