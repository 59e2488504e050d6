// Package agoratoken builds, reads and checks Agora access tokens (006 and 007), and answers as Agora's token server.
//
// An app has an App ID and an App Certificate, which Agora's console shows. From them a backend signs tokens, and
// with a token a client joins a channel. Everything starts with an [Issuer]:
//
//	issuer, err := agoratoken.NewIssuer(os.Getenv("APP_ID"), os.Getenv("APP_CERTIFICATE"))
//	if err != nil {
//		log.Fatal(err)
//	}
//	defer issuer.Close()
//	token, err := issuer.RTC("room", agoratoken.UID(42), agoratoken.Publisher, time.Hour)
//
// # Which call
//
//   - [Issuer.RTC], [Issuer.RTM], [Issuer.RTCRTM], [Issuer.ChatUser] and their siblings: one call, one token, under
//     Agora's rules for names and lifetimes. They give 007 tokens; [Issuer.RTC006] and [Issuer.RTM006] give the
//     older 006 tokens.
//   - [Issuer.Builder]: every other token, with several services, a lifetime for each privilege, RTM2 permissions, a
//     fixed time and salt.
//   - [Parse]: what is inside a token. It needs no certificate and says nothing about the signature.
//   - [Issuer.CheckRTC], [Issuer.CheckRTM], [Issuer.Check]: is a token signed by this app, alive, and good for this
//     channel, user and privilege? [Issuer.Verify] checks signature and lifetime alone.
//   - [Endpoint] and [Handler]: the token server, as an [net/http.Handler].
//
// # Errors
//
// A call that fails says what is wrong, and never does something near to what was asked: a lifetime of 1.5 seconds,
// a channel with a NUL inside, or a string that is not UTF-8 is an error. Every error is an [*Error] with the
// library's status, or [ErrClosed]; compare it by [errors.Is]:
//
//	switch err := issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCJoinChannel); {
//	case errors.Is(err, agoratoken.ErrExpired):
//		// Ask for a new token.
//	case err != nil:
//		// Not to be let in.
//	}
//
// # Linking
//
// The package calls a native library through cgo, so it needs a C compiler. By default it links the static library
// that lies under lib/<os>_<arch> in the module (a release's module has it there; in a clone of the repository
// `make go` puts it there), and the program stays one file. With the build tag agora_token_shared, and on systems
// other than Linux and macOS, it links the installed shared library, which pkg-config finds as agora_token.
package agoratoken
