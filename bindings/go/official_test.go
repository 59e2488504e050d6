package agoratoken_test

import (
	"encoding/json"
	"testing"

	"agoratoken"
)

// arguments are those of the official builders whose like here is a recipe of the Builder.
type arguments struct {
	RTCAccount     string          `json:"rtc_account"`
	RTCRole        agoratoken.Role `json:"rtc_role"`
	TokenExpire    uint32          `json:"token_expire"`
	RTCTokenExpire uint32          `json:"rtc_token_expire"`
	privilegeExpire
	RTMUserID      string `json:"rtm_user_id"`
	RTMTokenExpire uint32 `json:"rtm_token_expire"`
	RTMExpire      uint32 `json:"rtm_expire"`
	UserID         string `json:"user_id"`
	Expire         uint32
	Permissions    []struct {
		Resource uint16   `json:"resource_type"`
		Access   uint16   `json:"permission_type"`
		Listed   []string `json:"resources"`
	}
}

type privilegeExpire struct {
	Join  uint32 `json:"join_channel_privilege_expire"`
	Audio uint32 `json:"pub_audio_privilege_expire"`
	Video uint32 `json:"pub_video_privilege_expire"`
	Data  uint32 `json:"pub_data_stream_privilege_expire"`
}

func (e privilegeExpire) each() perPrivilege {
	return perPrivilege{seconds(e.Join), seconds(e.Audio), seconds(e.Video), seconds(e.Data)}
}

// recipe is the Builder that stands for the official builder of a vector's kind; nil where that is one call here too.
func (v vector) recipe(t *testing.T) *agoratoken.Builder {
	var a arguments
	var ai struct {
		Join  uint32 `json:"join_channel"`
		Audio uint32 `json:"pub_audio"`
		Video uint32 `json:"pub_video"`
		Data  uint32 `json:"pub_data"`
	}
	for _, fields := range []any{&a, &ai} {
		if err := json.Unmarshal(v.text, fields); err != nil {
			t.Fatal(err)
		}
	}
	issuer := issuerOf(t, v.AppID, v.AppCertificate)
	withAI := func() *agoratoken.Builder {
		return rtcAndRTM(issuer, v.Channel, a.RTCAccount, a.RTCRole, seconds(a.TokenExpire),
			privilegeExpire(ai).each(), a.RTMUserID, seconds(a.RTMExpire))
	}
	switch v.Kind {
	case "rtc_uid_privileges", "rtc_account_privileges":
		return rtcPerPrivilege(issuer, v.Channel, v.user(), seconds(a.TokenExpire), a.each())
	case "rtc_rtm2":
		return rtcAndRTM(issuer, v.Channel, a.RTCAccount, a.RTCRole, seconds(a.RTCTokenExpire),
			a.each(), a.RTMUserID, seconds(a.RTMTokenExpire))
	case "convoai":
		return withAI().AddConvoAI()
	case "stt":
		return withAI().AddSTT()
	case "rtm2_permissions":
		b := rtm2(issuer, a.UserID, seconds(a.Expire))
		for _, p := range a.Permissions {
			b.Permit(agoratoken.Resource(p.Resource), agoratoken.Access(p.Access), p.Listed...)
		}
		return b
	}
	return nil
}

func TestTheRecipesWriteWhatTheOfficialBuildersOfManyArgumentsDo(t *testing.T) {
	tried := map[string]int{}
	forEach(t, "007", func(t *testing.T, v vector) {
		b := v.recipe(t)
		if b == nil {
			return
		}
		tried[v.Kind]++
		token, err := b.IssuedAt(unix(uint64(v.IssuedAt))).Salt(v.Salt).Build()
		if err != nil {
			t.Fatal(err)
		}
		if content := contentHex(t, token); content != v.ContentHex {
			t.Errorf("content %s", content)
		}
	})
	for _, kind := range []string{"rtc_uid_privileges", "rtc_account_privileges", "rtc_rtm2", "rtm2_permissions", "convoai", "stt"} {
		if tried[kind] < 2 {
			t.Errorf("%d vectors of the kind %s", tried[kind], kind)
		}
	}
}
