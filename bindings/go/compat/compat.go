// Package compat holds Agora's own Go packages under their own names, made by agoratoken: in a program that imports
// them, the import path is all that changes.
//
//	import rtctokenbuilder "agoratoken/compat/rtctokenbuilder2"
//
//	token, err := rtctokenbuilder.BuildTokenWithUid(appID, appCertificate, "room", 42, rtctokenbuilder.RolePublisher, 3600, 3600)
//
// Instead of github.com/AgoraIO/Tools/DynamicKey/AgoraDynamicKey/go/src write agoratoken/compat; what follows stays. Of
// github.com/AgoraIO-Community/go-tokenbuilder the packages rtctokenbuilder, rtmtokenbuilder and accesstoken are the
// folders RtcTokenBuilder, RtmTokenBuilder and AccessToken here, with the same package names.
//
// Times are what they were: Unix times in seconds for the packages of 006, which are those three, and seconds from now
// for those of 007.
//
// Where Agora's rules refuse what is asked for, such as a Unix time as a lifetime in seconds, the token is made all the
// same, and [log.Print] says once a process for each kind of mistake what would be right. After [Strict] it is the
// rule's error. An App ID or App Certificate that is none is always an error.
//
// What the wire is made of (Pack, UnPack, Signature, MsgRawContent) is in the native library, and not here.
package compat

import "agoratoken/compat/internal/rules"

// Strict says whether what Agora's rules refuse is an error, an *agoratoken.Error, instead of a warning and the token
// all the same. Any number of goroutines may call it.
func Strict(on bool) { rules.SetStrict(on) }
