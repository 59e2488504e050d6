package agoratoken

import "strconv"

// Version is the version of a token.
type Version uint32

const (
	// V006 is "AccessToken": RTC or RTM alone. Agora still takes it; new projects use 007.
	V006 Version = abiVersion006
	// V007 is "AccessToken2": every service.
	V007 Version = abiVersion007
)

// Role is what a user may do in an RTC channel. The zero Role is none: a call refuses it.
type Role uint32

const (
	// Publisher may join, and publish audio, video and data.
	Publisher Role = abiRolePublisher
	// Subscriber may join. Agora refuses to let a subscriber publish only where co-host authentication
	// is switched on for the project.
	Subscriber Role = abiRoleSubscriber
)

// User is a user of an RTC channel: [UID], [Account] or [AnyUser]. The zero User is none: a token for it
// is refused.
type User struct {
	isUID   bool
	uid     uint32
	account string
}

// AnyUser is any user: whoever holds the token may join under any uid. It is the uid 0.
var AnyUser = UID(abiUidAny)

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
	RTC       ServiceType = abiServiceRtc       // real-time voice and video
	RTM       ServiceType = abiServiceRtm       // real-time messaging (Signaling)
	Streaming ServiceType = abiServiceStreaming // media streaming (push and pull)
	FPA       ServiceType = abiServiceFpa       // full-path acceleration
	Chat      ServiceType = abiServiceChat      // Chat
	FCDN      ServiceType = abiServiceFcdn      // the CDN of Agora's live broadcasts
	APaaS     ServiceType = abiServiceApaas     // Education, the Flexible Classroom
	RTM2      ServiceType = abiServiceRtm2      // Signaling with a permission for each resource
	ConvoAI   ServiceType = abiServiceConvoai   // Conversational AI: starts and ends agents that talk in a channel
	STT       ServiceType = abiServiceStt       // real-time speech to text: starts and ends the transcription of a channel
)

// Privilege is the number of a privilege within its service. The format takes any number; those with a
// meaning are the constants here.
type Privilege uint16

const (
	// NoPrivilege is what a check asks of ConvoAI and STT, which have no privileges: being in the token is the grant.
	NoPrivilege Privilege = abiNoPrivilege

	RTCJoinChannel  Privilege = abiRtcJoinChannel
	RTCPublishAudio Privilege = abiRtcPublishAudio
	RTCPublishVideo Privilege = abiRtcPublishVideo
	RTCPublishData  Privilege = abiRtcPublishData

	RTMLogin Privilege = abiRtmLogin // 1000 inside a 006 token, 1 in this package

	StreamingPublishMix Privilege = abiStreamingPublishMix
	StreamingPublishRaw Privilege = abiStreamingPublishRaw

	FPALogin Privilege = abiFpaLogin

	ChatUser Privilege = abiChatUser // act as one user
	ChatApp  Privilege = abiChatApp  // act for the whole app, as its backend does

	FCDNPublish Privilege = abiFcdnPublish
	FCDNPlay    Privilege = abiFcdnPlay

	APaaSRoomUser Privilege = abiApaasRoomUser // act as one user in one room
	APaaSUser     Privilege = abiApaasUser     // act as one user
	APaaSApp      Privilege = abiApaasApp      // act for the whole app, as its backend does

	RTM2Login Privilege = abiRtm2Login
)

// Resource is what an RTM2 permission is about. The format takes any number.
type Resource uint16

const (
	MessageChannels Resource = abiRtm2MessageChannels
	StreamChannels  Resource = abiRtm2StreamChannels
	GroupChannels   Resource = abiRtm2GroupChannels
	ServerGroups    Resource = abiRtm2ServerGroups
	Users           Resource = abiRtm2Users
)

// Access is what an RTM2 permission allows. The format takes any number.
type Access uint16

const (
	Read  Access = abiRtm2Read
	Write Access = abiRtm2Write
)

// MaxItems is how many services, privileges, and of RTM2 resources, permissions and names a token can hold, all
// counted together. A token of Agora's own builders has a few.
const MaxItems = abiMaxItems

// NoRole is the role of an Education service that has none.
const NoRole int16 = abiNoRole

// LibraryVersion is the version of the native library that runs, such as "0.1.0".
func LibraryVersion() string { return lib.libraryVersion() }
