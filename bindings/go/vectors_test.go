package agoratoken_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"agoratoken"
)

// vector is a token of the official builders.
type vector struct {
	Name           string
	Version        string
	Kind           string
	AppID          string  `json:"app_id"`
	AppCertificate string  `json:"app_certificate"`
	Channel        string  `json:"channel_name"`
	UID            *uint32 `json:"uid"`
	UserAccount    string  `json:"user_account"`
	TS             uint32
	Salt           uint32
	ChannelCRC     uint32 `json:"crc_channel_name"`
	UserCRC        uint32 `json:"crc_uid"`
	Privileges     [][2]uint32
	AddPrivileges  *[][2]uint32 `json:"add_privileges"`
	IssuedAt       uint32       `json:"issue_ts"`
	ExpiresIn      uint32       `json:"token_expire_in_token"`
	Services       []vectorService
	AddServices    []json.RawMessage `json:"add_services"`
	ContentHex     string            `json:"content_hex"`
	Token          string

	text json.RawMessage // what the other fields were read from
}

type vectorService struct {
	Type        uint32
	Privileges  [][2]uint32
	Channel     string `json:"channel_name"`
	Account     string
	UserID      string `json:"user_id"`
	RoomUUID    string `json:"room_uuid"`
	UserUUID    string `json:"user_uuid"`
	Role        *int16
	Permissions []struct {
		Resource uint16   `json:"resource_type"`
		Access   uint16   `json:"permission_type"`
		Listed   []string `json:"resources"`
	}
}

// vectors are all 144 tokens of versions 006 and 007.
func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("../../tests/vectors/official.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	for _, text := range file.Vectors {
		var version struct{ Version string }
		if err := json.Unmarshal(text, &version); err != nil {
			t.Fatal(err)
		}
		if version.Version != "006" && version.Version != "007" {
			continue
		}
		v := vector{text: text}
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		vectors = append(vectors, v)
	}
	if len(vectors) != 144 {
		t.Fatalf("%d vectors", len(vectors))
	}
	return vectors
}

// forEach runs a test for each vector of a version.
func forEach(t *testing.T, version string, test func(t *testing.T, v vector)) {
	for _, v := range vectors(t) {
		if v.Version == version {
			t.Run(v.Name, func(t *testing.T) { test(t, v) })
		}
	}
}

// user is the user as the formats write it.
func (v vector) user() string {
	switch {
	case v.UID == nil:
		return v.UserAccount
	case *v.UID == 0:
		return ""
	default:
		return fmt.Sprint(*v.UID)
	}
}

func seconds(n uint32) time.Duration { return time.Duration(n) * time.Second }

func unix(n uint64) time.Time { return time.Unix(int64(n), 0).UTC() }

func (v vector) builder006(t *testing.T) *agoratoken.Builder {
	privileges := v.Privileges
	if v.AddPrivileges != nil {
		privileges = *v.AddPrivileges
	}
	// Below every time in the vector, so that each can be given as a duration from it.
	issuedAt := v.TS
	for _, pair := range privileges {
		if pair[1] > 0 {
			issuedAt = min(issuedAt, pair[1])
		}
	}
	issuedAt--
	b := issuerOf(t, v.AppID, v.AppCertificate).Builder(agoratoken.V006)
	b.IssuedAt(unix(uint64(issuedAt))).Salt(v.Salt).ExpiresIn(seconds(v.TS - issuedAt))
	if v.Kind == "rtm" {
		b.AddRTM(v.user())
	} else {
		b.AddRTC(v.Channel, v.user())
	}
	for _, pair := range privileges {
		privilege := agoratoken.Privilege(pair[0])
		if v.Kind == "rtm" {
			privilege = agoratoken.RTMLogin
		}
		if pair[1] > 0 {
			pair[1] -= issuedAt
		}
		b.Grant(privilege, seconds(pair[1]))
	}
	return b
}

func (v vector) builder007(t *testing.T) *agoratoken.Builder {
	b := issuerOf(t, v.AppID, v.AppCertificate).Builder(agoratoken.V007)
	b.IssuedAt(unix(uint64(v.IssuedAt))).Salt(v.Salt).ExpiresIn(seconds(v.ExpiresIn))
	for _, s := range v.servicesToAdd(t) {
		s.addTo(b)
	}
	return b
}

