// The official packages' names, called as their own programs call them, against the official tokens.
package compat_test

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"agoratoken"
	accesstoken006 "agoratoken/compat/AccessToken"
	rtctokenbuilder006 "agoratoken/compat/RtcTokenBuilder"
	rtmtokenbuilder006 "agoratoken/compat/RtmTokenBuilder"
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/apaastokenbuilder"
	"agoratoken/compat/chatTokenBuilder"
	"agoratoken/compat/convoaitokenbuilder"
	"agoratoken/compat/educationtokenbuilder"
	"agoratoken/compat/fpatokenbuilder"
	"agoratoken/compat/rtctokenbuilder2"
	"agoratoken/compat/rtmtokenbuilder2"
	"agoratoken/compat/stttokenbuilder"
)

// vector is a token of the official builders, with the arguments that made it.
type vector struct {
	Name               string
	Version            string
	Kind               string
	AppID              string `json:"app_id"`
	AppCertificate     string `json:"app_certificate"`
	Channel            string `json:"channel_name"`
	UID                uint32 `json:"uid"`
	UserAccount        string `json:"user_account"`
	RTCAccount         string `json:"rtc_account"`
	Role               int16  `json:"role"`
	RTCRole            uint16 `json:"rtc_role"`
	PrivilegeExpiredTs uint32 `json:"privilege_expired_ts"`
	PrivilegeExpire    uint32 `json:"privilege_expire"`
	TokenExpire        uint32 `json:"token_expire"`
	RTCTokenExpire     uint32 `json:"rtc_token_expire"`
	Join               uint32 `json:"join_channel_privilege_expire"`
	Audio              uint32 `json:"pub_audio_privilege_expire"`
	Video              uint32 `json:"pub_video_privilege_expire"`
	Data               uint32 `json:"pub_data_stream_privilege_expire"`
	JoinAI             uint32 `json:"join_channel"`
	AudioAI            uint32 `json:"pub_audio"`
	VideoAI            uint32 `json:"pub_video"`
	DataAI             uint32 `json:"pub_data"`
	RTMUserID          string `json:"rtm_user_id"`
	RTMTokenExpire     uint32 `json:"rtm_token_expire"`
	RTMExpire          uint32 `json:"rtm_expire"`
	UserID             string `json:"user_id"`
	RoomUUID           string `json:"room_uuid"`
	UserUUID           string `json:"user_uuid"`
	Expire             uint32
	Permissions        []permission
	AddPrivileges      [][2]uint32 `json:"add_privileges"`
	Privileges         [][2]uint32
	TS                 uint32
	IssueTs            uint32 `json:"issue_ts"`
	ExpireInToken      uint32 `json:"token_expire_in_token"`
	Salt               uint32
	Services           []service
	AddServices        []json.RawMessage `json:"add_services"`
	Token              string
}

type service struct {
	Type        uint16
	Privileges  [][2]uint32
	Channel     string `json:"channel_name"`
	Account     string
	UserID      string `json:"user_id"`
	RoomUUID    string `json:"room_uuid"`
	UserUUID    string `json:"user_uuid"`
	Role        int16
	Permissions []permission
}

type permission struct {
	Resource  uint16   `json:"resource_type"`
	Access    uint16   `json:"permission_type"`
	Resources []string `json:"resources"`
}

