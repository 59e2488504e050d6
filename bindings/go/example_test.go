package agoratoken_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"agoratoken"
)

func Example() {
	issuer, err := agoratoken.NewIssuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
	if err != nil {
		log.Fatal(err)
	}
	defer issuer.Close()
	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token[:3])
	// Output: 007
}

// exampleIssuer is the issuer of the examples that are about something else.
func exampleIssuer() *agoratoken.Issuer {
	issuer, err := agoratoken.NewIssuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
	if err != nil {
		log.Fatal(err)
	}
	return issuer
}

// show prints what a token opens.
func show(token string, err error) {
	if err != nil {
		fmt.Println(err)
		return
	}
	info, err := agoratoken.Parse(token)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range info.Services {
		fmt.Printf("service %d: channel %q, account %q, user id %q, %d privileges\n",
			s.Type, s.Channel, s.Account, s.UserID, len(s.Privileges))
	}
}

func ExampleNewIssuer() {
	_, err := agoratoken.NewIssuer("my app", "5CFd2fd1755d40ecb72977518be15d3b")
	fmt.Println(err)
	fmt.Println(errors.Is(err, agoratoken.ErrBadAppID))
	// Output:
	// agoratoken: the App ID must be 32 hexadecimal characters
	// true
}

func ExampleIssuer_RTC() {
	issuer := exampleIssuer()
	show(issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour))
	show(issuer.RTC("room", agoratoken.Account("alice"), agoratoken.Subscriber, time.Hour))
	show(issuer.RTC("", agoratoken.UID(42), agoratoken.Publisher, time.Hour))
	// Output:
	// service 1: channel "room", account "42", user id "", 4 privileges
	// service 1: channel "room", account "alice", user id "", 1 privileges
	// agoratoken: the channel must be 1 to 64 bytes of letters, digits, space, comma and !#$%&()+-.:;<=>?@[]^_{|}~ or * alone; a service without a channel takes an empty one
}

func ExampleIssuer_RTC006() {
	issuer := exampleIssuer()
	token, err := issuer.RTC006("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token[:35])
	// Output: 006970CA35de60c44645bbae8a215061b33
}

func ExampleIssuer_RTM() {
	show(exampleIssuer().RTM("alice", time.Hour))
	// Output: service 2: channel "", account "", user id "alice", 1 privileges
}

func ExampleIssuer_RTCRTM() {
	show(exampleIssuer().RTCRTM("room", "alice", agoratoken.Publisher, time.Hour))
	// Output:
	// service 1: channel "room", account "alice", user id "", 4 privileges
	// service 2: channel "", account "", user id "alice", 1 privileges
}

func ExampleIssuer_ConvoAI() {
	issuer := exampleIssuer()
	token, err := issuer.ConvoAI("room", "alice", agoratoken.Publisher, time.Hour)
	show(token, err)
	fmt.Println(issuer.Check(token, agoratoken.Question{Service: agoratoken.ConvoAI}))
	fmt.Println(issuer.Check(token, agoratoken.Question{Service: agoratoken.STT}))
	// Output:
	// service 1: channel "room", account "alice", user id "", 4 privileges
	// service 2: channel "", account "", user id "alice", 1 privileges
	// service 9: channel "", account "", user id "", 0 privileges
	// <nil>
	// agoratoken: the token does not grant this privilege of this service
}

func ExampleIssuer_STT() {
	show(exampleIssuer().STT("room", "alice", agoratoken.Subscriber, time.Hour))
	// Output:
	// service 1: channel "room", account "alice", user id "", 1 privileges
	// service 2: channel "", account "", user id "alice", 1 privileges
	// service 10: channel "", account "", user id "", 0 privileges
}

func ExampleIssuer_ChatUser() {
	show(exampleIssuer().ChatUser("alice", time.Hour))
	// Output: service 5: channel "", account "", user id "alice", 1 privileges
}

func ExampleIssuer_Builder() {
	builder := exampleIssuer().Builder(agoratoken.V007).
		ExpiresIn(2*time.Hour).
		AddRTC("room", "42").
		Grant(agoratoken.RTCJoinChannel, 2*time.Hour).
		Grant(agoratoken.RTCPublishAudio, 10*time.Minute).
		AddRTM2("42").
		Grant(agoratoken.RTM2Login, 0). // As long as the token.
		Permit(agoratoken.MessageChannels, agoratoken.Write, "room")
	show(builder.Build())
	// Output:
	// service 1: channel "room", account "42", user id "", 2 privileges
	// service 8: channel "", account "", user id "42", 1 privileges
}

func ExampleParse() {
	info, err := agoratoken.Parse("006970CA35de60c44645bbae8a215061b33IACV0fZUBw+72cVoL9eyGGh3Q6Poi8bgjwVLnyKSJyOXR7dIfRBXoFHlEAABAAAAR/QQAAEAAQCvKDdW")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(info.AppID, info.Salt, info.ChannelCRC)
	fmt.Println(info.Services[0].Privileges[0].ExpiresAt)
	// Output:
	// 970CA35de60c44645bbae8a215061b33 1 276646071
	// 2015-11-02 09:11:11 +0000 UTC
}

func ExampleIssuer_CheckRTC() {
	issuer := exampleIssuer()
	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Subscriber, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCJoinChannel))
	fmt.Println(issuer.CheckRTC(token, "room", agoratoken.UID(43), agoratoken.RTCJoinChannel))
	fmt.Println(issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCPublishVideo))
	// Output:
	// <nil>
	// agoratoken: the token is for another user
	// agoratoken: the token does not grant this privilege of this service
}

