// Server is Agora's token server on net/http: all of it is the endpoint, mounted in a server of the host's own.
//
//	APP_ID=… APP_CERTIFICATE=… go run .
//
// More settings: PORT (8080; 0 is a free one), TOKEN_VERSION (006 or 007), CLIENT_ERROR_STATUS (500 or 400).
package main

import (
	"cmp"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"agoratoken"
)

func main() {
	issuer, err := agoratoken.NewIssuer(os.Getenv("APP_ID"), os.Getenv("APP_CERTIFICATE"))
	if err != nil {
		log.Fatal(err)
	}
	version, ok := map[string]agoratoken.Version{"006": agoratoken.V006, "007": agoratoken.V007}[setting("TOKEN_VERSION", "006")]
	if !ok {
		log.Fatal("TOKEN_VERSION must be 006 or 007")
	}
	status, ok := map[string]int{"500": 500, "400": 400}[setting("CLIENT_ERROR_STATUS", "500")]
	if !ok {
		log.Fatal("CLIENT_ERROR_STATUS must be 500 or 400")
	}
	endpoint, err := agoratoken.NewEndpoint(issuer, agoratoken.EndpointOptions{Version: version, ClientErrorStatus: status})
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", ":"+setting("PORT", "8080"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Listening on port:", listener.Addr().(*net.TCPAddr).Port)
	// Open, as the article's server: whoever reaches it can have any token of the app. With a login of your own:
	//
	//	agoratoken.Handler(endpoint, func(r *http.Request) (*agoratoken.Policy, error) {
	//		user, err := session(r) // Your own.
	//		if err != nil {
	//			return nil, &agoratoken.Refusal{Status: http.StatusUnauthorized, Message: "log in first"}
	//		}
	//		return &agoratoken.Policy{User: user.ID, Channels: user.Rooms, MaxRole: agoratoken.Publisher}, nil
	//	})
	server := &http.Server{
		Handler:                      agoratoken.Handler(endpoint, nil),
		DisableGeneralOptionsHandler: true, // OPTIONS is the endpoint's.
		ReadTimeout:                  10 * time.Second,
		IdleTimeout:                  time.Minute,
	}
	log.Fatal(server.Serve(listener))
}

func setting(name, otherwise string) string { return cmp.Or(os.Getenv(name), otherwise) }
