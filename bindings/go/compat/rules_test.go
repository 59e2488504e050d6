package compat_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"agoratoken"
	"agoratoken/compat"
	accesstoken006 "agoratoken/compat/AccessToken"
	rtctokenbuilder006 "agoratoken/compat/RtcTokenBuilder"
	rtmtokenbuilder006 "agoratoken/compat/RtmTokenBuilder"
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/chatTokenBuilder"
	"agoratoken/compat/educationtokenbuilder"
	"agoratoken/compat/fpatokenbuilder"
	"agoratoken/compat/rtctokenbuilder2"
	"agoratoken/compat/rtmtokenbuilder2"
)

var soon = uint32(time.Now().Unix()) + 3600

func rtc006(channel, account string, role rtctokenbuilder006.Role, end uint32) (string, error) {
	return rtctokenbuilder006.BuildTokenWithUserAccount(appID, appCertificate, channel, account, role, end)
}

func rtc007(channel string, role rtctokenbuilder2.Role, expire uint32) (string, error) {
	return rtctokenbuilder2.BuildTokenWithUid(appID, appCertificate, channel, 42, role, expire, 0)
}

// refused are calls that Agora's rules refuse, and the rule's error.
var refused = map[string]struct {
	call func() (string, error)
	want error
}{
	"006-channel":  {func() (string, error) { return rtc006("no/slash", "anna", 1, soon) }, agoratoken.ErrBadChannel},
	"006-account":  {func() (string, error) { return rtc006("room", strings.Repeat("a", 256), 2, soon) }, agoratoken.ErrBadAccount},
	"006-role":     {func() (string, error) { return rtc006("room", "anna", 3, soon) }, agoratoken.ErrBadRole},
	"006-lifetime": {func() (string, error) { return rtc006("room", "anna", 1, 3600) }, agoratoken.ErrBadExpiry},
	"006-for-ever": {func() (string, error) { return rtc006("room", "anna", 1, 0) }, agoratoken.ErrBadExpiry},
	"006-rtm": {func() (string, error) {
		return rtmtokenbuilder006.BuildToken(appID, appCertificate, strings.Repeat("a", 65), 1, soon)
	}, agoratoken.ErrBadAccount},
	"007-channel":   {func() (string, error) { return rtc007("", 1, 3600) }, agoratoken.ErrBadChannel},
	"007-role":      {func() (string, error) { return rtc007("room", 101, 3600) }, agoratoken.ErrBadRole},
	"007-unix-time": {func() (string, error) { return rtc007("room", 1, soon) }, agoratoken.ErrExpiryLooksAbsolute},
	"007-no-time":   {func() (string, error) { return rtc007("room", 1, 0) }, agoratoken.ErrBadExpiry},
	"007-rtm":       {func() (string, error) { return rtmtokenbuilder2.BuildToken(appID, appCertificate, "", 60) }, agoratoken.ErrBadAccount},
	"007-chat":      {func() (string, error) { return chatTokenBuilder.BuildChatUserToken(appID, appCertificate, "", 60) }, agoratoken.ErrBadAccount},
	"007-chat-app":  {func() (string, error) { return chatTokenBuilder.BuildChatAppToken(appID, appCertificate, soon) }, agoratoken.ErrExpiryLooksAbsolute},
	"007-user":      {func() (string, error) { return educationtokenbuilder.BuildUserToken(appID, appCertificate, "", 60) }, agoratoken.ErrBadAccount},
	"007-room": {func() (string, error) {
		return educationtokenbuilder.BuildRoomUserToken(appID, appCertificate, "", "anna", 1, 60)
	}, agoratoken.ErrBadAccount},
	"007-app":       {func() (string, error) { return educationtokenbuilder.BuildAppToken(appID, appCertificate, 0) }, agoratoken.ErrBadExpiry},
	"007-streaming": {func() (string, error) { return alone(accesstoken2.NewServiceStreaming("", "anna")) }, agoratoken.ErrBadChannel},
	"007-fcdn":      {func() (string, error) { return alone(accesstoken2.NewServiceFCdn("", "anna")) }, agoratoken.ErrBadChannel},
	"007-long-grant": {func() (string, error) {
		return rtctokenbuilder2.BuildTokenWithUid(appID, appCertificate, "room", 0, 1, 60, soon)
	}, agoratoken.ErrExpiryLooksAbsolute},
}