// vectors are those of a version.
func vectors(t *testing.T, version string, count int) []vector {
	t.Helper()
	text, err := os.ReadFile("../../../tests/vectors/official.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var found []vector
	for _, text := range file.Vectors {
		var head struct{ Version string }
		if err := json.Unmarshal(text, &head); err != nil {
			t.Fatal(err)
		}
		if head.Version != version {
			continue
		}
		var v vector
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		found = append(found, v)
	}
	if len(found) != count {
		t.Fatalf("%d vectors", len(found))
	}
	return found
}

// forEach runs a test for each vector of a version.
func forEach(t *testing.T, version string, count int, test func(t *testing.T, v vector)) {
	for _, v := range vectors(t, version, count) {
		t.Run(v.Name, func(t *testing.T) { test(t, v) })
	}
}

// signed is what HMAC-SHA256 says, with the standard library alone.
func signed(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// Where the numbers of a token stand in its content. The signature comes before them, with its length of 2 bytes.
const (
	signatureAt = 2
	bodyAt      = signatureAt + sha256.Size

	saltIn006, tsIn006          = bodyAt + 10, bodyAt + 14
	issuedAtIn007, saltIn007    = bodyAt + 34, bodyAt + 42
	headOf006, messageAtIn006   = 3 + 32, bodyAt + 10
	secondsBetweenCallAndReturn = 60
)

func content006(t *testing.T, token string) []byte {
	t.Helper()
	if len(token) < headOf006 {
		t.Fatalf("%q", token)
	}
	content, err := base64.StdEncoding.DecodeString(token[headOf006:])
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func content007(t *testing.T, token string) []byte {
	t.Helper()
	if len(token) < 3 || token[:3] != "007" {
		t.Fatalf("%q", token)
	}
	stream, err := base64.StdEncoding.DecodeString(token[3:])
	if err != nil {
		t.Fatal(err)
	}
	reader, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// madeNow gives the content of an official token, had it been made with the time and salt of the one that was built,
// which each function takes by itself.
func (v vector) madeNow(t *testing.T, built []byte) []byte {
	var content []byte
	now := time.Now().Unix()
	if v.Version == "006" {
		content = content006(t, v.Token)
		copy(content[saltIn006:tsIn006+4], built[saltIn006:])
		now += 24 * 60 * 60
		user := v.UserAccount
		if v.UID != 0 {
			user = strconv.Itoa(int(v.UID))
		}
		channel := v.Channel
		if v.Kind == "rtm" {
			channel, user = v.UserAccount, ""
		}
		names := v.AppID + channel + user
		copy(content[signatureAt:], signed([]byte(v.AppCertificate), []byte(names), content[messageAtIn006:]))
		now -= int64(binary.LittleEndian.Uint32(built[tsIn006:]))
	} else {
		content = content007(t, v.Token)
		issuedAt, salt := built[issuedAtIn007:issuedAtIn007+4], built[saltIn007:saltIn007+4]
		copy(content[issuedAtIn007:], issuedAt)
		copy(content[saltIn007:], salt)
		key := signed(salt, signed(issuedAt, []byte(v.AppCertificate)))
		copy(content[signatureAt:], signed(key, content[bodyAt:]))
		now -= int64(binary.LittleEndian.Uint32(issuedAt))
	}
	if now < 0 || now > secondsBetweenCallAndReturn {
		t.Errorf("the token is made %d seconds ago", now)
	}
	return content
}

func call006(v vector) (string, error) {
	switch v.Kind {
	case "rtc_uid":
		return rtctokenbuilder006.BuildTokenWithUID(v.AppID, v.AppCertificate, v.Channel, v.UID, rtctokenbuilder006.Role(v.Role), v.PrivilegeExpiredTs)
	case "rtc_account":
		return rtctokenbuilder006.BuildTokenWithUserAccount(v.AppID, v.AppCertificate, v.Channel, v.UserAccount, rtctokenbuilder006.Role(v.Role), v.PrivilegeExpiredTs)
	case "rtm":
		return rtmtokenbuilder006.BuildToken(v.AppID, v.AppCertificate, v.UserAccount, rtmtokenbuilder006.RoleRtmUser, v.PrivilegeExpiredTs)
	}
	token := accesstoken006.CreateAccessToken2(v.AppID, v.AppCertificate, v.Channel, v.UserAccount)
	if v.Kind == "custom_uid" {
		token = accesstoken006.CreateAccessToken(v.AppID, v.AppCertificate, v.Channel, v.UID)
	}
	for _, pair := range v.AddPrivileges {
		token.AddPrivilege(accesstoken006.Privileges(pair[0]), pair[1])
	}
	return token.Build()
}

func TestEveryOfficial006CallWritesTheOfficialTokenWithItsOwnTimeAndSalt(t *testing.T) {
	forEach(t, "006", 39, func(t *testing.T, v vector) {
		token, err := call006(v)
		if err != nil {
			t.Fatal(err)
		}
		built := content006(t, token)
		if token[:headOf006] != v.Token[:headOf006] || !bytes.Equal(built, v.madeNow(t, built)) {
			t.Errorf("%s", token)
		}
	})
}

func TestA006TokenThatWasReadIsBuiltAgainToTheLetter(t *testing.T) {
	forEach(t, "006", 39, func(t *testing.T, v vector) {
		token := accesstoken006.CreateAccessToken2(v.AppID, v.AppCertificate, v.Channel, v.UserAccount)
		switch {
		case v.Kind == "rtm":
			token.ChannelName, token.UidStr = v.UserAccount, ""
		case v.UID != 0:
			token.UidStr = strconv.Itoa(int(v.UID))
		}
		if !token.FromString(v.Token) || token.Salt != v.Salt || token.Ts != v.TS || len(token.Message) != len(v.Privileges) {
			t.Fatalf("%+v", token)
		}
		if again, err := token.Build(); err != nil || again != v.Token {
			t.Errorf("%s, %v", again, err)
		}
	})
}

func TestWhatIsNo006TokenIsNotRead(t *testing.T) {
	for _, text := range []string{"", "006", "007eJx", vectors(t, "007", 105)[0].Token, vectors(t, "006", 39)[0].Token[:90]} {
		token := accesstoken006.CreateAccessToken("", "", "room", 42)
		if token.FromString(text) {
			t.Errorf("%q is read", text)
		}
	}
}

// calls007 are the official functions, by the kind of vector that they made.
var calls007 = map[string]func(v vector) (string, error){
	"rtc_uid": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithUid(v.AppID, v.AppCertificate, v.Channel, v.UID, rtctokenbuilder2.Role(v.Role), v.TokenExpire, v.PrivilegeExpire)
	},
	"rtc_account": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithUserAccount(v.AppID, v.AppCertificate, v.Channel, v.UserAccount, rtctokenbuilder2.Role(v.Role), v.TokenExpire, v.PrivilegeExpire)
	},
	"rtc_uid_privileges": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithUidAndPrivilege(v.AppID, v.AppCertificate, v.Channel, v.UID, v.TokenExpire, v.Join, v.Audio, v.Video, v.Data)
	},
	"rtc_account_privileges": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithUserAccountAndPrivilege(v.AppID, v.AppCertificate, v.Channel, v.UserAccount, v.TokenExpire, v.Join, v.Audio, v.Video, v.Data)
	},
	"rtc_rtm": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithRtm(v.AppID, v.AppCertificate, v.Channel, v.UserAccount, rtctokenbuilder2.Role(v.Role), v.TokenExpire, v.PrivilegeExpire)
	},
	"rtc_rtm2": func(v vector) (string, error) {
		return rtctokenbuilder2.BuildTokenWithRtm2(v.AppID, v.AppCertificate, v.Channel, v.RTCAccount, rtctokenbuilder2.Role(v.RTCRole), v.RTCTokenExpire,
			v.Join, v.Audio, v.Video, v.Data, v.RTMUserID, v.RTMTokenExpire)
	},
	"convoai": func(v vector) (string, error) {
		return convoaitokenbuilder.BuildToken(v.AppID, v.AppCertificate, v.Channel, v.RTCAccount, convoaitokenbuilder.Role(v.RTCRole), v.TokenExpire,
			v.JoinAI, v.AudioAI, v.VideoAI, v.DataAI, v.RTMUserID, v.RTMExpire)
	},
	"stt": func(v vector) (string, error) {
		return stttokenbuilder.BuildToken(v.AppID, v.AppCertificate, v.Channel, v.RTCAccount, stttokenbuilder.Role(v.RTCRole), v.TokenExpire,
			v.JoinAI, v.AudioAI, v.VideoAI, v.DataAI, v.RTMUserID, v.RTMExpire)
	},
	"rtm": func(v vector) (string, error) {
		return rtmtokenbuilder2.BuildToken(v.AppID, v.AppCertificate, v.UserID, v.Expire)
	},
	"rtm2_permissions": func(v vector) (string, error) {
		return rtmtokenbuilder2.BuildTokenWithPermissions(v.AppID, v.AppCertificate, v.UserID, permissionsOf(v.Permissions), v.Expire)
	},
	"fpa": func(v vector) (string, error) {
		return fpatokenbuilder.BuildToken(v.AppID, v.AppCertificate)
	},
	"chat_user": func(v vector) (string, error) {
		return chatTokenBuilder.BuildChatUserToken(v.AppID, v.AppCertificate, v.UserID, v.Expire)
	},
	"chat_app": func(v vector) (string, error) {
		return chatTokenBuilder.BuildChatAppToken(v.AppID, v.AppCertificate, v.Expire)
	},
	"education_room_user": func(v vector) (string, error) {
		return educationtokenbuilder.BuildRoomUserToken(v.AppID, v.AppCertificate, v.RoomUUID, v.UserUUID, v.Role, v.Expire)
	},
	"education_user": func(v vector) (string, error) {
		return educationtokenbuilder.BuildUserToken(v.AppID, v.AppCertificate, v.UserUUID, v.Expire)
	},
	"education_app": func(v vector) (string, error) {
		return educationtokenbuilder.BuildAppToken(v.AppID, v.AppCertificate, v.Expire)
	},
	"apaas_room_user": func(v vector) (string, error) {
		return apaastokenbuilder.BuildRoomUserToken(v.AppID, v.AppCertificate, v.RoomUUID, v.UserUUID, v.Role, v.Expire)
	},
	"apaas_user": func(v vector) (string, error) {
		return apaastokenbuilder.BuildUserToken(v.AppID, v.AppCertificate, v.UserUUID, v.Expire)
	},
	"apaas_app": func(v vector) (string, error) {
		return apaastokenbuilder.BuildAppToken(v.AppID, v.AppCertificate, v.Expire)
	},
	"services": func(v vector) (string, error) {
		token := accesstoken2.NewAccessToken(v.AppID, v.AppCertificate, v.ExpireInToken)
		for _, listed := range v.servicesToAdd() {
			token.AddService(listed.made())
		}
		return token.Build()
	},
}