// servicesToAdd are the services in the order in which they were added, where the vector tells. It may tell it by
// their types alone.
func (v vector) servicesToAdd(t *testing.T) []vectorService {
	if v.AddServices == nil {
		return v.Services
	}
	services := make([]vectorService, len(v.AddServices))
	for i, text := range v.AddServices {
		var number uint32
		if json.Unmarshal(text, &number) != nil {
			if err := json.Unmarshal(text, &services[i]); err != nil {
				t.Fatal(err)
			}
			continue
		}
		at := slices.IndexFunc(v.Services, func(s vectorService) bool { return s.Type == number })
		services[i] = v.Services[at]
	}
	return services
}

func (s vectorService) addTo(b *agoratoken.Builder) {
	switch agoratoken.ServiceType(s.Type) {
	case agoratoken.RTC:
		b.AddRTC(s.Channel, s.Account)
	case agoratoken.RTM:
		b.AddRTM(s.UserID)
	case agoratoken.Streaming:
		b.AddStreaming(s.Channel, s.Account)
	case agoratoken.FPA:
		b.AddFPA()
	case agoratoken.Chat:
		b.AddChat(s.UserID)
	case agoratoken.FCDN:
		b.AddFCDN(s.Channel, s.Account)
	case agoratoken.APaaS:
		b.AddAPaaS(s.RoomUUID, s.UserUUID, *s.Role)
	case agoratoken.RTM2:
		b.AddRTM2(s.UserID)
	case agoratoken.ConvoAI:
		b.AddConvoAI()
	case agoratoken.STT:
		b.AddSTT()
	default:
		panic(fmt.Sprint("service type ", s.Type))
	}
	for _, pair := range s.Privileges {
		b.Grant(agoratoken.Privilege(pair[0]), seconds(pair[1]))
	}
	for _, p := range s.Permissions {
		b.Permit(agoratoken.Resource(p.Resource), agoratoken.Access(p.Access), p.Listed...)
	}
}

// contentHex is the inflated content of a 007 token, read with the standard library alone.
func contentHex(t *testing.T, token string) string {
	t.Helper()
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
	return hex.EncodeToString(content)
}

func TestTheBuilderWritesEvery006TokenToTheLetter(t *testing.T) {
	forEach(t, "006", func(t *testing.T, v vector) {
		token, err := v.builder006(t).Build()
		if err != nil || token != v.Token {
			t.Errorf("%q, %v", token, err)
		}
	})
}

func TestTheBuilderWritesTheContentOfEvery007TokenByteForByte(t *testing.T) {
	forEach(t, "007", func(t *testing.T, v vector) {
		token, err := v.builder007(t).Build()
		if err != nil {
			t.Fatal(err)
		}
		if content := contentHex(t, token); content != v.ContentHex {
			t.Errorf("content %s", content)
		}
		if built, listed := parse(t, token), parse(t, v.Token); !reflect.DeepEqual(built, listed) {
			t.Errorf("%+v is not %+v", built, listed)
		}
	})
}

func TestEvery006TokenParsesToTheListedFields(t *testing.T) {
	forEach(t, "006", func(t *testing.T, v vector) {
		service := agoratoken.Service{Type: agoratoken.RTC, Role: agoratoken.NoRole}
		if v.Kind == "rtm" {
			service.Type = agoratoken.RTM
		}
		for _, pair := range v.Privileges {
			grant := agoratoken.Grant{Privilege: agoratoken.Privilege(pair[0])}
			if v.Kind == "rtm" && grant.Privilege == 1000 {
				grant.Privilege = agoratoken.RTMLogin
			}
			if pair[1] > 0 {
				grant.ExpiresAt = unix(uint64(pair[1]))
			}
			service.Privileges = append(service.Privileges, grant)
		}
		listed := &agoratoken.TokenInfo{
			Version:        agoratoken.V006,
			AppID:          v.AppID,
			ExpiresAt:      unix(uint64(v.TS)),
			Salt:           v.Salt,
			Services:       []agoratoken.Service{service},
			UnknownService: -1,
			ChannelCRC:     v.ChannelCRC,
			UserCRC:        v.UserCRC,
		}
		if info := parse(t, v.Token); !reflect.DeepEqual(info, listed) {
			t.Errorf("%+v is not %+v", info, listed)
		}
	})
}

func TestEvery007TokenParsesToTheListedFields(t *testing.T) {
	const honoured = 86_400
	forEach(t, "007", func(t *testing.T, v vector) {
		listed := &agoratoken.TokenInfo{
			Version:        agoratoken.V007,
			AppID:          v.AppID,
			IssuedAt:       unix(uint64(v.IssuedAt)),
			ExpiresAt:      unix(uint64(v.IssuedAt) + uint64(v.ExpiresIn)),
			Salt:           v.Salt,
			Services:       []agoratoken.Service{},
			UnknownService: -1,
		}
		if v.ExpiresIn > honoured {
			listed.CutAt = unix(uint64(v.IssuedAt) + honoured)
		}
		for _, s := range v.Services {
			listed.Services = append(listed.Services, s.listed(v))
		}
		if info := parse(t, v.Token); !reflect.DeepEqual(info, listed) {
			t.Errorf("%+v is not %+v", info, listed)
		}
	})
}

