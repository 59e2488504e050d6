package agoratoken_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"agoratoken"
)

// explainRow is a row of tests/explain.json, which every language runs.
type explainRow struct {
	Name, Token, Channel, User string
	Service, Privilege         uint32
	Now                        int64
	Expected                   json.RawMessage
	Status                     agoratoken.Status
}

func (row explainRow) question() agoratoken.Question {
	return agoratoken.Question{
		Service:   agoratoken.ServiceType(row.Service),
		Channel:   row.Channel,
		User:      row.User,
		Privilege: agoratoken.Privilege(row.Privilege),
		Now:       time.Unix(row.Now, 0),
	}
}

func explainRows(t *testing.T) (issuer *agoratoken.Issuer, rows, refused []explainRow) {
	t.Helper()
	text, err := os.ReadFile("../../tests/explain.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		AppID          string `json:"app_id"`
		AppCertificate string `json:"app_certificate"`
		Rows, Refused  []explainRow
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Rows) < 50 || len(file.Refused) < 8 {
		t.Fatalf("%d rows, %d refused", len(file.Rows), len(file.Refused))
	}
	return issuerOf(t, file.AppID, file.AppCertificate), file.Rows, file.Refused
}

func TestEveryWayToBeWrongIsExplainedToTheLetter(t *testing.T) {
	issuer, rows, _ := explainRows(t)
	for _, row := range rows {
		text, err := issuer.ExplainJSON(row.Token, row.question())
		if err != nil || text != string(row.Expected) {
			t.Errorf("%s: %s, %v", row.Name, text, err)
		}
		why, err := issuer.Explain(row.Token, row.question())
		if err != nil {
			t.Fatalf("%s: %v", row.Name, err)
		}
		if said := members(why); !reflect.DeepEqual(said, expectedMembers(t, row)) {
			t.Errorf("%s: %v", row.Name, said)
		}
	}
}

// members is an explanation as JSON has it.
func members(why *agoratoken.Explanation) map[string]any {
	all := map[string]any{"good": why.Good, "status": float64(why.Status), "name": why.Status.String()}
	for name, text := range map[string]string{"reason": why.Reason, "found": why.Found, "asked": why.Asked, "advice": why.Advice} {
		all[name] = nil
		if text != "" {
			all[name] = text
		}
	}
	for name, at := range map[string]time.Time{"expires_at": why.ExpiresAt, "cut_at": why.CutAt, "now": why.Now} {
		all[name] = nil
		if !at.IsZero() {
			all[name] = float64(at.Unix())
		}
	}
	all["sdk_error"] = nil
	if why.SDKError != 0 {
		all["sdk_error"] = float64(why.SDKError)
	}
	return all
}

