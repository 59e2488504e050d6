// Written by abi/languages/go.py from abi/agora_token.json (make abi): do not edit it.

package agoratoken

const (
	abiOk                   = 0
	abiNullPointer          = 1
	abiNotUtf8              = 2
	abiBufferTooSmall       = 3
	abiBadStructSize        = 4
	abiOutOfRange           = 5
	abiPanic                = 6
	abiRandomFailed         = 7
	abiClockFailed          = 8
	abiBadAppId             = 100
	abiBadAppCertificate    = 101
	abiBadChannel           = 102
	abiBadAccount           = 103
	abiBadRole              = 104
	abiBadVersion           = 105
	abiBadService           = 106
	abiBadPrivilege         = 107
	abiBadExpiry            = 108
	abiExpiryLooksAbsolute  = 109
	abiNoService            = 110
	abiStringTooLong        = 111
	abiUnsupportedInVersion = 112
	abiMalformedToken       = 200
	abiUnknownVersion       = 201
	abiTokenTooLarge        = 202
	abiBadSignature         = 300
	abiExpired              = 301
	abiWrongApp             = 302
	abiWrongChannel         = 303
	abiWrongUser            = 304
	abiNotGranted           = 305
	abiNoRole               = -1
	abiMaxLen               = 1023
	abiMaxItems             = 1024
	abiUidAny               = 0
	abiNoPrivilege          = 0
	abiMaxExplanationLen    = 4095
	abiMaxTarget            = 8192
	abiMaxBody              = 65536
	abiVersion006           = 6
	abiVersion007           = 7
	abiRolePublisher        = 1
	abiRoleSubscriber       = 2
	abiServiceRtc           = 1
	abiServiceRtm           = 2
	abiServiceStreaming     = 3
	abiServiceFpa           = 4
	abiServiceChat          = 5
	abiServiceFcdn          = 6
	abiServiceApaas         = 7
	abiServiceRtm2          = 8
	abiServiceConvoai       = 9
	abiServiceStt           = 10
	abiRtcJoinChannel       = 1
	abiRtcPublishAudio      = 2
	abiRtcPublishVideo      = 3
	abiRtcPublishData       = 4
	abiRtmLogin             = 1
	abiStreamingPublishMix  = 1
	abiStreamingPublishRaw  = 2
	abiFpaLogin             = 1
	abiChatUser             = 1
	abiChatApp              = 2
	abiFcdnPublish          = 1
	abiFcdnPlay             = 2
	abiApaasRoomUser        = 1
	abiApaasUser            = 2
	abiApaasApp             = 3
	abiRtm2Login            = 1
	abiRtm2MessageChannels  = 0
	abiRtm2StreamChannels   = 1
	abiRtm2GroupChannels    = 2
	abiRtm2ServerGroups     = 3
	abiRtm2Users            = 4
	abiRtm2Read             = 0
	abiRtm2Write            = 1
	abiFieldChannel         = 1
	abiFieldAccount         = 2
	abiFieldUserId          = 3
	abiFieldRoomUuid        = 4
	abiFieldUserUuid        = 5
)

type abiEndpointOptions struct {
	version           uint32
	clientErrorStatus uint32
	allowOrigins      []string
	omitCorsHeaders   uint32
}

func initialEndpointOptions() abiEndpointOptions {
	return abiEndpointOptions{version: abiVersion006, clientErrorStatus: 500}
}

type abiPolicy struct {
	user            string
	channels        []string
	maxRole         uint32
	maxExpiresIn    uint32
	allowAppTokens  uint32
	allowAnyChannel uint32
	allowAnyUser    uint32
	allowAiServices uint32
}

func initialPolicy() abiPolicy {
	return abiPolicy{maxRole: abiRoleSubscriber, maxExpiresIn: 86400}
}

type abiRequest struct {
	method string
	target string
	origin string
	body   string
	policy *abiPolicy
}