func alone(service accesstoken2.IService) (string, error) {
	token := accesstoken2.NewAccessToken(appID, appCertificate, 60)
	token.AddService(service)
	return token.Build()
}

const refusedCase = "AGORA_TOKEN_COMPAT_TEST"

// In a process of its own a refused case makes its token twice, so that what is said once a process can be counted.
func TestMain(m *testing.M) {
	name := os.Getenv(refusedCase)
	if name == "" {
		os.Exit(m.Run())
	}
	for range 2 {
		token, err := refused[name].call()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(token)
	}
}

func TestWhatTheRulesRefuseIsSaidOnceAProcessAndTheTokenIsMade(t *testing.T) {
	for name, refused := range refused {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, said bytes.Buffer
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), refusedCase+"="+name)
			process.Stdout, process.Stderr = &out, &said
			if err := process.Run(); err != nil {
				t.Fatal(err, said.String())
			}
			tokens := strings.Fields(out.String())
			if len(tokens) != 2 {
				t.Fatal(out.String())
			}
			for _, token := range tokens {
				if info, err := agoratoken.Parse(token); err != nil || info.AppID != appID {
					t.Error(token, err)
				}
			}
			lines := strings.Split(strings.TrimSpace(said.String()), "\n")
			if len(lines) != 1 || !strings.Contains(lines[0], refused.want.Error()) || !strings.Contains(lines[0], "Strict(true)") {
				t.Errorf("%q", lines)
			}
			if strings.Contains(said.String(), appCertificate) {
				t.Error("the certificate is shown")
			}
		})
	}
}

func TestWhatTheRulesRefuseIsAnErrorWhenStrict(t *testing.T) {
	compat.Strict(true)
	defer compat.Strict(false)
	for name, refused := range refused {
		if token, err := refused.call(); token != "" || !errors.Is(err, refused.want) {
			t.Errorf("%s: %q, %v", name, token, err)
		}
	}
	if token, err := rtc007("room", rtctokenbuilder2.RoleSubscriber, 3600); err != nil {
		t.Error(token, err)
	}
}

func TestWhatCannotBeATokenIsAnErrorAlways(t *testing.T) {
	token006 := accesstoken006.AccessToken{AppID: "my app", AppCertificate: appCertificate}
	token006.AddPrivilege(accesstoken006.KJoinChannel, soon)
	cases := map[string]struct {
		call func() (string, error)
		want error
	}{
		"an App ID in 006":     {token006.Build, agoratoken.ErrBadAppID},
		"an App ID":            {func() (string, error) { return fpatokenbuilder.BuildToken("my app", appCertificate) }, agoratoken.ErrBadAppID},
		"a certificate":        {func() (string, error) { return fpatokenbuilder.BuildToken(appID, "secret") }, agoratoken.ErrBadAppCertificate},
		"no service":           {accesstoken2.NewAccessToken(appID, appCertificate, 60).Build, agoratoken.ErrNoService},
		"an unknown service":   {func() (string, error) { return alone(accesstoken2.NewService(77)) }, agoratoken.ErrBadService},
		"RTC without names":    {func() (string, error) { return alone(accesstoken2.NewService(1)) }, agoratoken.ErrBadService},
		"no UTF-8 in 006":      {func() (string, error) { return rtc006("\xff", "anna", 1, soon) }, agoratoken.ErrNotUTF8},
		"no UTF-8 in 007":      {func() (string, error) { return rtc007("\xff", 1, 60) }, agoratoken.ErrNotUTF8},
		"a string over 64 KiB": {func() (string, error) { return alone(accesstoken2.NewServiceRtm2(strings.Repeat("a", 65536), nil)) }, agoratoken.ErrStringTooLong},
		"a classroom's user without a name": {func() (string, error) {
			return educationtokenbuilder.BuildRoomUserToken(appID, appCertificate, "room", "", 1, 60)
		}, agoratoken.ErrBadAccount},
	}
	for name, c := range cases {
		token, err := c.call()
		if token != "" || !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v", name, token, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Error("the certificate is shown")
		}
	}
}
