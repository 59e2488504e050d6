package agoratoken

// #include "native.h"
import "C"

import "strconv"

// Version is the version of a token.
type Version uint32

const (
	// V006 is "AccessToken": RTC or RTM alone. Agora still takes it; new projects use 007.
	V006 Version = C.AGORA_TOKEN_VERSION_006
	// V007 is "AccessToken2": every service.
	V007 Version = C.AGORA_TOKEN_VERSION_007
)

// Role is what a user may do in an RTC channel. The zero Role is none: a call refuses it.
type Role uint32

const (
	// Publisher may join, and publish audio, video and data.
	Publisher Role = C.AGORA_TOKEN_ROLE_PUBLISHER
	// Subscriber may join. Agora refuses to let a subscriber publish only where co-host authentication
	// is switched on for the project.
	Subscriber Role = C.AGORA_TOKEN_ROLE_SUBSCRIBER
)

// User is a user of an RTC channel: [UID], [Account] or [AnyUser]. The zero User is none: a token for it
// is refused.
type User struct {
	isUID   bool
	uid     uint32
	account string
}

// AnyUser is any user: whoever holds the token may join under any uid. It is the uid 0.
var AnyUser = UID(C.AGORA_TOKEN_UID_ANY)

// UID is a numeric uid. UID(0) is [AnyUser].
func UID(uid uint32) User { return User{isUID: true, uid: uid} }

// Account is a user account (a string uid) of 1 to 255 bytes. Agora counts the account "42" and the uid
// 42 as the same user.
func Account(account string) User { return User{account: account} }

// text is the user as a token names it.
func (u User) text() string {
	if u.isUID && u.uid != 0 {
		return strconv.FormatUint(uint64(u.uid), 10)
	}
	return u.account
}

// ServiceType is a service of Agora's that a token can open, by its number in the 007 format.
type ServiceType uint32

const (
	RTC       ServiceType = C.AGORA_TOKEN_SERVICE_RTC       // real-time voice and video
	RTM       ServiceType = C.AGORA_TOKEN_SERVICE_RTM       // real-time messaging (Signaling)
	Streaming ServiceType = C.AGORA_TOKEN_SERVICE_STREAMING // media streaming (push and pull)
	FPA       ServiceType = C.AGORA_TOKEN_SERVICE_FPA       // full-path acceleration
	Chat      ServiceType = C.AGORA_TOKEN_SERVICE_CHAT      // Chat
	FCDN      ServiceType = C.AGORA_TOKEN_SERVICE_FCDN      // the CDN of Agora's live broadcasts
	APaaS     ServiceType = C.AGORA_TOKEN_SERVICE_APAAS     // Education, the Flexible Classroom
	RTM2      ServiceType = C.AGORA_TOKEN_SERVICE_RTM2      // Signaling with a permission for each resource
	ConvoAI   ServiceType = C.AGORA_TOKEN_SERVICE_CONVOAI   // Conversational AI: starts and ends agents that talk in a channel
	STT       ServiceType = C.AGORA_TOKEN_SERVICE_STT       // real-time speech to text: starts and ends the transcription of a channel
)

// Privilege is the number of a privilege within its service. The format takes any number; those with a
// meaning are the constants here.
type Privilege uint16

const (
	// NoPrivilege is what a check asks of ConvoAI and STT, which have no privileges: being in the token is the grant.
	NoPrivilege Privilege = C.AGORA_TOKEN_NO_PRIVILEGE

	RTCJoinChannel  Privilege = C.AGORA_TOKEN_RTC_JOIN_CHANNEL
	RTCPublishAudio Privilege = C.AGORA_TOKEN_RTC_PUBLISH_AUDIO
	RTCPublishVideo Privilege = C.AGORA_TOKEN_RTC_PUBLISH_VIDEO
	RTCPublishData  Privilege = C.AGORA_TOKEN_RTC_PUBLISH_DATA

	RTMLogin Privilege = C.AGORA_TOKEN_RTM_LOGIN // 1000 inside a 006 token, 1 in this package

	StreamingPublishMix Privilege = C.AGORA_TOKEN_STREAMING_PUBLISH_MIX
	StreamingPublishRaw Privilege = C.AGORA_TOKEN_STREAMING_PUBLISH_RAW

	FPALogin Privilege = C.AGORA_TOKEN_FPA_LOGIN

	ChatUser Privilege = C.AGORA_TOKEN_CHAT_USER // act as one user
	ChatApp  Privilege = C.AGORA_TOKEN_CHAT_APP  // act for the whole app, as its backend does

	FCDNPublish Privilege = C.AGORA_TOKEN_FCDN_PUBLISH
	FCDNPlay    Privilege = C.AGORA_TOKEN_FCDN_PLAY

	APaaSRoomUser Privilege = C.AGORA_TOKEN_APAAS_ROOM_USER // act as one user in one room
	APaaSUser     Privilege = C.AGORA_TOKEN_APAAS_USER      // act as one user
	APaaSApp      Privilege = C.AGORA_TOKEN_APAAS_APP       // act for the whole app, as its backend does

	RTM2Login Privilege = C.AGORA_TOKEN_RTM2_LOGIN
)

// Resource is what an RTM2 permission is about. The format takes any number.
type Resource uint16

const (
	MessageChannels Resource = C.AGORA_TOKEN_RTM2_MESSAGE_CHANNELS
	StreamChannels  Resource = C.AGORA_TOKEN_RTM2_STREAM_CHANNELS
	GroupChannels   Resource = C.AGORA_TOKEN_RTM2_GROUP_CHANNELS
	ServerGroups    Resource = C.AGORA_TOKEN_RTM2_SERVER_GROUPS
	Users           Resource = C.AGORA_TOKEN_RTM2_USERS
)

// Access is what an RTM2 permission allows. The format takes any number.
type Access uint16

const (
	Read  Access = C.AGORA_TOKEN_RTM2_READ
	Write Access = C.AGORA_TOKEN_RTM2_WRITE
)

// MaxItems is how many services, privileges, and of RTM2 resources, permissions and names a token can hold, all
// counted together. A token of Agora's own builders has a few.
const MaxItems = C.AGORA_TOKEN_MAX_ITEMS

// NoRole is the role of an Education service that has none.
const NoRole int16 = C.AGORA_TOKEN_NO_ROLE

// LibraryVersion is the version of the native library that runs, such as "0.1.0".
func LibraryVersion() string { return C.GoString(C.agora_token_library_version()) }
