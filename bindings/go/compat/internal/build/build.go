// Package build is what the builders of 007 tokens share.
package build

import (
	"agoratoken"
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/rules"
)

// Lifetimes are those of RTC's four privileges, in seconds.
type Lifetimes struct{ Join, Audio, Video, Data uint32 }

// Each gives every privilege the same lifetime.
func Each(expire uint32) Lifetimes { return Lifetimes{expire, expire, expire, expire} }

// The roles of the official packages.
const (
	publisher  = 1
	subscriber = 2
)

// Token makes a token of these services.
func Token(appID, appCertificate string, expire uint32, services ...accesstoken2.IService) (string, error) {
	token := accesstoken2.NewAccessToken(appID, appCertificate, expire)
	token.Services = services
	return token.Build()
}

// RTC is RTC with a publisher's four privileges, or with the one to join.
func RTC(channel, account string, role uint16, lives Lifetimes) (*accesstoken2.ServiceRtc, error) {
	service := accesstoken2.NewServiceRtc(channel, account)
	service.AddPrivilege(accesstoken2.PrivilegeJoinChannel, lives.Join)
	if role == publisher {
		service.AddPrivilege(accesstoken2.PrivilegePublishAudioStream, lives.Audio)
		service.AddPrivilege(accesstoken2.PrivilegePublishVideoStream, lives.Video)
		service.AddPrivilege(accesstoken2.PrivilegePublishDataStream, lives.Data)
	} else if role != subscriber {
		return service, rules.Complain(agoratoken.ErrBadRole, "the token is a subscriber's")
	}
	return service, nil
}

// RTM is RTM with its login.
func RTM(userID string, expire uint32) *accesstoken2.ServiceRtm {
	service := accesstoken2.NewServiceRtm(userID)
	service.AddPrivilege(accesstoken2.PrivilegeLogin, expire)
	return service
}

// RTCAndRTM makes a token for RTC, for RTM, and for another service, of which there may be none.
func RTCAndRTM(appID, appCertificate, channel, rtcAccount string, rtcRole uint16, rtcTokenExpire uint32, lives Lifetimes,
	rtmUserID string, rtmTokenExpire uint32, other ...accesstoken2.IService) (string, error) {
	rtc, err := RTC(channel, rtcAccount, rtcRole, lives)
	if err != nil {
		return "", err
	}
	services := append([]accesstoken2.IService{rtc, RTM(rtmUserID, rtmTokenExpire)}, other...)
	return Token(appID, appCertificate, rtcTokenExpire, services...)
}