func permissionsOf(listed []permission) *accesstoken2.Rtm2Permissions {
	permissions := accesstoken2.NewRtm2Permissions()
	for _, one := range listed {
		permissions.Add(one.Resource, one.Access, one.Resources)
	}
	return permissions
}

// servicesToAdd are the services in the order in which they were added, where the vector tells. It may tell it by
// their types alone.
func (v vector) servicesToAdd() []service {
	if v.AddServices == nil {
		return v.Services
	}
	services := make([]service, len(v.AddServices))
	for i, text := range v.AddServices {
		var number uint16
		if json.Unmarshal(text, &number) == nil {
			services[i] = v.Services[slices.IndexFunc(v.Services, func(s service) bool { return s.Type == number })]
		} else if err := json.Unmarshal(text, &services[i]); err != nil {
			panic(err)
		}
	}
	return services
}

func (s service) made() accesstoken2.IService {
	made := s.named()
	for _, pair := range s.Privileges {
		made.AddPrivilege(uint16(pair[0]), pair[1])
	}
	return made
}

func (s service) named() accesstoken2.IService {
	uid, err := strconv.ParseUint(s.Account, 10, 32)
	isUID := err == nil && accesstoken2.GetUidStr(uint32(uid)) == s.Account
	switch s.Type {
	case accesstoken2.ServiceTypeRtc:
		return accesstoken2.NewServiceRtc(s.Channel, s.Account)
	case accesstoken2.ServiceTypeRtm:
		return accesstoken2.NewServiceRtm(s.UserID)
	case accesstoken2.ServiceTypeStreaming:
		if isUID {
			return accesstoken2.NewServiceStreamingWithUid(s.Channel, uint32(uid))
		}
		return accesstoken2.NewServiceStreaming(s.Channel, s.Account)
	case accesstoken2.ServiceTypeFpa:
		return accesstoken2.NewServiceFpa()
	case accesstoken2.ServiceTypeChat:
		return accesstoken2.NewServiceChat(s.UserID)
	case accesstoken2.ServiceTypeFCdn:
		if isUID {
			return accesstoken2.NewServiceFCdnWithUid(s.Channel, uint32(uid))
		}
		return accesstoken2.NewServiceFCdn(s.Channel, s.Account)
	case accesstoken2.ServiceTypeApaas:
		return accesstoken2.NewServiceApaas(s.RoomUUID, s.UserUUID, s.Role)
	case accesstoken2.ServiceTypeRtm2:
		return accesstoken2.NewServiceRtm2(s.UserID, permissionsOf(s.Permissions))
	case accesstoken2.ServiceTypeConvoAI, accesstoken2.ServiceTypeStt:
		return accesstoken2.NewService(s.Type)
	}
	panic(s.Type)
}

