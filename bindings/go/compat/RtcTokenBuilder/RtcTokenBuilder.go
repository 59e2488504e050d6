// Package rtctokenbuilder makes 006 tokens for RTC under the names of Agora's package.
package rtctokenbuilder

import (
	"agoratoken"
	accesstoken "agoratoken/compat/AccessToken"
	"agoratoken/compat/internal/rules"
)

// Role is what a user may do.
type Role uint16

// The roles. An attendee and an admin publish as a publisher does.
const (
	RoleAttendee   = 0
	RolePublisher  = 1
	RoleSubscriber = 2
	RoleAdmin      = 101
)

// RtcTokenBuilder is empty: the functions make the tokens.
type RtcTokenBuilder struct{}

// BuildTokenWithUserAccount makes a token for a user account; "" is any user. privilegeExpiredTs is a Unix time in
// seconds.
func BuildTokenWithUserAccount(appID string, appCertificate string, channelName string, userAccount string, role Role, privilegeExpiredTs uint32) (string, error) {
	return build(accesstoken.CreateAccessToken2(appID, appCertificate, channelName, userAccount), role, privilegeExpiredTs)
}

// BuildTokenWithUID makes a token for a numeric uid; 0 is any user. privilegeExpiredTs is a Unix time in seconds.
func BuildTokenWithUID(appID string, appCertificate string, channelName string, uid uint32, role Role, privilegeExpiredTs uint32) (string, error) {
	return build(accesstoken.CreateAccessToken(appID, appCertificate, channelName, uid), role, privilegeExpiredTs)
}

func build(token accesstoken.AccessToken, role Role, privilegeExpiredTs uint32) (string, error) {
	token.AddPrivilege(accesstoken.KJoinChannel, privilegeExpiredTs)
	switch role {
	case RoleAttendee, RolePublisher, RoleAdmin:
		token.AddPrivilege(accesstoken.KPublishAudioStream, privilegeExpiredTs)
		token.AddPrivilege(accesstoken.KPublishVideoStream, privilegeExpiredTs)
		token.AddPrivilege(accesstoken.KPublishDataStream, privilegeExpiredTs)
	case RoleSubscriber:
	default:
		if err := rules.Complain(agoratoken.ErrBadRole, "the token is a subscriber's"); err != nil {
			return "", err
		}
	}
	return token.Build()
}
