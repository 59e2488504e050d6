// Package rtctokenbuilder2 makes 007 tokens for RTC, alone and with RTM, under the names of Agora's package. Lifetimes
// are in seconds from now; that of a privilege is the token's where it is 0.
package rtctokenbuilder2

import (
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
)

// Role is what a user may do.
type Role uint16

// The roles.
const (
	RolePublisher  = 1
	RoleSubscriber = 2
)

// BuildTokenWithUid makes a token for a numeric uid; 0 is any user.
func BuildTokenWithUid(appId string, appCertificate string, channelName string, uid uint32, role Role, tokenExpire uint32, privilegeExpire uint32) (string, error) {
	return BuildTokenWithUserAccount(appId, appCertificate, channelName, accesstoken2.GetUidStr(uid), role, tokenExpire, privilegeExpire)
}

// BuildTokenWithUserAccount makes a token for a user account; "" is any user.
func BuildTokenWithUserAccount(appId string, appCertificate string, channelName string, account string, role Role, tokenExpire uint32, privilegeExpire uint32) (string, error) {
	service, err := build.RTC(channelName, account, uint16(role), build.Each(privilegeExpire))
	if err != nil {
		return "", err
	}
	return build.Token(appId, appCertificate, tokenExpire, service)
}

// BuildTokenWithUidAndPrivilege makes a token for a numeric uid with a lifetime for each privilege.
func BuildTokenWithUidAndPrivilege(appId string, appCertificate string, channelName string, uid uint32, tokenExpire uint32,
	joinChannelPrivilegeExpire uint32, pubAudioPrivilegeExpire uint32, pubVideoPrivilegeExpire uint32, pubDataStreamPrivilegeExpire uint32) (string, error) {
	return BuildTokenWithUserAccountAndPrivilege(appId, appCertificate, channelName, accesstoken2.GetUidStr(uid), tokenExpire,
		joinChannelPrivilegeExpire, pubAudioPrivilegeExpire, pubVideoPrivilegeExpire, pubDataStreamPrivilegeExpire)
}

// BuildTokenWithUserAccountAndPrivilege makes a token for a user account with a lifetime for each privilege.
func BuildTokenWithUserAccountAndPrivilege(appId string, appCertificate string, channelName string, account string, tokenExpire uint32,
	joinChannelPrivilegeExpire uint32, pubAudioPrivilegeExpire uint32, pubVideoPrivilegeExpire uint32, pubDataStreamPrivilegeExpire uint32) (string, error) {
	lives := build.Lifetimes{Join: joinChannelPrivilegeExpire, Audio: pubAudioPrivilegeExpire, Video: pubVideoPrivilegeExpire, Data: pubDataStreamPrivilegeExpire}
	service, err := build.RTC(channelName, account, RolePublisher, lives)
	if err != nil {
		return "", err
	}
	return build.Token(appId, appCertificate, tokenExpire, service)
}

// BuildTokenWithRtm makes one token for RTC and RTM under one account.
func BuildTokenWithRtm(appId string, appCertificate string, channelName string, account string, role Role, tokenExpire uint32, privilegeExpire uint32) (string, error) {
	return build.RTCAndRTM(appId, appCertificate, channelName, account, uint16(role), tokenExpire, build.Each(privilegeExpire), account, tokenExpire)
}

// BuildTokenWithRtm2 makes one token for RTC and RTM, with an account and lifetimes for each.
func BuildTokenWithRtm2(appId string, appCertificate string, channelName string, rtcAccount string, rtcRole Role, rtcTokenExpire uint32,
	joinChannelPrivilegeExpire uint32, pubAudioPrivilegeExpire uint32, pubVideoPrivilegeExpire uint32, pubDataStreamPrivilegeExpire uint32,
	rtmUserId string, rtmTokenExpire uint32) (string, error) {
	lives := build.Lifetimes{Join: joinChannelPrivilegeExpire, Audio: pubAudioPrivilegeExpire, Video: pubVideoPrivilegeExpire, Data: pubDataStreamPrivilegeExpire}
	return build.RTCAndRTM(appId, appCertificate, channelName, rtcAccount, uint16(rtcRole), rtcTokenExpire, lives, rtmUserId, rtmTokenExpire)
}
