// Package rtmtokenbuilder makes 006 tokens for RTM under the names of Agora's package.
package rtmtokenbuilder

import accesstoken "agoratoken/compat/AccessToken"

// Role is what a user may do.
type Role uint16

// RoleRtmUser is the one role.
const RoleRtmUser = 1

// RtmTokenBuilder is empty: the function makes the tokens.
type RtmTokenBuilder struct{}

// BuildToken makes a token for a user id. privilegeExpiredTs is a Unix time in seconds; the role says nothing.
func BuildToken(appID string, appCertificate string, userAccount string, role Role, privilegeExpiredTs uint32) (string, error) {
	token := accesstoken.CreateAccessToken2(appID, appCertificate, userAccount, "")
	token.AddPrivilege(accesstoken.KLoginRtm, privilegeExpiredTs)
	return token.Build()
}
