package agoratoken_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"agoratoken"
)

// oneCalls are the calls that make a token of an issuer: how many names they take, and the call.
var oneCalls = map[string]struct {
	names int
	call  func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error)
}{
	"RTC": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTC(names[0], agoratoken.UID(math.MaxUint32), agoratoken.Publisher, d)
	}},
	"RTC of an account": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTC(names[0], agoratoken.Account(names[1]), agoratoken.Publisher, d)
	}},
	"RTC006": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTC006(names[0], agoratoken.UID(math.MaxUint32), agoratoken.Publisher, d)
	}},
	"RTC006 of an account": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTC006(names[0], agoratoken.Account(names[1]), agoratoken.Publisher, d)
	}},
	"RTM": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTM(names[0], d)
	}},
	"RTM006": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTM006(names[0], d)
	}},
	"RTCRTM": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.RTCRTM(names[0], names[1], agoratoken.Publisher, d)
	}},
	"ConvoAI": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.ConvoAI(names[0], names[1], agoratoken.Publisher, d)
	}},
	"STT": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.STT(names[0], names[1], agoratoken.Publisher, d)
	}},
	"ChatUser": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.ChatUser(names[0], d)
	}},
	"ChatApp": {0, func(i *agoratoken.Issuer, _ []string, d time.Duration) (string, error) {
		return i.ChatApp(d)
	}},
	"EducationRoomUser": {2, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.EducationRoomUser(names[0], names[1], 1, d)
	}},
	"EducationUser": {1, func(i *agoratoken.Issuer, names []string, d time.Duration) (string, error) {
		return i.EducationUser(names[0], d)
	}},
	"EducationApp": {0, func(i *agoratoken.Issuer, _ []string, d time.Duration) (string, error) {
		return i.EducationApp(d)
	}},
	"FPA": {0, func(i *agoratoken.Issuer, _ []string, _ time.Duration) (string, error) {
		return i.FPA()
	}},
}

// calls are all calls that take strings: each with every string as the given one.
func calls(issuer *agoratoken.Issuer) map[string]func(s string) error {
	build := func(b *agoratoken.Builder) error {
		_, err := b.Build()
		return err
	}
	token := func(_ string, err error) error { return err }
	builder := func() *agoratoken.Builder { return issuer.Builder(agoratoken.V007) }
	check := func(s string, q agoratoken.Question) error { return issuer.Check(s, q) }
	explain := func(s string, q agoratoken.Question) error {
		explanation, err := issuer.Explain(s, q)
		if err != nil {
			return err
		}
		return explanation.Err()
	}
	good, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
	if err != nil {
		panic(err)
	}
	all := map[string]func(s string) error{
		"NewIssuer: App ID": func(s string) error {
			_, err := agoratoken.NewIssuer(s, appCertificate)
			return err
		},
		"NewIssuer: App Certificate": func(s string) error {
			_, err := agoratoken.NewIssuer(appID, s)
			return err
		},
		"AddRTC: channel":       func(s string) error { return build(builder().AddRTC(s, "a")) },
		"AddRTC: account":       func(s string) error { return build(builder().AddRTC("room", s)) },
		"AddRTM":                func(s string) error { return build(builder().AddRTM(s)) },
		"AddStreaming: channel": func(s string) error { return build(builder().AddStreaming(s, "a")) },
		"AddStreaming: account": func(s string) error { return build(builder().AddStreaming("room", s)) },
		"AddChat":               func(s string) error { return build(builder().AddChat(s)) },
		"AddFCDN: channel":      func(s string) error { return build(builder().AddFCDN(s, "a")) },
		"AddFCDN: account":      func(s string) error { return build(builder().AddFCDN("room", s)) },
		"AddAPaaS: room":        func(s string) error { return build(builder().AddAPaaS(s, "u", 1)) },
		"AddAPaaS: user":        func(s string) error { return build(builder().AddAPaaS("r", s, 1)) },
		"AddRTM2":               func(s string) error { return build(builder().AddRTM2(s)) },
		"Permit": func(s string) error {
			return build(builder().AddRTM2("u").Permit(agoratoken.Users, agoratoken.Read, "a", s))
		},

		"Parse":     func(s string) error { _, err := agoratoken.Parse(s); return err },
		"ParseJSON": func(s string) error { return token(agoratoken.ParseJSON(s)) },
		"Verify":    issuer.Verify,
		"Check":     func(s string) error { return check(s, agoratoken.Question{Service: agoratoken.FPA}) },
		"CheckRTC": func(s string) error {
			return issuer.CheckRTC(s, "room", agoratoken.UID(42), agoratoken.RTCJoinChannel)
		},
		"CheckRTM": func(s string) error { return issuer.CheckRTM(s, "u") },
		"Explain":  func(s string) error { return explain(s, agoratoken.Question{}) },
		"Explain: channel": func(s string) error {
			return explain(good, agoratoken.Question{Service: agoratoken.RTC, Channel: s, User: "42", Privilege: 1})
		},
		"Explain: user": func(s string) error {
			return explain(good, agoratoken.Question{Service: agoratoken.RTC, Channel: "room", User: s, Privilege: 1})
		},
		"NewEndpoint: origin": func(s string) error {
			_, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{AllowOrigins: []string{"https://a.example", s}})
			return err
		},
	}
	for name, one := range oneCalls {
		for given := range one.names {
			all[fmt.Sprintf("%s: name %d", name, given)] = func(s string) error {
				names := []string{"room", "u"}
				names[given] = s
				return token(one.call(issuer, names, time.Hour))
			}
		}
	}
	return all
}

