// Package stttokenbuilder makes 007 tokens for speech to text, with RTC and RTM, under the names of Agora's
// package. Lifetimes are in seconds from now; that of a privilege is the token's where it is 0.
package stttokenbuilder

import (
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
	"agoratoken/compat/rtctokenbuilder2"
)

// Role is what a user may do in the channel.
type Role = rtctokenbuilder2.Role

// The roles.
const (
	RolePublisher  = 1
	RoleSubscriber = 2
)

// BuildToken makes the token. Whoever holds it can start work on the bill of the app's owner.
func BuildToken(appId string, appCertificate string, channelName string, rtcAccount string, rtcRole Role, rtcTokenExpire uint32,
	joinChannelPrivilegeExpire uint32, pubAudioPrivilegeExpire uint32, pubVideoPrivilegeExpire uint32, pubDataStreamPrivilegeExpire uint32,
	rtmUserId string, rtmTokenExpire uint32) (string, error) {
	lives := build.Lifetimes{Join: joinChannelPrivilegeExpire, Audio: pubAudioPrivilegeExpire, Video: pubVideoPrivilegeExpire, Data: pubDataStreamPrivilegeExpire}
	return build.RTCAndRTM(appId, appCertificate, channelName, rtcAccount, uint16(rtcRole), rtcTokenExpire, lives,
		rtmUserId, rtmTokenExpire, accesstoken2.NewServiceStt())
}
