// Package chatTokenBuilder makes 007 tokens for Chat under the names of Agora's package. expire is in seconds from now.
package chatTokenBuilder

import (
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
)

// BuildChatUserToken makes a token for a user id.
func BuildChatUserToken(appID string, appCertificate string, userUuid string, expire uint32) (string, error) {
	service := accesstoken2.NewServiceChat(userUuid)
	service.AddPrivilege(accesstoken2.PrivilegeChatUser, expire)
	return build.Token(appID, appCertificate, expire, service)
}

// BuildChatAppToken makes a token for the whole app: for your backend alone.
func BuildChatAppToken(appID string, appCertificate string, expire uint32) (string, error) {
	service := accesstoken2.NewServiceChat("")
	service.AddPrivilege(accesstoken2.PrivilegeChatApp, expire)
	return build.Token(appID, appCertificate, expire, service)
}