func TestEveryOfficial007CallWritesTheOfficialContentWithItsOwnTimeAndSalt(t *testing.T) {
	called := map[string]bool{}
	forEach(t, "007", 105, func(t *testing.T, v vector) {
		called[v.Kind] = true
		token, err := calls007[v.Kind](v)
		if err != nil {
			t.Fatal(err)
		}
		built := content007(t, token)
		if !bytes.Equal(built, v.madeNow(t, built)) {
			t.Errorf("%x", built)
		}
	})
	if len(called) != len(calls007) {
		t.Errorf("%d of %d functions are called", len(called), len(calls007))
	}
}

func TestA007TokenThatWasReadVerifiesAndIsBuiltAgainByteForByte(t *testing.T) {
	forEach(t, "007", 105, func(t *testing.T, v vector) {
		token := accesstoken2.CreateAccessToken()
		token.AppCert = v.AppCertificate
		if ok, err := token.Parse(v.Token); !ok || err != nil {
			t.Fatal(err)
		}
		if ok, err := token.VerifySignature(v.AppCertificate); !ok || err != nil {
			t.Error(ok, err)
		}
		if ok, err := token.VerifySignature(anotherCertificate); ok || err != nil {
			t.Error(ok, err)
		}
		if len(token.Services) != len(v.Services) || token.IssueTs != v.IssueTs || token.Salt != v.Salt {
			t.Errorf("%+v", token)
		}
		again, err := token.Build()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(content007(t, again), content007(t, v.Token)) {
			t.Error(again)
		}
		token.Salt++
		if ok, err := token.VerifySignature(v.AppCertificate); ok || err != nil {
			t.Error("a token with another salt than its signature's:", ok, err)
		}
	})
}