func expectedMembers(t *testing.T, row explainRow) (all map[string]any) {
	t.Helper()
	if err := json.Unmarshal(row.Expected, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheErrorOfACheckHasTheValuesOfItsExplanation(t *testing.T) {
	issuer, rows, _ := explainRows(t)
	values := 0
	for _, row := range rows {
		why, err := issuer.Explain(row.Token, row.question())
		if err != nil {
			t.Fatal(err)
		}
		if row.Service == 0 {
			err = issuer.VerifyAt(row.Token, time.Unix(row.Now, 0))
		} else {
			err = issuer.Check(row.Token, row.question())
		}
		isCut := !why.CutAt.IsZero() && !why.Now.Before(why.CutAt) && why.Now.Before(why.ExpiresAt)
		if why.Good || isCut {
			if err != nil {
				t.Errorf("%s: %v", row.Name, err)
			}
			continue
		}
		failed := checkError(t, err, &agoratoken.Error{Status: why.Status})
		if failed.Found != why.Found || failed.Asked != why.Asked {
			t.Errorf("%s: %+v", row.Name, *failed)
		}
		if failed.Found != "" {
			values++
		}
	}
	if values < 15 {
		t.Errorf("%d rows with values", values)
	}
}

func TestWhatCannotBeAskedOfATokenIsRefused(t *testing.T) {
	issuer, _, refused := explainRows(t)
	asked := 0
	for _, row := range refused {
		if row.Privilege > math.MaxUint16 {
			continue // No Privilege of Go's is so large.
		}
		asked++
		row.Now = 1
		if why, err := issuer.Explain("", row.question()); why != nil || !errors.Is(err, &agoratoken.Error{Status: row.Status}) {
			t.Errorf("%s: %v, %v", row.Name, why, err)
		}
	}
	if asked < len(refused)-1 {
		t.Errorf("%d of %d rows", asked, len(refused))
	}
}

// checkError is the CheckError of a failed check, which is the sentinel too.
func checkError(t *testing.T, err, want error) *agoratoken.CheckError {
	t.Helper()
	var failed *agoratoken.CheckError
	var base *agoratoken.Error
	if !errors.Is(err, want) || !errors.As(err, &failed) || !errors.As(err, &base) {
		t.Fatalf("%T %v is not %v", err, err, want)
	}
	if errors.Is(err, agoratoken.ErrRandomFailed) || err.Error() != want.Error() || base.Status != failed.Status {
		t.Errorf("%v is not %v alone", err, want)
	}
	return failed
}

func TestTheErrorOfAFailedCheckHasWhatWasFoundAndWhatWasAsked(t *testing.T) {
	issuer := newIssuer(t)
	rtc, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Subscriber, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	rtm, err := issuer.RTM("alice", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	join := agoratoken.RTCJoinChannel
	another := issuerOf(t, strings.Repeat("0", 32), appCertificate)
	for _, test := range []struct {
		err, want    error
		found, asked string
	}{
		{issuer.CheckRTC(rtc, "Room", agoratoken.UID(42), join), agoratoken.ErrWrongChannel, `"room"`, `"Room"`},
		{issuer.CheckRTC(rtc, "room", agoratoken.UID(43), join), agoratoken.ErrWrongUser, `"42"`, `"43"`},
		{issuer.CheckRTC(rtc, "room", agoratoken.AnyUser, join), agoratoken.ErrWrongUser, `"42"`, "a token for any user"},
		{issuer.CheckRTC(rtc, "room", agoratoken.Account("al"), join), agoratoken.ErrWrongUser, `"42"`, `"al"`},
		{issuer.CheckRTC(rtc, "room", agoratoken.UID(42), agoratoken.RTCPublishAudio), agoratoken.ErrNotGranted,
			"RTC: join channel", "RTC: publish audio"},
		{issuer.CheckRTM(rtm, "bob"), agoratoken.ErrWrongUser, `"alice"`, `"bob"`},
		{issuer.CheckRTM(rtc, "alice"), agoratoken.ErrNotGranted, "RTC: join channel", "RTM: login"},
		{issuer.Check(rtm, agoratoken.Question{Service: agoratoken.STT}), agoratoken.ErrNotGranted, "RTM: login", "STT"},
		{another.Verify(rtm), agoratoken.ErrWrongApp, appID, strings.Repeat("0", 32)},
		{issuer.Verify(rtm[:40]), agoratoken.ErrMalformedToken, "", ""},
		{issuer.Verify("\xff"), agoratoken.ErrMalformedToken, "", ""},
		{issuerOf(t, appID, anotherCertificate).Verify(rtm), agoratoken.ErrBadSignature, "", ""},
		{issuer.VerifyAt(rtm, time.Now().Add(2*time.Hour)), agoratoken.ErrExpired, "", ""},
	} {
		failed := checkError(t, test.err, test.want)
		if failed.Found != test.found || failed.Asked != test.asked {
			t.Errorf("%v: found %s, asked %s", failed, failed.Found, failed.Asked)
		}
	}
}

func TestAMistakeInTheQuestionIsNoCheckError(t *testing.T) {
	issuer := newIssuer(t)
	token := publisher(t, issuer)
	for want, question := range map[error]agoratoken.Question{
		agoratoken.ErrBadService:   {},
		agoratoken.ErrBadPrivilege: {Service: agoratoken.STT, Privilege: 1},
		agoratoken.ErrBadChannel:   {Service: agoratoken.RTM, Channel: "room"},
		agoratoken.ErrBadAccount:   {Service: agoratoken.FPA, User: "u"},
		agoratoken.ErrNotUTF8:      {Service: agoratoken.RTC, Channel: "\xff"},
	} {
		err := issuer.Check(token, question)
		var failed *agoratoken.CheckError
		if !errors.Is(err, want) || errors.As(err, &failed) {
			t.Errorf("%+v: %T %v", question, err, err)
		}
		if question.Service == 0 {
			continue // Asks Explain for the signature alone.
		}
		if why, err := issuer.Explain(token, question); !errors.Is(err, want) || why != nil {
			t.Errorf("%+v: %v, %v", question, why, err)
		}
	}
	for _, question := range []agoratoken.Question{{Channel: "room"}, {User: "u"}, {Privilege: 1}, {Now: time.Unix(0, 0)}} {
		if why, err := issuer.Explain(token, question); err == nil || why != nil {
			t.Errorf("%+v: %v", question, why)
		}
	}
}

func TestAGoodTokenIsExplainedAsGoodUntilItsEnd(t *testing.T) {
	issuer := newIssuer(t)
	token := publisher(t, issuer)
	info := parse(t, token)
	for _, question := range []agoratoken.Question{
		{},
		{Service: agoratoken.RTC, Channel: benchChannel, User: "42", Privilege: agoratoken.RTCPublishData},
	} {
		question.Now = info.IssuedAt
		why, err := issuer.Explain(token, question)
		if err != nil {
			t.Fatal(err)
		}
		if *why != (agoratoken.Explanation{Good: true, ExpiresAt: info.ExpiresAt, Now: info.IssuedAt}) || why.Err() != nil {
			t.Errorf("%+v", why)
		}
	}
}

func TestATokenThatAgoraHasCutIsExplainedAsExpiredThoughACheckTakesIt(t *testing.T) {
	issuer := newIssuer(t)
	token, err := issuer.RTM("alice", 48*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	info := parse(t, token)
	question := agoratoken.Question{Now: info.CutAt}
	why, err := issuer.Explain(token, question)
	if err != nil {
		t.Fatal(err)
	}
	checkError(t, why.Err(), agoratoken.ErrExpired)
	if why.Good || why.CutAt != info.CutAt || why.ExpiresAt != info.ExpiresAt || why.Reason == "" {
		t.Errorf("%+v", why)
	}
	if err := issuer.VerifyAt(token, info.CutAt); err != nil {
		t.Error(err)
	}
}

func TestNamesInAnExplanationComeWholeOrCutAndNeverBreakTheJSON(t *testing.T) {
	issuer := newIssuer(t)
	for _, name := range []string{"\x00", "a\"b\\", "\u202e\u0085\x7f", "é😀", strings.Repeat("\x01é", 20_000)} {
		token, err := issuer.Builder(agoratoken.V007).AddRTM(name).Grant(agoratoken.RTMLogin, 0).Build()
		if err != nil {
			t.Fatal(err)
		}
		failed := checkError(t, issuer.CheckRTM(token, name+"x"), agoratoken.ErrWrongUser)
		for _, value := range []string{failed.Found, failed.Asked} {
			if len(value) < 2 || len(value) > 512 || value[0] != '"' {
				t.Errorf("%.100q: %q", name, value)
			}
		}
	}
}
