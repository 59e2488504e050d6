// Command official calls Agora's Go module and the one that takes its place with the same arguments: each builds the
// other's token again, to the letter. A row for `make proof`. (Agora's module has no tests and no samples of its own.)
package main

import (
	"fmt"
	"log"
	"math"
	"runtime/debug"
	"strings"
	"time"

	theirs "github.com/AgoraIO-Community/go-tokenbuilder/accesstoken"
	theirRTC "github.com/AgoraIO-Community/go-tokenbuilder/rtctokenbuilder"
	theirRTM "github.com/AgoraIO-Community/go-tokenbuilder/rtmtokenbuilder"

	"agoratoken/compat"
	ours "agoratoken/compat/AccessToken"
	ourRTC "agoratoken/compat/RtcTokenBuilder"
	ourRTM "agoratoken/compat/RtmTokenBuilder"
)

const (
	appID          = "970CA35de60c44645bbae8a215061b33"
	appCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// made are the tokens that both modules made of one call, and what is not in them.
type made struct {
	channel, account string
	theirs, ours     string
	errs             [2]error
}

func main() {
	log.SetFlags(0)
	// Nothing here breaks a rule, so that nothing is warned of.
	compat.Strict(true)
	tokens := 0
	for _, made := range calls() {
		for _, err := range made.errs {
			if err != nil {
				log.Fatalf("%+v: %v", made, err)
			}
		}
		if again := builtByOurs(made); again != made.theirs {
			log.Fatalf("%+v: ours builds theirs again as %s", made, again)
		}
		if again := builtByTheirs(made); again != made.ours {
			log.Fatalf("%+v: theirs builds ours again as %s", made, again)
		}
		tokens += 2
	}
	fmt.Printf("proof: Agora's Go module go-tokenbuilder %s beside `compat`, called alike | %d tokens | "+
		"each builds the other's again to the letter\n", version(), tokens)
}

func calls() []made {
	soon := uint32(time.Now().Unix()) + 3600
	channels := []string{"room", "*", "a b!~", strings.Repeat("c", 64)}
	var all []made
	for _, channel := range channels {
		for _, role := range []uint16{ourRTC.RoleAttendee, ourRTC.RolePublisher, ourRTC.RoleSubscriber, ourRTC.RoleAdmin} {
			for _, account := range []string{"", "42", "anna", "Ünal", strings.Repeat("u", 255)} {
				one := made{channel: channel, account: account}
				one.theirs, one.errs[0] = theirRTC.BuildTokenWithUserAccount(appID, appCertificate, channel, account, theirRTC.Role(role), soon)
				one.ours, one.errs[1] = ourRTC.BuildTokenWithUserAccount(appID, appCertificate, channel, account, ourRTC.Role(role), soon)
				all = append(all, one)
			}
			for _, uid := range []uint32{0, 1, 42, math.MaxUint32} {
				one := made{channel: channel}
				if uid != 0 {
					one.account = fmt.Sprint(uid)
				}
				one.theirs, one.errs[0] = theirRTC.BuildTokenWithUID(appID, appCertificate, channel, uid, theirRTC.Role(role), soon)
				one.ours, one.errs[1] = ourRTC.BuildTokenWithUID(appID, appCertificate, channel, uid, ourRTC.Role(role), soon)
				all = append(all, one)
			}
		}
	}
	for _, user := range []string{"42", "anna", "Ünal", strings.Repeat("u", 64)} {
		one := made{channel: user}
		one.theirs, one.errs[0] = theirRTM.BuildToken(appID, appCertificate, user, theirRTM.RoleRtmUser, soon)
		one.ours, one.errs[1] = ourRTM.BuildToken(appID, appCertificate, user, ourRTM.RoleRtmUser, soon)
		all = append(all, one)
	}
	return all
}

func builtByOurs(made made) string {
	token := ours.CreateAccessToken2(appID, appCertificate, made.channel, made.account)
	if !token.FromString(made.theirs) {
		return "nothing: it is not read"
	}
	again, err := token.Build()
	if err != nil {
		return err.Error()
	}
	return again
}

func builtByTheirs(made made) string {
	token := theirs.CreateAccessToken2(appID, appCertificate, made.channel, made.account)
	if !token.FromString(made.ours) {
		return "nothing: it is not read"
	}
	again, err := token.Build()
	if err != nil {
		return err.Error()
	}
	return again
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasSuffix(module.Path, "/go-tokenbuilder") {
			return module.Version
		}
	}
	return "of no version"
}
