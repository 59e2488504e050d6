// Package educationtokenbuilder makes 007 tokens for Flexible Classroom under the names of Agora's package. expire is in
// seconds from now.
package educationtokenbuilder

import (
	"time"

	"agoratoken"
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
)

// BuildRoomUserToken makes a token for a user of a room, with that user's RTM and Chat.
func BuildRoomUserToken(appId string, appCertificate string, roomUuid string, userUuid string, role int16, expire uint32) (string, error) {
	chatUserId, err := chatUserIdOf(appId, appCertificate, userUuid)
	if err != nil {
		return "", err
	}
	apaas := accesstoken2.NewServiceApaas(roomUuid, userUuid, role)
	apaas.AddPrivilege(accesstoken2.PrivilegeApaasRoomUser, expire)
	chat := accesstoken2.NewServiceChat(chatUserId)
	chat.AddPrivilege(accesstoken2.PrivilegeChatUser, expire)
	return build.Token(appId, appCertificate, expire, apaas, build.RTM(userUuid, expire), chat)
}

// chatUserIdOf is the Chat user id of an Education user, which the library makes of the uuid: read from a token of its
// own.
func chatUserIdOf(appId, appCertificate, userUuid string) (string, error) {
	issuer, err := agoratoken.NewIssuer(appId, appCertificate)
	if err != nil {
		return "", err
	}
	defer issuer.Close()
	token, err := issuer.EducationRoomUser("room", userUuid, 1, time.Second)
	if err != nil {
		return "", err
	}
	info, err := agoratoken.Parse(token)
	if err != nil {
		return "", err
	}
	for _, service := range info.Services {
		if service.Type == agoratoken.Chat {
			return service.UserID, nil
		}
	}
	return "", agoratoken.ErrNoService
}

// BuildUserToken makes a token for a user outside of rooms.
func BuildUserToken(appId string, appCertificate string, userUuid string, expire uint32) (string, error) {
	service := accesstoken2.NewServiceApaas("", userUuid, agoratoken.NoRole)
	service.AddPrivilege(accesstoken2.PrivilegeApaasUser, expire)
	return build.Token(appId, appCertificate, expire, service)
}

// BuildAppToken makes a token for the whole app: for your backend alone.
func BuildAppToken(appId string, appCertificate string, expire uint32) (string, error) {
	service := accesstoken2.NewServiceApaas("", "", agoratoken.NoRole)
	service.AddPrivilege(accesstoken2.PrivilegeApaasApp, expire)
	return build.Token(appId, appCertificate, expire, service)
}
