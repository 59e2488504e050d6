package agoratoken_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"agoratoken"
)

// What takes up to twelve arguments in the official builders is a few lines of the Builder here. It writes what it is
// given: the names are yours to hold to Agora's rules.

// perPrivilege is a lifetime for each privilege of RTC; 0 is as long as the token.
type perPrivilege struct{ join, audio, video, data time.Duration }

// addRTC adds RTC by role: a publisher has all four privileges, a subscriber joins alone.
func addRTC(b *agoratoken.Builder, channel, account string, role agoratoken.Role, each perPrivilege) {
	b.AddRTC(channel, account).Grant(agoratoken.RTCJoinChannel, each.join)
	if role == agoratoken.Publisher {
		b.Grant(agoratoken.RTCPublishAudio, each.audio).
			Grant(agoratoken.RTCPublishVideo, each.video).
			Grant(agoratoken.RTCPublishData, each.data)
	}
}

// rtcPerPrivilege is BuildTokenWithUidAndPrivilege and BuildTokenWithUserAccountAndPrivilege. A uid is written as its
// decimal digits, the uid 0 as "".
func rtcPerPrivilege(issuer *agoratoken.Issuer, channel, account string, lifetime time.Duration, each perPrivilege) *agoratoken.Builder {
	b := issuer.Builder(agoratoken.V007).ExpiresIn(lifetime)
	addRTC(b, channel, account, agoratoken.Publisher, each)
	return b
}

// rtcAndRTM is BuildTokenWithRtm2. With AddConvoAI it is BuildToken of the ConvoAI builder, with AddSTT that of the
// STT builder.
func rtcAndRTM(issuer *agoratoken.Issuer, channel, account string, role agoratoken.Role, lifetime time.Duration,
	each perPrivilege, rtmUserID string, rtmLogin time.Duration) *agoratoken.Builder {
	b := issuer.Builder(agoratoken.V007).ExpiresIn(lifetime)
	addRTC(b, channel, account, role, each)
	return b.AddRTM(rtmUserID).Grant(agoratoken.RTMLogin, rtmLogin)
}

// rtm2 is BuildTokenWithPermissions of the RTM builder. Permit is to follow for each permission.
func rtm2(issuer *agoratoken.Issuer, userID string, lifetime time.Duration) *agoratoken.Builder {
	return issuer.Builder(agoratoken.V007).ExpiresIn(lifetime).AddRTM2(userID).Grant(agoratoken.RTM2Login, lifetime)
}

// What the official builders call …AndPrivilege, …WithRtm2 and …WithPermissions.
func Example_officialBuilders() {
	issuer, err := agoratoken.NewIssuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
	if err != nil {
		log.Fatal(err)
	}
	defer issuer.Close()
	each := perPrivilege{join: time.Hour, audio: 10 * time.Minute, video: 10 * time.Minute, data: time.Hour}
	for _, builder := range []*agoratoken.Builder{
		rtcPerPrivilege(issuer, "room", "42", time.Hour, each),
		rtcAndRTM(issuer, "room", "42", agoratoken.Subscriber, time.Hour, each, "alice", time.Minute),
		rtcAndRTM(issuer, "room", "42", agoratoken.Publisher, time.Hour, each, "alice", time.Minute).AddConvoAI(),
		rtm2(issuer, "alice", time.Hour).
			Permit(agoratoken.MessageChannels, agoratoken.Read, "news", "class-*").
			Permit(agoratoken.Users, agoratoken.Write, "bob"),
	} {
		token, err := builder.Build()
		if err != nil {
			log.Fatal(err)
		}
		info, err := agoratoken.Parse(token)
		if err != nil {
			log.Fatal(err)
		}
		var services []string
		for _, s := range info.Services {
			services = append(services, fmt.Sprintf("service %d with %d privileges", s.Type, len(s.Privileges)))
		}
		fmt.Println(strings.Join(services, ", "))
	}
	// Output:
	// service 1 with 4 privileges
	// service 1 with 1 privileges, service 2 with 1 privileges
	// service 1 with 4 privileges, service 2 with 1 privileges, service 9 with 0 privileges
	// service 8 with 1 privileges
}
