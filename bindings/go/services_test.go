package agoratoken_test

import (
	"errors"
	"testing"
	"time"

	"agoratoken"
)

// withoutPrivileges are the services that have neither privileges nor names, and their one-call methods.
func withoutPrivileges(issuer *agoratoken.Issuer) map[agoratoken.ServiceType]func(string, string, agoratoken.Role, time.Duration) (string, error) {
	return map[agoratoken.ServiceType]func(string, string, agoratoken.Role, time.Duration) (string, error){
		agoratoken.ConvoAI: issuer.ConvoAI,
		agoratoken.STT:     issuer.STT,
	}
}

func TestATokenOfConvoAIOrSTTOpensTheChannelRTMAndTheServiceForOneLifetime(t *testing.T) {
	issuer := newIssuer(t)
	for service, call := range withoutPrivileges(issuer) {
		token, err := call("room", "alice", agoratoken.Publisher, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for _, question := range []agoratoken.Question{
			{Service: agoratoken.RTC, Channel: "room", User: "alice", Privilege: agoratoken.RTCPublishData},
			{Service: agoratoken.RTM, User: "alice", Privilege: agoratoken.RTMLogin},
			{Service: service, Privilege: agoratoken.NoPrivilege},
		} {
			info := parse(t, token)
			question.Now = info.IssuedAt.Add(time.Hour - time.Second)
			if err := issuer.Check(token, question); err != nil {
				t.Errorf("%+v: %v", question, err)
			}
			question.Now = info.IssuedAt.Add(time.Hour)
			if err := issuer.Check(token, question); !errors.Is(err, agoratoken.ErrExpired) {
				t.Errorf("%+v: %v", question, err)
			}
		}
		subscriber, err := call("room", "alice", agoratoken.Subscriber, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if err := issuer.CheckRTC(subscriber, "room", agoratoken.Account("alice"), agoratoken.RTCPublishAudio); !errors.Is(err, agoratoken.ErrNotGranted) {
			t.Error(err)
		}
	}
}

func TestOfAServiceWithoutPrivilegesItsPresenceIsAskedAndNothingElse(t *testing.T) {
	issuer := newIssuer(t)
	without, err := issuer.RTCRTM("room", "alice", agoratoken.Publisher, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for service, call := range withoutPrivileges(issuer) {
		with, err := call("room", "alice", agoratoken.Publisher, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for want, question := range map[error]agoratoken.Question{
			agoratoken.ErrBadPrivilege: {Service: service, Privilege: 1},
			agoratoken.ErrBadChannel:   {Service: service, Channel: "room"},
			agoratoken.ErrBadAccount:   {Service: service, User: "alice"},
		} {
			if err := issuer.Check(with, question); !errors.Is(err, want) {
				t.Errorf("%+v: %v is not %v", question, err, want)
			}
		}
		if err := issuer.Check(without, agoratoken.Question{Service: service}); !errors.Is(err, agoratoken.ErrNotGranted) {
			t.Error(err)
		}
	}
}

func TestConvoAIAndSTTAreNoServicesOfA006Token(t *testing.T) {
	for _, b := range []*agoratoken.Builder{
		newIssuer(t).Builder(agoratoken.V006).AddConvoAI(),
		newIssuer(t).Builder(agoratoken.V006).AddSTT(),
	} {
		if token, err := b.Build(); !errors.Is(err, agoratoken.ErrUnsupportedInVersion) {
			t.Errorf("%q, %v", token, err)
		}
	}
}

func TestATokenHoldsMaxItemsAndNotOneMore(t *testing.T) {
	b := newIssuer(t).Builder(agoratoken.V007).AddRTM("u")
	for privilege := range agoratoken.Privilege(agoratoken.MaxItems - 1) {
		b.Grant(privilege, 0)
	}
	token, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if count := len(parse(t, token).Services[0].Privileges); count != agoratoken.MaxItems-1 {
		t.Errorf("%d privileges", count)
	}
	if _, err := b.AddFPA().Build(); !errors.Is(err, agoratoken.ErrTokenTooLarge) {
		t.Error(err)
	}
}