func (s vectorService) listed(v vector) agoratoken.Service {
	service := agoratoken.Service{
		Type:     agoratoken.ServiceType(s.Type),
		Channel:  s.Channel,
		Account:  s.Account,
		UserID:   s.UserID,
		RoomUUID: s.RoomUUID,
		UserUUID: s.UserUUID,
		Role:     agoratoken.NoRole,
	}
	if s.Role != nil {
		service.Role = *s.Role
	}
	for _, pair := range s.Privileges {
		// 0 is as long as the token.
		expiresIn := pair[1]
		if expiresIn == 0 {
			expiresIn = v.ExpiresIn
		}
		service.Privileges = append(service.Privileges, agoratoken.Grant{
			Privilege: agoratoken.Privilege(pair[0]),
			ExpiresAt: unix(uint64(v.IssuedAt) + uint64(expiresIn)),
		})
	}
	for _, p := range s.Permissions {
		service.Permissions = append(service.Permissions, agoratoken.Permission{
			Resource: agoratoken.Resource(p.Resource),
			Access:   agoratoken.Access(p.Access),
			Names:    append([]string(nil), p.Listed...),
		})
	}
	return service
}

// check006 asks a 006 token for the first of its privileges, or for one where it has none.
func (v vector) check006(t *testing.T, certificate string) error {
	question := agoratoken.Question{Now: unix(1)}
	if v.Kind == "rtm" {
		question.Service, question.User, question.Privilege = agoratoken.RTM, v.user(), agoratoken.RTMLogin
	} else {
		question.Service, question.Channel, question.User = agoratoken.RTC, v.Channel, v.user()
		question.Privilege = agoratoken.RTCJoinChannel
		if len(v.Privileges) > 0 {
			question.Privilege = agoratoken.Privilege(v.Privileges[0][0])
		}
	}
	return issuerOf(t, v.AppID, certificate).Check(v.Token, question)
}

func TestEvery006TokenIsGoodAndFailsUnderAnotherCertificate(t *testing.T) {
	forEach(t, "006", func(t *testing.T, v vector) {
		// Without a privilege there is nothing to be good for, but the signature has been checked.
		var want error
		if len(v.Privileges) == 0 {
			want = agoratoken.ErrNotGranted
		}
		if err := v.check006(t, v.AppCertificate); !errors.Is(err, want) {
			t.Errorf("%v is not %v", err, want)
		}
		if err := v.check006(t, anotherCertificate); !errors.Is(err, agoratoken.ErrBadSignature) {
			t.Error(err)
		}
	})
}

func TestEvery007TokenVerifiesAndFailsUnderAnotherCertificate(t *testing.T) {
	forEach(t, "007", func(t *testing.T, v vector) {
		now := unix(uint64(v.IssuedAt))
		// A lifetime of 0 has ended when it starts.
		var want error
		if v.ExpiresIn == 0 {
			want = agoratoken.ErrExpired
		}
		if err := issuerOf(t, v.AppID, v.AppCertificate).VerifyAt(v.Token, now); !errors.Is(err, want) {
			t.Errorf("%v is not %v", err, want)
		}
		err := issuerOf(t, v.AppID, anotherCertificate).VerifyAt(v.Token, now)
		if !errors.Is(err, agoratoken.ErrBadSignature) {
			t.Error(err)
		}
	})
}

func TestTheJSONOfEveryTokenSaysWhatParseSays(t *testing.T) {
	for _, v := range vectors(t) {
		text, err := agoratoken.ParseJSON(v.Token)
		if err != nil {
			t.Fatal(err)
		}
		var token struct {
			Version  string
			AppID    string `json:"app_id"`
			Services []struct{ Type uint32 }
		}
		if err := json.Unmarshal([]byte(text), &token); err != nil {
			t.Fatal(err)
		}
		var types []uint32
		for _, service := range token.Services {
			types = append(types, service.Type)
		}
		var parsed []uint32
		for _, service := range parse(t, v.Token).Services {
			parsed = append(parsed, uint32(service.Type))
		}
		if token.Version != v.Version || token.AppID != v.AppID || !slices.Equal(types, parsed) {
			t.Errorf("%s: %s", v.Name, text)
		}
	}
}
