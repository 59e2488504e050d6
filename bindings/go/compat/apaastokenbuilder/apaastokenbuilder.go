// Package apaastokenbuilder makes the tokens of educationtokenbuilder under their other name.
package apaastokenbuilder

import "agoratoken/compat/educationtokenbuilder"

// BuildRoomUserToken makes a token for a user of a room, with that user's RTM and Chat.
func BuildRoomUserToken(appId string, appCertificate string, roomUuid string, userUuid string, role int16, expire uint32) (string, error) {
	return educationtokenbuilder.BuildRoomUserToken(appId, appCertificate, roomUuid, userUuid, role, expire)
}

// BuildUserToken makes a token for a user outside of rooms.
func BuildUserToken(appId string, appCertificate string, userUuid string, expire uint32) (string, error) {
	return educationtokenbuilder.BuildUserToken(appId, appCertificate, userUuid, expire)
}

// BuildAppToken makes a token for the whole app: for your backend alone.
func BuildAppToken(appId string, appCertificate string, expire uint32) (string, error) {
	return educationtokenbuilder.BuildAppToken(appId, appCertificate, expire)
}
