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
//   - [Issuer.RTC], [Issuer.RTM], [Issuer.RTCRTM], [Issuer.ConvoAI], [Issuer.STT], [Issuer.ChatUser] and their
//     siblings: one call, one token, under Agora's rules for names and lifetimes. They give 007 tokens;
//     [Issuer.RTC006] and [Issuer.RTM006] give the older 006 tokens.
//   - [Issuer.Builder]: every other token, with several services, a lifetime for each privilege, RTM2 permissions, a
//     fixed time and salt.
//   - [Parse]: what is inside a token. It needs no certificate and says nothing about the signature.
//   - [Issuer.CheckRTC], [Issuer.CheckRTM], [Issuer.Check]: is a token signed by this app, alive, and good for this
//     channel, user and privilege? [Issuer.Verify] checks signature and lifetime alone.
//   - [Issuer.Explain]: why is a token not good, what is in it instead, and what to do?
//   - [Endpoint] and [Handler]: the token server, as an [net/http.Handler].
//
// # The official builders
//
// Which of their functions is which call here. What has a lifetime for each privilege, more than one user or
// permissions there is a few lines of the [Builder] here, as the example OfficialBuilders shows:
//
//	BuildTokenWithUid, …WithUserAccount          Issuer.RTC; a Builder where the privileges live shorter
//	BuildTokenWithUidAndPrivilege,
//	…WithUserAccountAndPrivilege                 a Builder with AddRTC and a Grant for each privilege
//	BuildTokenWithRtm                            Issuer.RTCRTM
//	BuildTokenWithRtm2                           a Builder with AddRTC and AddRTM
//	BuildToken of RTM                            Issuer.RTM
//	BuildTokenWithPermissions of RTM             a Builder with AddRTM2 and a Permit for each permission
//	BuildToken of ConvoAI, STT                   Issuer.ConvoAI, Issuer.STT; a Builder where lifetimes or names differ
//	BuildChatUserToken, BuildChatAppToken        Issuer.ChatUser, Issuer.ChatApp
//	BuildRoomUserToken, BuildUserToken,
//	BuildAppToken of Education (APaaS)           Issuer.EducationRoomUser, Issuer.EducationUser, Issuer.EducationApp
//	BuildToken of FPA                            Issuer.FPA
//	BuildTokenWithUID, …WithUserAccount of 006   Issuer.RTC006, with a lifetime in place of a Unix time
//	BuildToken of RTM of 006                     Issuer.RTM006, likewise
//
// The packages under compat have the official names themselves: there an import path is all that changes.
//
// # Errors
//
// A call that fails says what is wrong, and never does something near to what was asked: a lifetime of 1.5 seconds,
// a channel with a NUL inside, or a string that is not UTF-8 is an error. Every error is an [*Error] with the
// library's status, a [*CheckError] of a token that is not good, or [ErrClosed]; compare it by [errors.Is]:
//
//	switch err := issuer.CheckRTC(token, "room", agoratoken.UID(42), agoratoken.RTCJoinChannel); {
//	case errors.Is(err, agoratoken.ErrExpired):
//		// Ask for a new token.
//	case err != nil:
//		// Not to be let in.
//	}
//
// A [*CheckError] has what was asked for and what the token has in its place; [Issuer.Explain] says the rest.
//
// # Linking
//
// With cgo, for which Go needs a C compiler, the package links the static library that lies under lib/<os>_<arch> in
// the module (a release's module has it there; in a clone of the repository `make go` puts it there), and the program
// stays one file. With the build tag agora_token_shared, and elsewhere than on Linux and macOS (amd64, arm64) and Windows
// (amd64), it links the installed shared library, which pkg-config finds as agora_token.
//
// Without cgo (CGO_ENABLED=0, no C compiler, or another GOOS or GOARCH than this machine's), and with the build tag
// agora_token_wasm, the same library is in the package as a WebAssembly module, which wazero runs: everything works in
// the same way, for any platform of Go's, four to five times slower, and one call at a time in a process.
package agoratoken