func TestInvalidUTF8IsAnErrorInEveryString(t *testing.T) {
	for name, call := range calls(newIssuer(t)) {
		for _, s := range []string{"\xff", "room\xc3", "\xed\xa0\x80", "a\xf5b"} {
			want := agoratoken.ErrNotUTF8
			switch name {
			case "Parse", "ParseJSON", "Verify", "Check", "CheckRTC", "CheckRTM", "Explain":
				// A token may come from a stranger: then it is no token.
				want = agoratoken.ErrMalformedToken
			}
			if err := call(s); !errors.Is(err, want) {
				t.Errorf("%s of %q: %v", name, s, err)
			}
		}
	}
}

func TestAStringOfAMegabyteIsAnErrorEverywhere(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	for name, call := range calls(newIssuer(t)) {
		err := call(long)
		if name == "NewEndpoint: origin" {
			// An origin may be of any length.
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var failure *agoratoken.Error
		if !errors.As(err, &failure) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestANULIsAnErrorInEveryOneCallString(t *testing.T) {
	for name, call := range calls(newIssuer(t)) {
		if strings.HasPrefix(name, "Add") || name == "Permit" {
			continue // The builder writes what it is given.
		}
		for _, s := range []string{"a\x00b", "\x00", "a\x00"} {
			if err := call(s); err == nil {
				t.Errorf("%s took %q", name, s)
			}
		}
	}
}

func TestTheBuilderKeepsANULAndWhatFollowsIt(t *testing.T) {
	issuer := newIssuer(t)
	token, err := issuer.Builder(agoratoken.V007).
		AddRTC("a\x00b", "c\x00d").Grant(agoratoken.RTCJoinChannel, 0).
		AddRTM2("\x00").Permit(agoratoken.Users, agoratoken.Write, "e\x00f", "", "\x00").
		Build()
	if err != nil {
		t.Fatal(err)
	}
	services := parse(t, token).Services
	if services[0].Channel != "a\x00b" || services[0].Account != "c\x00d" || services[1].UserID != "\x00" {
		t.Errorf("%q", services)
	}
	if names := fmt.Sprintf("%q", services[1].Permissions[0].Names); names != `["e\x00f" "" "\x00"]` {
		t.Error(names)
	}
	if err := issuer.CheckRTC(token, "a", agoratoken.Account("c"), agoratoken.RTCJoinChannel); !errors.Is(err, agoratoken.ErrWrongChannel) {
		t.Errorf("a token for the channel a\\x00b in the channel a: %v", err)
	}
	if err := issuer.CheckRTC(token, "a\x00b", agoratoken.Account("c\x00d"), agoratoken.RTCJoinChannel); err != nil {
		t.Error(err)
	}
}

func TestTheLongestStringsOfTheFormatArriveWhole(t *testing.T) {
	longest := strings.Repeat("é", 65_535/2) + "a"
	token, err := newIssuer(t).Builder(agoratoken.V007).AddRTM(longest).Build()
	if err != nil {
		t.Fatal(err)
	}
	if userID := parse(t, token).Services[0].UserID; userID != longest {
		t.Errorf("%d bytes", len(userID))
	}
	if _, err := newIssuer(t).Builder(agoratoken.V007).AddRTM(longest + "b").Build(); !errors.Is(err, agoratoken.ErrStringTooLong) {
		t.Error(err)
	}
}

// lifetimes are all calls that take a lifetime and apply Agora's rules to it.
func lifetimes(issuer *agoratoken.Issuer) map[string]func(time.Duration) (string, error) {
	all := map[string]func(time.Duration) (string, error){}
	for name, one := range oneCalls {
		if name != "FPA" {
			all[name] = func(d time.Duration) (string, error) { return one.call(issuer, []string{"room", "u"}, d) }
		}
	}
	return all
}

// unlike gives names of so many bytes that compress badly, each unlike the others.
func unlike(count, length int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	names := make([]string, count)
	for i := range names {
		name := make([]byte, length)
		for at := range name {
			name[at] = byte('!' + 2 + random.IntN(4)) // # to &
			if random.IntN(8) > 0 {
				name[at] = byte('A' + random.IntN(26) + random.IntN(2)*32)
			}
		}
		names[i] = string(name)
	}
	return names
}

// A token that did not fit is signed again, with the next salt.
func TestAUsualTokenIsSignedOnce(t *testing.T) {
	issuer := newIssuer(t)
	for _, length := range []int{1, 4, 10, 20, 32, 36, 64} {
		names := unlike(2, length)
		for name, one := range oneCalls {
			for range 100 {
				var salts [2]uint32
				for i := range salts {
					token, err := one.call(issuer, names, time.Hour)
					if err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					salts[i] = parse(t, token).Salt
				}
				if salts[1] != salts[0]+1 {
					t.Fatalf("%s with names of %d bytes took %d salts", name, length, salts[1]-salts[0])
				}
			}
		}
	}
}

func TestATokenThatIsLongerThanUsualArrivesWhole(t *testing.T) {
	issuer := newIssuer(t)
	channel, account := unlike(1, 64)[0], unlike(1, 255)[0]
	for range 100 {
		token, err := issuer.RTC(channel, agoratoken.Account(account), agoratoken.Publisher, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if len(token) <= 400 {
			t.Fatalf("a token of %d bytes tests nothing", len(token))
		}
		if err := issuer.CheckRTC(token, channel, agoratoken.Account(account), agoratoken.RTCPublishData); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALifetimeThatIsNotInWholeSecondsOrNotPositiveIsRefused(t *testing.T) {
	bad := []time.Duration{0, 1, -1, time.Second - 1, time.Second + 1, 1500 * time.Millisecond, -time.Second, -time.Hour, math.MinInt64}
	for name, call := range lifetimes(newIssuer(t)) {
		for _, lifetime := range bad {
			if token, err := call(lifetime); !errors.Is(err, agoratoken.ErrBadExpiry) {
				t.Errorf("%s for %v: %q, %v", name, lifetime, token, err)
			}
		}
	}
}

func TestALifetimeThatIsTooLargeForSecondsFromNowIsRefused(t *testing.T) {
	bad := []time.Duration{
		1_000_000_000 * time.Second,
		time.Duration(time.Now().Add(time.Hour).Unix()) * time.Second, // The Unix time of the end.
		(1<<32 - 1) * time.Second,
		1 << 32 * time.Second, // 0 in 32 bits.
		(1<<32 + 3600) * time.Second,
		math.MaxInt64 / time.Second * time.Second,
	}
	for name, call := range lifetimes(newIssuer(t)) {
		for _, lifetime := range bad {
			if token, err := call(lifetime); !errors.Is(err, agoratoken.ErrExpiryLooksAbsolute) {
				t.Errorf("%s for %v: %q, %v", name, lifetime, token, err)
			}
		}
	}
}

func TestALifetimeArrivesInSeconds(t *testing.T) {
	token, err := newIssuer(t).RTC("room", agoratoken.UID(42), agoratoken.Publisher, 90*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	info := parse(t, token)
	if lifetime := info.ExpiresAt.Sub(info.IssuedAt); lifetime != 90*time.Minute {
		t.Error(lifetime)
	}
	if age := time.Since(info.IssuedAt); age < 0 || age > time.Minute {
		t.Errorf("issued %v ago", age)
	}
}

func TestTheBuildersMistakesComeOutOfBuild(t *testing.T) {
	issuer := newIssuer(t)
	builder := func() *agoratoken.Builder { return issuer.Builder(agoratoken.V007).AddRTM("u") }
	tests := map[string]struct {
		builder *agoratoken.Builder
		want    error
	}{
		"no service":                  {issuer.Builder(agoratoken.V007), agoratoken.ErrNoService},
		"no version":                  {issuer.Builder(0), agoratoken.ErrBadVersion},
		"two services in 006":         {issuer.Builder(agoratoken.V006).AddRTM("u").AddRTM("u"), agoratoken.ErrUnsupportedInVersion},
		"a grant before a service":    {issuer.Builder(agoratoken.V007).Grant(1, 0).AddRTM("u"), agoratoken.ErrNoService},
		"a permission without RTM2":   {builder().Permit(0, 0), agoratoken.ErrBadService},
		"a lifetime with a fraction":  {builder().ExpiresIn(1500 * time.Millisecond), agoratoken.ErrBadExpiry},
		"a negative lifetime":         {builder().ExpiresIn(-time.Second), agoratoken.ErrBadExpiry},
		"a lifetime above 32 bits":    {builder().ExpiresIn(1 << 32 * time.Second), agoratoken.ErrExpiryLooksAbsolute},
		"a privilege with a fraction": {builder().Grant(1, 1), agoratoken.ErrBadExpiry},
		"issued before 1970":          {builder().IssuedAt(time.Unix(-1, 0)), agoratoken.ErrOutOfRange},
		"issued at no time":           {builder().IssuedAt(time.Time{}), agoratoken.ErrOutOfRange},
		"issued after 2106":           {builder().IssuedAt(time.Unix(1<<32, 0)), agoratoken.ErrOutOfRange},
		"the first mistake":           {builder().Grant(1, -1).IssuedAt(time.Time{}), agoratoken.ErrBadExpiry},
	}
	for name, test := range tests {
		if token, err := test.builder.Build(); !errors.Is(err, test.want) || token != "" {
			t.Errorf("%s: %q, %v is not %v", name, token, err, test.want)
		}
	}
}

func TestABuilderBuildsAgainWithAnotherSalt(t *testing.T) {
	builder := newIssuer(t).Builder(agoratoken.V007).AddRTM("u")
	first, err := builder.Build()
	if err != nil {
		t.Fatal(err)
	}
	second, err := builder.Build()
	if err != nil {
		t.Fatal(err)
	}
	if parse(t, first).Salt == parse(t, second).Salt {
		t.Error("the same salt twice")
	}
}

func TestATimeOfCheckingBefore1970IsRefusedAndNotTheSystemClock(t *testing.T) {
	issuer := newIssuer(t)
	token := publisher(t, issuer)
	for _, now := range []time.Time{time.Unix(0, 0), time.Unix(-1, 0)} {
		if err := issuer.VerifyAt(token, now); !errors.Is(err, agoratoken.ErrOutOfRange) {
			t.Errorf("%v: %v", now, err)
		}
		question := agoratoken.Question{Service: agoratoken.RTC, Channel: "room", User: "42", Privilege: 1, Now: now}
		if err := issuer.Check(token, question); !errors.Is(err, agoratoken.ErrOutOfRange) {
			t.Errorf("%v: %v", now, err)
		}
	}
}

func TestATokenExpiresInTheSecondOfItsExpiryAndNotBefore(t *testing.T) {
	issuer := newIssuer(t)
	token := publisher(t, issuer)
	expiresAt := parse(t, token).ExpiresAt
	if err := issuer.VerifyAt(token, expiresAt.Add(-1)); err != nil {
		t.Error(err)
	}
	if err := issuer.VerifyAt(token, expiresAt); !errors.Is(err, agoratoken.ErrExpired) {
		t.Error(err)
	}
}

func TestTheZeroUserAndRoleGetNoToken(t *testing.T) {
	issuer := newIssuer(t)
	if token, err := issuer.RTC("room", agoratoken.User{}, agoratoken.Publisher, time.Hour); !errors.Is(err, agoratoken.ErrBadAccount) {
		t.Errorf("%q, %v", token, err)
	}
	if token, err := issuer.RTC("room", agoratoken.UID(42), 0, time.Hour); !errors.Is(err, agoratoken.ErrBadRole) {
		t.Errorf("%q, %v", token, err)
	}
}

func TestAnErrorSaysWhatWouldBeRightAndNeverShowsTheCertificate(t *testing.T) {
	almost := appCertificate[:31] + "x"
	_, err := agoratoken.NewIssuer(appID, almost)
	if !errors.Is(err, agoratoken.ErrBadAppCertificate) || errors.Is(err, agoratoken.ErrBadAppID) {
		t.Fatal(err)
	}
	if text := err.Error(); text != "agoratoken: the App Certificate must be 32 hexadecimal characters" {
		t.Error(text)
	}
	var failure *agoratoken.Error
	if !errors.As(fmt.Errorf("at start: %w", err), &failure) || failure.Status != 101 || failure.Status.String() != "BAD_APP_CERTIFICATE" {
		t.Errorf("%+v", failure)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, newIssuer(t)); strings.Contains(text, appCertificate) {
			t.Error(text)
		}
	}
}

func TestServicesOfManyPrivilegesParseToAllOfThem(t *testing.T) {
	for _, count := range []int{0, 1, 7, 8, 9, 16, 17, 300} {
		builder := newIssuer(t).Builder(agoratoken.V007).IssuedAt(time.Unix(1000, 0))
		for _, userID := range []string{"u", "v"} {
			builder.AddRTM(userID)
			for i := range count {
				builder.Grant(agoratoken.Privilege(i), time.Duration(i+1)*time.Second)
			}
		}
		token, err := builder.Build()
		if err != nil {
			t.Fatal(err)
		}
		for _, service := range parse(t, token).Services {
			if len(service.Privileges) != count {
				t.Fatalf("%d of %d", len(service.Privileges), count)
			}
			for i, grant := range service.Privileges {
				if int(grant.Privilege) != i || grant.ExpiresAt != unix(uint64(1001+i)) {
					t.Errorf("%d of %d: %+v", i, count, grant)
				}
			}
		}
	}
}
