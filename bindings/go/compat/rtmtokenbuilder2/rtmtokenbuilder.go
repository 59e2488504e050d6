// Package rtmtokenbuilder2 makes 007 tokens for RTM under the names of Agora's package. expire is in seconds from now.
package rtmtokenbuilder2

import (
	accesstoken "agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
)

// BuildToken makes a token for a user id.
func BuildToken(appId string, appCertificate string, userId string, expire uint32) (string, error) {
	return build.Token(appId, appCertificate, expire, build.RTM(userId, expire))
}

// BuildTokenWithPermissions makes a token with a permission for each resource.
func BuildTokenWithPermissions(appId string, appCertificate string, userId string, permissions *accesstoken.Rtm2Permissions, expire uint32) (string, error) {
	service := accesstoken.NewServiceRtm2(userId, permissions)
	service.AddPrivilege(accesstoken.PrivilegeLogin, expire)
	return build.Token(appId, appCertificate, expire, service)
}
