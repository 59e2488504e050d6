// consumer token          prints a token for uid 42 in "room"
// consumer moved          the same under the names of Agora's own packages
// consumer check TOKEN    reads a token, and says whether it is good for that
package main

import (
	"fmt"
	"os"
	"time"

	"agoratoken"
	"agoratoken/compat/rtctokenbuilder2"
)

const (
	appID          = "970CA35de60c44645bbae8a215061b33"
	appCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	issuer, err := agoratoken.NewIssuer(appID, appCertificate)
	if err != nil {
		return err
	}
	defer issuer.Close()
	switch {
	case len(args) == 1 && args[0] == "token":
		token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
		if err == nil {
			fmt.Println(token)
		}
		return err
	case len(args) == 1 && args[0] == "moved":
		token, err := rtctokenbuilder2.BuildTokenWithUid(appID, appCertificate, "room", 42, rtctokenbuilder2.RolePublisher, 3600, 0)
		if err == nil {
			fmt.Println(token)
		}
		return err
	case len(args) == 2 && args[0] == "check":
		info, err := agoratoken.Parse(args[1])
		if err != nil {
			return err
		}
		for _, service := range info.Services {
			fmt.Printf("channel %s, account %s\n", service.Channel, service.Account)
		}
		return issuer.CheckRTC(args[1], "room", agoratoken.UID(42), agoratoken.RTCPublishAudio)
	}
	return fmt.Errorf("usage: consumer token | moved | check TOKEN")
}