func TestTheServicesOfATokenThatWasReadAreThoseOfItsTypes(t *testing.T) {
	forEach(t, "007", 105, func(t *testing.T, v vector) {
		token := accesstoken2.CreateAccessToken()
		if _, err := token.Parse(v.Token); err != nil {
			t.Fatal(err)
		}
		for _, listed := range v.Services {
			services := token.GetServices(listed.Type)
			if len(services) == 0 {
				t.Fatalf("no service of type %d", listed.Type)
			}
			switch read := services[0].(type) {
			case *accesstoken2.ServiceRtc:
				if read.ChannelName != listed.Channel {
					t.Error(read.ChannelName)
				}
			case *accesstoken2.ServiceRtm2:
				if want := permissionsOf(listed.Permissions).Details; len(read.Permissions.Details) != len(want) {
					t.Error(read.Permissions.Details)
				}
			}
		}
	})
}

// The credentials of Agora's own examples.
const (
	appID              = "970CA35de60c44645bbae8a215061b33"
	appCertificate     = "5CFd2fd1755d40ecb72977518be15d3b"
	anotherCertificate = "0123456789abcdef0123456789ABCDEF"
)

func TestWhatIsNo007TokenIsNotReadAndDoesNotVerify(t *testing.T) {
	for _, text := range []string{"", "007", "007eJx", vectors(t, "006", 39)[0].Token} {
		token := accesstoken2.CreateAccessToken()
		if ok, err := token.Parse(text); ok || err == nil {
			t.Errorf("%q is read", text)
		}
		if ok, err := token.VerifySignature(appCertificate); ok || err == nil {
			t.Errorf("%q verifies", text)
		}
	}
}

func TestTwoTokensOfOneSecondHaveSaltsOfTheirOwn(t *testing.T) {
	tokens := map[string]bool{}
	for range 100 {
		token, err := rtctokenbuilder2.BuildTokenWithUid(appID, appCertificate, "room", 42, rtctokenbuilder2.RolePublisher, 3600, 0)
		if err != nil {
			t.Fatal(err)
		}
		tokens[token] = true
	}
	if len(tokens) != 100 {
		t.Errorf("%d tokens", len(tokens))
	}
}

func TestManyGoroutinesMakeTokensThatAreGood(t *testing.T) {
	issuer, err := agoratoken.NewIssuer(appID, appCertificate)
	if err != nil {
		t.Fatal(err)
	}
	defer issuer.Close()
	faults := make(chan error)
	for range 8 {
		go func() {
			for range 250 {
				token, err := rtctokenbuilder2.BuildTokenWithUid(appID, appCertificate, "room", 42, rtctokenbuilder2.RolePublisher, 3600, 0)
				if err == nil {
					err = issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCPublishVideo)
				}
				if err != nil {
					faults <- err
					return
				}
			}
			faults <- nil
		}()
	}
	for range 8 {
		if err := <-faults; err != nil {
			t.Error(err)
		}
	}
}