func ExampleIssuer_CheckRTM() {
	issuer := exampleIssuer()
	token, err := issuer.RTM("alice", time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issuer.CheckRTM(token, "alice"))
	fmt.Println(errors.Is(issuer.CheckRTM(token, "bob"), agoratoken.ErrWrongUser))
	// Output:
	// <nil>
	// true
}

func ExampleIssuer_Check() {
	issuer := exampleIssuer()
	token, err := issuer.ChatUser("alice", time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issuer.Check(token, agoratoken.Question{
		Service:   agoratoken.Chat,
		User:      "alice",
		Privilege: agoratoken.ChatUser,
	}))
	// Output: <nil>
}

func ExampleIssuer_Explain() {
	issuer := exampleIssuer()
	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Subscriber, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	why, err := issuer.Explain(token, agoratoken.Question{
		Service:   agoratoken.RTC,
		Channel:   "Room",
		User:      "42",
		Privilege: agoratoken.RTCJoinChannel,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why.Status, why.Found, why.Asked, why.SDKError)
	fmt.Println(why.Advice)
	// Output:
	// WRONG_CHANNEL "room" "Room" 110
	// issue it for the channel of the join call, to the letter: capitals and spaces count
}

func ExampleCheckError() {
	issuer := exampleIssuer()
	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Subscriber, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	err = issuer.CheckRTC(token, "room", agoratoken.UID(43), agoratoken.RTCJoinChannel)
	var failed *agoratoken.CheckError
	if errors.As(err, &failed) {
		fmt.Println(failed)
		fmt.Println("found", failed.Found, "asked", failed.Asked)
	}
	// Output:
	// agoratoken: the token is for another user
	// found "42" asked "43"
}

func ExampleIssuer_VerifyAt() {
	issuer := exampleIssuer()
	token, err := issuer.RTM("alice", time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issuer.Verify(token))
	fmt.Println(errors.Is(issuer.VerifyAt(token, time.Now().Add(2*time.Hour)), agoratoken.ErrExpired))
	// Output:
	// <nil>
	// true
}

func ExampleEndpoint_Handle() {
	endpoint, err := agoratoken.NewEndpoint(exampleIssuer(), agoratoken.EndpointOptions{ClientErrorStatus: 400})
	if err != nil {
		log.Fatal(err)
	}
	defer endpoint.Close()
	response, err := endpoint.Handle(agoratoken.Request{Method: "GET", Target: "/rtc/room/publisher/uid/x"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, string(response.Body))
	// Output: 400 {"error":"uid is invalid","detail":"a uid is a whole number from 0 (any user) to 4294967295, without leading zeros; a user account is 1 to 255 bytes of UTF-8 without control characters"}
}

func ExampleHandler() {
	endpoint, err := agoratoken.NewEndpoint(exampleIssuer(), agoratoken.EndpointOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer endpoint.Close()
	// Whoever logs in with a password gets tokens for their own name, in the rooms that begin with "class-".
	authorize := func(r *http.Request) (*agoratoken.Policy, error) {
		user, password, ok := r.BasicAuth()
		if !ok || password != "secret" {
			return nil, &agoratoken.Refusal{Status: http.StatusUnauthorized, Message: "log in first", Challenge: "Basic"}
		}
		return &agoratoken.Policy{User: user, Channels: []string{"class-*"}, MaxRole: agoratoken.Publisher}, nil
	}
	server := httptest.NewServer(agoratoken.Handler(endpoint, authorize))
	defer server.Close()

	get := func(path, user string) {
		request, err := http.NewRequest("GET", server.URL+path, nil)
		if err != nil {
			log.Fatal(err)
		}
		if user != "" {
			request.SetBasicAuth(user, "secret")
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			log.Fatal(err)
		}
		defer response.Body.Close()
		var answer struct{ Error string }
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			log.Fatal(err)
		}
		fmt.Println(response.StatusCode, answer.Error)
	}
	get("/rtc/class-1/publisher/userAccount/alice", "")
	get("/rtc/class-1/publisher/userAccount/bob", "alice")
	get("/rtc/class-1/publisher/userAccount/alice?expiry=x", "alice")
	// Output:
	// 401 log in first
	// 403 a token for this user is not allowed
	// 500 expiry is invalid
}
