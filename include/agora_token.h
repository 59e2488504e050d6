/*
 * agora_token.h: builds, reads and checks Agora access tokens (006 and 007), and answers as a token server.
 *
 * Written by cbindgen from the sources of the library (`make header`): do not edit it. It needs C99 or C++11.
 *
 *
 * A first token
 *
 *     #include <stdio.h>
 *     #include "agora_token.h"
 *
 *     int main(void)
 *     {
 *         agora_token_issuer *issuer;
 *         char token[AGORA_TOKEN_MAX_LEN + 1];
 *         size_t len;
 *         agora_token_status status = agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
 *             agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &issuer);
 *         if (status == AGORA_TOKEN_OK)
 *             status = agora_token_rtc_uid(issuer, AGORA_TOKEN_VERSION_007, agora_token_cstr("room"), 42,
 *                 AGORA_TOKEN_ROLE_PUBLISHER, 3600, token, sizeof token, &len);
 *         puts(status == AGORA_TOKEN_OK ? token : agora_token_status_message(status));
 *         agora_token_issuer_free(issuer);
 *         return status != AGORA_TOKEN_OK;
 *     }
 *
 *     cc first.c -lagora_token
 *
 * or, with the static library on Linux,
 *
 *     cc first.c libagora_token.a -lutil -lrt -lpthread -lm -ldl -lc
 *
 *
 * The parts
 *
 * - agora_token_issuer_new: an app's App ID and App Certificate, from which everything starts.
 * - agora_token_rtc_uid and its siblings: one call, one token, under Agora's rules for names and lifetimes.
 * - agora_token_builder_...: every other token: several services, a lifetime for each privilege, RTM2
 *   permissions, a fixed time and salt.
 * - agora_token_parse, agora_token_info_...: what is inside a token. It needs no certificate.
 * - agora_token_verify, agora_token_check...: is a token signed, alive, and good for this user and privilege?
 * - agora_token_explain: the same with its reason, what was asked and what to do, as JSON.
 * - agora_token_endpoint_...: the token server as a function, from an HTTP request to a response.
 *
 *
 * The official builders
 *
 * Which function of Agora's own builders is which here. Their lifetimes too are seconds from now.
 *
 *     buildTokenWithUid, ...WithUserAccount        agora_token_rtc_uid, agora_token_rtc_account: one lifetime
 *     ...WithUidAndPrivilege, ...AndPrivilege      builder: set_expires_in, add_rtc, and grant for each of the four
 *                                                  privileges
 *     buildTokenWithRtm                            agora_token_rtc_rtm: one account, one lifetime
 *     buildTokenWithRtm2                           builder: set_expires_in, add_rtc, grant for each privilege of the
 *                                                  role, add_rtm, grant
 *     ConvoAI and STT: buildToken                  agora_token_convoai, agora_token_stt: one account, one lifetime; else
 *                                                  builder: as buildTokenWithRtm2, then add_convoai or add_stt
 *     RTM: buildToken                              agora_token_rtm
 *     RTM: buildTokenWithPermissions               builder: add_rtm2, grant, and permit for each permission
 *     Chat: buildUserToken, buildAppToken          agora_token_chat_user, agora_token_chat_app
 *     Education (APaaS): buildRoomUserToken,
 *       buildUserToken, buildAppToken              agora_token_education_room_user, ..._user, ..._app
 *     FPA: buildToken                              agora_token_fpa
 *     the same names in packages for 006           the same functions with AGORA_TOKEN_VERSION_006; there a lifetime was
 *                                                  a Unix time
 *
 * The lifetime of the token goes to set_expires_in, without which it is 24 hours. A publisher has the four privileges
 * of RTC, a subscriber the one to join. A uid goes to add_rtc as its decimal digits, and the uid 0 as "".
 *
 * The builder's recipe for RTC and RTM under different names, with lifetimes of their own (buildTokenWithRtm2):
 *
 *     agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_007, &builder);
 *     agora_token_builder_set_expires_in(builder, 3600);
 *     agora_token_builder_add_rtc(builder, agora_token_cstr("room"), agora_token_cstr("42"));
 *     agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 3600);
 *     agora_token_builder_grant(builder, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 600);
 *     agora_token_builder_add_rtm(builder, agora_token_cstr("anna"));
 *     agora_token_builder_grant(builder, AGORA_TOKEN_RTM_LOGIN, 1800);
 *     agora_token_builder_build(builder, token, sizeof token, &token_len);
 *
 *
 * Errors
 *
 * A call that can fail returns an agora_token_status: AGORA_TOKEN_OK (0), or a number that says what is
 * wrong: from 1 with the call or the machine, from 100 with what it was given, from 200 with a token that cannot be
 * read, from 300 with a token that is not good. Two of those from 100 can also be the fault of a token that is read or
 * checked: NO_SERVICE and UNSUPPORTED_IN_VERSION. agora_token_status_message has a sentence for each that says what
 * would be right, and agora_token_status_name its name. There is no other error state. No message, output or response
 * ever shows the App Certificate.
 *
 * The documentation of a function lists its statuses without their prefix AGORA_TOKEN_. In addition
 *
 * - every call can return NULL_POINTER (a handle or an output pointer is NULL) and PANIC;
 * - with a string or a list: NULL_POINTER, NOT_UTF8, and OUT_OF_RANGE for a length above PTRDIFF_MAX; a token
 *   that is not UTF-8 is MALFORMED_TOKEN;
 * - with an output buffer: BUFFER_TOO_SMALL;
 * - a call that signs a token: CLOCK_FAILED and RANDOM_FAILED.
 *
 * A call that fails changes nothing except the outputs named in its description; only PANIC may leave a builder
 * half changed.
 *
 *
 * Strings and lists
 *
 * Strings go in as agora_token_str: a pointer and a length in bytes, UTF-8 unless said otherwise, no NUL
 * needed. agora_token_cstr("room") makes one of a C string. {NULL, 0} is the empty string; NULL with another
 * length is NULL_POINTER. Lists are a pointer and a count under the same rule. All of it is lent for the
 * call: the library copies what it keeps.
 *
 *
 * Pointers
 *
 * A pointer is NULL, or it is aligned for its type and points to as much memory as the type, the length or the
 * count next to it says. That memory stays alive for the call. Nobody writes to an input meanwhile, nobody else
 * uses an output, and an output overlaps no input and no other output. A handle is one that the library
 * made and nobody freed; no other call uses it while _free runs.
 *
 *
 * Output
 *
 * Text comes out through (char *out, size_t capacity, size_t *out_len). On success `out` holds the text and a
 * NUL, and *out_len its length without the NUL. Where text and NUL do not fit in `capacity` bytes, the call
 * returns BUFFER_TOO_SMALL, writes nothing to `out`, and sets *out_len to a length that is enough for the next
 * try with the same inputs, whatever the clock and the salt do then: call again with a capacity of *out_len + 1
 * or more. The text is often shorter than that: its length is *out_len of the call that succeeds. A capacity of
 * 0, for which `out` may be NULL, asks for the length that is enough. Any other status leaves `out` and *out_len
 * as they were.
 *
 *
 * Handles
 *
 * An issuer, builder, info, endpoint or response is made by a call that sets *out to it, and to NULL where
 * the call fails. It belongs to the caller, who frees it with the _free function of its type, once; _free takes
 * NULL. A builder and an endpoint keep what they need of their issuer, which may be freed first. What a getter
 * returns is lent until the handle is freed.
 *
 *
 * Threads
 *
 * An issuer, endpoint, info and response never change and may be used by any number of threads at once,
 * without a lock. A builder is for one thread at a time, except for agora_token_builder_build, which does not
 * change it and may run on many. After a fork the child goes on with all of them; its tokens get other salts than
 * its parent's.
 *
 *
 * Structs
 *
 * agora_token_endpoint_options, agora_token_policy and agora_token_request start with their `size` and grow
 * at their end in later versions, which go on to take the older sizes. Begin each with its initialiser, and set
 * the fields by name. What an older struct lacks is as the initialiser has it. A struct that is newer than the library
 * is BAD_STRUCT_SIZE. An initialiser stands in a declaration; elsewhere, in C, put the type before it:
 *
 *     agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
 *     request.method = agora_token_cstr("GET");
 *     request = (agora_token_request)AGORA_TOKEN_REQUEST_INIT;
 *
 *
 * Compatibility
 *
 * A compiled program works with every later library of the same soname: nothing is taken away, renumbered or moved.
 * Later versions may return a status that this header does not have: all but AGORA_TOKEN_OK are failures, and the
 * hundred tells the kind ("Errors"). docs/abi.md of the library's sources has the whole promise.
 *
 *
 * Checks
 *
 * agora_token_check and its siblings return AGORA_TOKEN_OK, or the first thing that does not match, in this
 * order:
 *
 * - the arguments: BAD_SERVICE, BAD_PRIVILEGE, BAD_CHANNEL, BAD_ACCOUNT.
 * - 007: form, app, signature, lifetime, service, channel, user, privilege.
 * - 006: form, service, app, channel, user, signature, lifetime, privilege.
 *
 * An empty account in the token is any user, and the channel "*" in it is every channel. Otherwise names are
 * compared byte by byte and not held to the rules of "Names". A token or a privilege has expired when now is
 * its expiry or later. When a token was issued is not checked, nor does a check apply Agora's limit of 24 hours
 * ("Lifetimes"). Where a token holds a service several times, the one that is good for longest counts. Where none is
 * good, the error is that of the one that passed the most of these steps. A service of a type that the library does not
 * know ends the list of services: what came before is checked, and the signature covers everything.
 *
 * A 006 token holds only the CRCs of its names; its signature is checked with the channel and the user that
 * matched. The signature covers the two without a separator, and the CRCs not at all: whoever holds the token
 * for user "23" in "room1" can turn it into one for user "3" in "room12" or for any user in "room123", and no
 * check can tell, not even Agora's. Take 007.
 *
 * The same token can be written as several texts: do not use the text as a key, such as for revoking.
 *
 *
 * Lifetimes
 *
 * Lifetimes go in as seconds from now, at least 1. A number from 1000000000 on is taken for a Unix time and
 * refused (EXPIRY_LOOKS_ABSOLUTE). Agora honours at most 24 hours (86400): it treats a token that lives longer
 * as expired 24 hours after its issuing. A longer lifetime is legal here; compare the time with
 * agora_token_info_cut_at, which tells when Agora will cut a 007 token.
 *
 * A 006 token has a time of its own, `ts`, besides those of its privileges. The one-call functions and the
 * endpoint set it to 24 hours after the issuing, and the privileges to the lifetime; the earlier one counts. A time
 * of a 006 token must be at most 4294967295 (February 2106). Times come out as Unix times in seconds, in 64 bits.
 *
 *
 * Names
 *
 * - App ID and App Certificate: 32 hexadecimal characters of either case, exactly as Agora's console shows them:
 *   case counts.
 * - Channel: 1 to 64 bytes of a-z, A-Z, 0-9, space, comma and ! # $ % & ( ) + - . : ; < = > ? @ [ ] ^ _ { | } ~
 *   or "*" alone, which is every channel.
 * - User account: 1 to 255 bytes. RTM and Chat user id, room and user uuid: 1 to 64 bytes. All of them UTF-8
 *   without control characters.
 *
 * The one-call functions and the endpoint hold to these rules; the builder writes what it is given, up to
 * 65535 bytes a string.
 *
 *
 * Limits
 *
 * One-call tokens have at most AGORA_TOKEN_MAX_LEN (1023) bytes. The content of a token, unpacked, has at most
 * 131072 bytes, and holds at most AGORA_TOKEN_MAX_ITEMS (1024) services, privileges, and of RTM2 resources,
 * permissions and names, all counted together: the builder refuses to write more and the readers to read more
 * (TOKEN_TOO_LARGE). A token of Agora's own builders has a few. The one-call functions allocate no memory once their
 * thread has made a token, so they work where there is none to be had; another call that gets none ends the process
 * (abort), after a line on standard error.
 */


#ifndef AGORA_TOKEN_H
#define AGORA_TOKEN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// A string that is lent: `len` bytes of UTF-8 at `data`. {NULL, 0} is the empty string.
typedef struct agora_token_str {
    const char *data;
    size_t len;
} agora_token_str;

/// The agora_token_str of a NUL-terminated string, which it borrows. NULL gives {NULL, 0}.
static inline agora_token_str agora_token_cstr(const char *text)
{
    agora_token_str str;
    str.data = text;
    str.len = text ? strlen(text) : 0;
    return str;
}

/// An agora_token_endpoint_options: version 006, status 500, every origin, with the headers of CORS.
#define AGORA_TOKEN_ENDPOINT_OPTIONS_INIT \
    { sizeof(agora_token_endpoint_options), AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0 }

/// An agora_token_policy: no user yet, which is BAD_ACCOUNT, no channel, subscriber, 24 hours, no app tokens,
/// neither ConvoAI nor STT.
#define AGORA_TOKEN_POLICY_INIT \
    { sizeof(agora_token_policy), { NULL, 0 }, NULL, 0, AGORA_TOKEN_ROLE_SUBSCRIBER, 86400, 0, 0, 0, 0, 0 }

/// An agora_token_request: everything empty, no policy. Set method and target, and the policy unless anyone may
/// have any token.
#define AGORA_TOKEN_REQUEST_INIT \
    { sizeof(agora_token_request), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL }

/// The role of an Education service that has none.
#define AGORA_TOKEN_NO_ROLE (-1)

/// The version of this header; agora_token_library_version tells that of the library that runs.
#define AGORA_TOKEN_VERSION_MAJOR 0
#define AGORA_TOKEN_VERSION_MINOR 1
#define AGORA_TOKEN_VERSION_PATCH 0
#define AGORA_TOKEN_VERSION_NUMBER \
    (AGORA_TOKEN_VERSION_MAJOR * 10000 + AGORA_TOKEN_VERSION_MINOR * 100 + AGORA_TOKEN_VERSION_PATCH)
#define AGORA_TOKEN_VERSION_STRING "0.1.0"


/// The longest token of a one-call builder, in bytes, without the terminating NUL: a buffer of
/// AGORA_TOKEN_MAX_LEN + 1 bytes takes every one of them.
#define AGORA_TOKEN_MAX_LEN 1023

/// How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all counted
/// together.
#define AGORA_TOKEN_MAX_ITEMS 1024

/// Token version 006, "AccessToken": only RTC or RTM. Agora still takes it, but its holder can move letters between
/// channel and user ("Checks"): new projects use 007.
#define AGORA_TOKEN_VERSION_006 6

/// Token version 007, "AccessToken2": every service.
#define AGORA_TOKEN_VERSION_007 7

/// May join a channel and publish audio, video and data.
#define AGORA_TOKEN_ROLE_PUBLISHER 1

/// May join a channel. Agora refuses to let a subscriber publish only where co-host authentication is
/// switched on for the project.
#define AGORA_TOKEN_ROLE_SUBSCRIBER 2

/// The uid that stands for any user: whoever holds the token may join under any uid.
#define AGORA_TOKEN_UID_ANY 0

/// Real-time voice and video.
#define AGORA_TOKEN_SERVICE_RTC 1

/// Real-time messaging (Signaling).
#define AGORA_TOKEN_SERVICE_RTM 2

/// Media streaming (push and pull).
#define AGORA_TOKEN_SERVICE_STREAMING 3

/// Full-path acceleration.
#define AGORA_TOKEN_SERVICE_FPA 4

/// Chat.
#define AGORA_TOKEN_SERVICE_CHAT 5

/// The CDN of Agora's live broadcasts.
#define AGORA_TOKEN_SERVICE_FCDN 6

/// Education, the Flexible Classroom; Agora also calls it APaaS.
#define AGORA_TOKEN_SERVICE_APAAS 7

/// Signaling with a permission for each resource.
#define AGORA_TOKEN_SERVICE_RTM2 8

/// Conversational AI: starts and ends agents that talk in a channel.
#define AGORA_TOKEN_SERVICE_CONVOAI 9

/// Real-time speech to text: starts and ends the transcription of a channel.
#define AGORA_TOKEN_SERVICE_STT 10

/// What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the grant.
#define AGORA_TOKEN_NO_PRIVILEGE 0

/// RTC: join a channel.
#define AGORA_TOKEN_RTC_JOIN_CHANNEL 1

/// RTC: publish audio.
#define AGORA_TOKEN_RTC_PUBLISH_AUDIO 2

/// RTC: publish video.
#define AGORA_TOKEN_RTC_PUBLISH_VIDEO 3

/// RTC: publish a data stream.
#define AGORA_TOKEN_RTC_PUBLISH_DATA 4

/// RTM: log in. (Inside a 006 token it is 1000; builder, getters and checks call it 1 there too.)
#define AGORA_TOKEN_RTM_LOGIN 1

/// Streaming: publish a mixed stream.
#define AGORA_TOKEN_STREAMING_PUBLISH_MIX 1

/// Streaming: publish a raw stream.
#define AGORA_TOKEN_STREAMING_PUBLISH_RAW 2

/// FPA: log in.
#define AGORA_TOKEN_FPA_LOGIN 1

/// Chat: act as one user.
#define AGORA_TOKEN_CHAT_USER 1

/// Chat: act for the whole app, as its backend does.
#define AGORA_TOKEN_CHAT_APP 2

/// FCDN: publish.
#define AGORA_TOKEN_FCDN_PUBLISH 1

/// FCDN: play.
#define AGORA_TOKEN_FCDN_PLAY 2

/// Education: act as one user in one room.
#define AGORA_TOKEN_APAAS_ROOM_USER 1

/// Education: act as one user.
#define AGORA_TOKEN_APAAS_USER 2

/// Education: act for the whole app, as its backend does.
#define AGORA_TOKEN_APAAS_APP 3

/// RTM2: log in.
#define AGORA_TOKEN_RTM2_LOGIN 1

/// RTM2 resources: message channels.
#define AGORA_TOKEN_RTM2_MESSAGE_CHANNELS 0

/// RTM2 resources: stream channels.
#define AGORA_TOKEN_RTM2_STREAM_CHANNELS 1

/// RTM2 resources: group channels.
#define AGORA_TOKEN_RTM2_GROUP_CHANNELS 2

/// RTM2 resources: server groups.
#define AGORA_TOKEN_RTM2_SERVER_GROUPS 3

/// RTM2 resources: users.
#define AGORA_TOKEN_RTM2_USERS 4

/// RTM2 permission: read.
#define AGORA_TOKEN_RTM2_READ 0

/// RTM2 permission: write.
#define AGORA_TOKEN_RTM2_WRITE 1

/// RTC, Streaming, FCDN: the channel name; "*" is every channel.
#define AGORA_TOKEN_FIELD_CHANNEL 1

/// RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any user.
#define AGORA_TOKEN_FIELD_ACCOUNT 2

/// RTM, Chat, RTM2: the user id; "" in a Chat app token.
#define AGORA_TOKEN_FIELD_USER_ID 3

/// Education: the room uuid.
#define AGORA_TOKEN_FIELD_ROOM_UUID 4

/// Education: the user uuid.
#define AGORA_TOKEN_FIELD_USER_UUID 5

/// The longest text of agora_token_explain, in bytes, without the terminating NUL.
#define AGORA_TOKEN_MAX_EXPLANATION_LEN 4095

/// The longest request target that an endpoint reads, in bytes. A host may stop reading after
/// AGORA_TOKEN_MAX_TARGET + 1 bytes: the answer is 414 either way.
#define AGORA_TOKEN_MAX_TARGET 8192

/// The largest request body that an endpoint reads, in bytes. A host may stop reading after
/// AGORA_TOKEN_MAX_BODY + 1 bytes: the answer is 413 either way.
#define AGORA_TOKEN_MAX_BODY 65536

/// Builds every token that the formats can hold. It writes what it is given, bounded by the format alone;
/// Agora's rules for names and lifetimes are those of the one-call functions. Services are added, and
/// each privilege is granted to the service that was added last:
///
/// ```c
/// agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_007, &builder);
/// agora_token_builder_set_expires_in(builder, 3600);
/// agora_token_builder_add_rtc(builder, agora_token_cstr("room"), agora_token_cstr("42"));
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 3600);
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 600);
/// agora_token_builder_add_rtm(builder, agora_token_cstr("42"));
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTM_LOGIN, 3600);
/// agora_token_builder_build(builder, token, sizeof token, &token_len);
/// ```
///
/// A call that fails leaves the builder as it was. One thread at a time may change it.
typedef struct agora_token_builder agora_token_builder;

/// The token server without the sockets: it answers the HTTP requests of Agora's token server article and of
/// the servers that are built like it. Mount it in the HTTP server that you have.
///
/// ```text
/// GET, HEAD  /rtc/{channel}/{role}/{tokentype}/{uid}             {"rtcToken":"..."}
/// GET, HEAD  /rtm/{uid}                                          {"rtmToken":"..."}
/// GET, HEAD  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]  {"rtcToken":"...","rtmToken":"..."}
/// GET, HEAD  /chat/app, /chat/account/{chatid}                   {"chatToken":"..."}
/// GET, HEAD  /ping                                               {"message":"pong"}
/// POST       /getToken, /token/getNew                            {"token":"..."}
/// POST       /token/generate                                     {"code":0,"message":"Success","data":{"token":"..."}}
/// OPTIONS    each of these                                       204, for browsers
/// ```
///
/// In a path, percent-decoded:
///
/// - role: publisher, subscriber, or audience, which is a subscriber.
/// - tokentype: uid for a number (0 is any user), userAccount for a user account.
/// - rtmuid: the RTM user id; without it that is {uid}, which then must not be any user.
///
/// In a query: `expiry`, the lifetime in seconds (3600), and `version`, 006 or 007 (see
/// agora_token_endpoint_options). `details=1`, of POST routes too, adds "expiresAt" (Unix seconds), "appId" and "user" to
/// the body, of /token/generate within "data". Chat tokens are always 007. The 007 RTM token of /rte also opens the channel as a
/// stream channel.
///
/// The POST routes make 007 tokens. Their bodies are JSON objects, in which null is as good as absent:
///
/// ```text
/// /getToken, /token/getNew
///   "tokenType"          "rtc", "rtm" or "chat"
///   "channel"            rtc: the channel; rtm: a stream channel to open too, or none
///   "role"               rtc: as in a path; absent is "subscriber"
///   "uid"                a string or a number; rtc: digits are a numeric uid (0 is any user), other text is a user
///                        account; rtm and chat: the user id; chat without it: a token for the whole app
///   "expire"             the lifetime in seconds; absent or 0 is 3600
///
/// /token/generate, one token with each service that is enabled
///   "channelName"        RTC: the channel
///   "uid"                RTC: as above; RTM: the user id, which is not 0 where RTC is enabled too
///   "tokenExpireTs"      the lifetime in seconds; absent or 0 is 3600
///   "privilegeExpireTs"  the lifetime of the privileges; absent or 0 is that of the token
///   "serviceRtc"         {"enable":true,"role":1} for a publisher; 2 or absent is a subscriber
///   "serviceRtm", "serviceFpa", "serviceConvoAI", "serviceStt"
///                        {"enable":true}; for the token of agora_token_convoai or agora_token_stt enable RTC and RTM
///                        too: ConvoAI or STT alone names no channel and no user
///   "serviceChat", "serviceApaas" (Education)
///                        {"enableUser":true,"userUuid":"..."} for one user, {"enableApp":true} for the whole app
/// ```
///
/// A mistake in a request is a response too, never a status of this library: the statuses of the calls speak of
/// the host's own mistakes. Its status is `client_error_status` for GET and 400 for POST, its body {"error":"..."}, of
/// /token/generate {"code":-1,"message":"...","data":""}. What a policy does not allow is 403 {"error":"..."}, of
/// /token/generate too. Each of these bodies may also have "detail", a string that says what would be right.
///
/// It is immutable: threads may share one.
typedef struct agora_token_endpoint agora_token_endpoint;

/// What is inside a token. Reading it needs no certificate and says nothing about the signature: do not
/// grant access because of it; use agora_token_check. It is immutable: threads may share one.
///
/// The getters cannot fail: out of range, and for a NULL info, they give 0, "", or -1 where they say so. 0 can be
/// a privilege, resource or permission too: bound an index by its count. Indexes count from 0. Times are Unix
/// times in seconds. Strings are lent until agora_token_info_free, with a NUL behind them; a token may hold a NUL
/// inside its strings too, so rely on `len`.
typedef struct agora_token_info agora_token_info;

/// An app's App ID and App Certificate, and what they sign. It is immutable: threads may share one.
typedef struct agora_token_issuer agora_token_issuer;

/// An HTTP response. It is immutable: threads may share one. The getters cannot fail: out of range, and for a NULL
/// response, they give 0 or "". Strings are lent until agora_token_response_free, with a NUL behind them.
typedef struct agora_token_response agora_token_response;

/// The result of a call: AGORA_TOKEN_OK, or one of the numbers below. They are grouped with gaps, and a
/// number never changes its meaning; later versions add some.
typedef int32_t agora_token_status;

/// How an endpoint answers where the servers in the field differ. Start from
/// AGORA_TOKEN_ENDPOINT_OPTIONS_INIT.
typedef struct agora_token_endpoint_options {
    /// sizeof (agora_token_endpoint_options); the initialiser sets it.
    size_t size;
    /// The version of the tokens that GET answers: AGORA_TOKEN_VERSION_006 (the initialiser's, as the
    /// article's server) or AGORA_TOKEN_VERSION_007. `?version=007` or `?version=006` in a request overrides it,
    /// and a policy that limits the user or the channels makes it 007.
    uint32_t version;
    /// The HTTP status of a mistake in a GET: 500 (the initialiser's, as the article's server) or 400. 403, 404,
    /// 405, 413 and 414 stay as they are.
    uint32_t client_error_status;
    /// The origins that browsers may ask from, exactly as they send them: "https://example.com", without a slash at
    /// the end. None, or one that is "*", is every origin. It is for browsers alone: a request from another origin
    /// is answered all the same, without the header that lets a browser show the answer to its page.
    const agora_token_str *allow_origins;
    /// How many origins there are; there is no maximum.
    size_t allow_origin_count;
    /// 1 leaves out every header of CORS, and Vary, for a host that writes its own; 0 (the initialiser's) writes
    /// them. `allow_origins` is then checked and not used, and OPTIONS is still 204.
    uint32_t omit_cors_headers;
} agora_token_endpoint_options;

/// What the sender of a request may be given. Authenticate the sender in your own way and pass one of
/// these; every token of the request is checked against it before it is signed, and one that asks for more is
/// answered with 403. Start from AGORA_TOKEN_POLICY_INIT: zeroed memory is no policy.
///
/// A policy that limits the user or the channels allows no 006 token, whose holder could turn it into one
/// for another user or channel ("Checks").
typedef struct agora_token_policy {
    /// sizeof (agora_token_policy); the initialiser sets it.
    size_t size;
    /// The one user whom tokens may name: uid digits, account or user id. "" is BAD_ACCOUNT unless
    /// `allow_any_user` is 1, so that a session without a user does not open the door.
    agora_token_str user;
    /// The channels that tokens may open: names, or prefixes that end in "*". Only a literal "*" allows
    /// the token for every channel. None is no channel.
    const agora_token_str *channels;
    /// How many channels there are; there is no maximum.
    size_t channel_count;
    /// The highest role: AGORA_TOKEN_ROLE_PUBLISHER or AGORA_TOKEN_ROLE_SUBSCRIBER (the initialiser's).
    uint32_t max_role;
    /// The longest lifetime in seconds: 86400 by the initialiser; 0 is no limit. A request without a lifetime asks
    /// for 3600, and gets 403 where this is less.
    uint32_t max_expires_in;
    /// 1 allows tokens that name no user and act for the whole app (Chat app, Education app, FPA); 0 not.
    uint32_t allow_app_tokens;
    /// 1 allows any channel by its name, whatever `channels` lists, but not the token for every channel; 0 not.
    uint32_t allow_any_channel;
    /// 1 allows any user, and with it the token for any user; `user` must then be "". 0 allows only `user`.
    uint32_t allow_any_user;
    /// Not read: older programs have padding here.
    uint32_t reserved;
    /// 1 allows ConvoAI and STT, both, which start work on the bill of the app's owner; 0 not. They name nobody, so
    /// neither `user` nor `channels` limits what is started.
    uint32_t allow_ai_services;
} agora_token_policy;

/// An HTTP request as it came. Nothing in it needs to be valid, not even UTF-8. Start from
/// AGORA_TOKEN_REQUEST_INIT.
typedef struct agora_token_request {
    /// sizeof (agora_token_request); the initialiser sets it.
    size_t size;
    /// The method, such as "GET".
    agora_token_str method;
    /// The request target as it was sent, path and query, undecoded: "/rtc/room/publisher/uid/42?expiry=600". It
    /// starts with the route: a host that mounts the endpoint under a prefix takes that off.
    agora_token_str target;
    /// The Origin header, or "".
    agora_token_str origin;
    /// The body, or "".
    agora_token_str body;
    /// What the sender may be given. NULL is everything: whoever reaches an open endpoint can have any
    /// token of the app.
    const agora_token_policy *policy;
} agora_token_request;

/// The call did what it says.
#define AGORA_TOKEN_OK 0

/// A pointer that the call needs is NULL, or a string or list has a NULL pointer and a length above 0.
#define AGORA_TOKEN_NULL_POINTER 1

/// A string is not UTF-8. (A token that is not is AGORA_TOKEN_MALFORMED_TOKEN.)
#define AGORA_TOKEN_NOT_UTF8 2

/// The output buffer is too small. Nothing was written to it; *out_len is a length that is enough: try again
/// with a capacity of *out_len + 1.
#define AGORA_TOKEN_BUFFER_TOO_SMALL 3

/// The `size` of a struct is none that this library knows: set it with the initialiser.
#define AGORA_TOKEN_BAD_STRUCT_SIZE 4

/// A number is outside the range that the function's documentation gives.
#define AGORA_TOKEN_OUT_OF_RANGE 5

/// A bug in the library was caught at its boundary: please report it. The program may go on; free the handle.
#define AGORA_TOKEN_PANIC 6

/// The operating system's random source failed, so there is no salt and no token. Only agora_token_issuer_new
/// asks it, and in a forked child the first token.
#define AGORA_TOKEN_RANDOM_FAILED 7

/// The system clock is before 1970 or, where a token is built, after February 2106. (A check that late says
/// AGORA_TOKEN_EXPIRED.)
#define AGORA_TOKEN_CLOCK_FAILED 8

/// The App ID is not 32 hexadecimal characters.
#define AGORA_TOKEN_BAD_APP_ID 100

/// The App Certificate is not 32 hexadecimal characters.
#define AGORA_TOKEN_BAD_APP_CERTIFICATE 101

/// The channel name breaks Agora's rule ("Names"); from a check, the service has no channel.
#define AGORA_TOKEN_BAD_CHANNEL 102

/// A user account, user id or uuid breaks Agora's rule ("Names"); from a check, the service has no user.
#define AGORA_TOKEN_BAD_ACCOUNT 103

/// The role is neither AGORA_TOKEN_ROLE_PUBLISHER nor AGORA_TOKEN_ROLE_SUBSCRIBER.
#define AGORA_TOKEN_BAD_ROLE 104

/// The token version is neither AGORA_TOKEN_VERSION_006 nor AGORA_TOKEN_VERSION_007.
#define AGORA_TOKEN_BAD_VERSION 105

/// The service is not one of the ten, or the call does not fit it.
#define AGORA_TOKEN_BAD_SERVICE 106

/// A privilege, resource or permission is above 65535.
#define AGORA_TOKEN_BAD_PRIVILEGE 107

/// The lifetime is 0, or a time of a 006 token would be above 4294967295 (February 2106).
#define AGORA_TOKEN_BAD_EXPIRY 108

/// The lifetime is 1000000000 or more, so it is taken for a Unix time: lifetimes are seconds from now.
#define AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE 109

/// The token has no service.
#define AGORA_TOKEN_NO_SERVICE 110

/// A string or a list is longer than the 65535 that the format can carry.
#define AGORA_TOKEN_STRING_TOO_LONG 111

/// This token version has no such thing: a 006 token carries exactly one RTC or RTM service, and its signature
/// can be checked only with a channel and a user.
#define AGORA_TOKEN_UNSUPPORTED_IN_VERSION 112

/// The text is not a token, or it was cut or changed.
#define AGORA_TOKEN_MALFORMED_TOKEN 200

/// The text starts with three digits other than 006 and 007: a token of another version, or no token, such as an
/// App ID.
#define AGORA_TOKEN_UNKNOWN_VERSION 201

/// The token is larger than the library handles: its content has more than 131072 bytes.
#define AGORA_TOKEN_TOKEN_TOO_LARGE 202

/// The signature does not match: another App Certificate signed the token, or it was changed.
#define AGORA_TOKEN_BAD_SIGNATURE 300

/// The token, or the privilege asked for, has expired.
#define AGORA_TOKEN_EXPIRED 301

/// The token is for another App ID.
#define AGORA_TOKEN_WRONG_APP 302

/// The token is for another channel.
#define AGORA_TOKEN_WRONG_CHANNEL 303

/// The token is for another user.
#define AGORA_TOKEN_WRONG_USER 304

/// The token does not carry the service or the privilege asked for.
#define AGORA_TOKEN_NOT_GRANTED 305

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// # Version
///
/// The version of the library that runs, such as "0.1.0". A program that was compiled against another
/// one sees that in AGORA_TOKEN_VERSION_STRING.
const char *agora_token_library_version(void);

/// The version of the library that runs as one number: major * 10000 + minor * 100 + patch, as
/// AGORA_TOKEN_VERSION_NUMBER.
uint32_t agora_token_library_version_number(void);

/// # Statuses
///
/// What is wrong and what would be right, in one English sentence. It is a static string: never NULL,
/// not to be freed. A number that is no status has one too.
const char *agora_token_status_message(agora_token_status status);

/// The name of a status without the prefix AGORA_TOKEN_, such as "BAD_CHANNEL", for logs. It is a
/// static string: never NULL, not to be freed; "" for a number that is no status.
const char *agora_token_status_name(agora_token_status status);

/// # The issuer
///
/// Makes an issuer of an app's App ID and App Certificate, each 32 hexadecimal characters exactly as Agora's
/// console shows them. One issuer per app is enough. The certificate is copied, wiped from memory with
/// the last handle that needs it, and never part of an output. Free with agora_token_issuer_free.
///
/// Statuses: BAD_APP_ID, BAD_APP_CERTIFICATE, RANDOM_FAILED.
agora_token_status agora_token_issuer_new(agora_token_str app_id,
                                          agora_token_str app_certificate,
                                          agora_token_issuer **out);

/// Frees an issuer; NULL is fine. Builders and endpoints that were made with it go on.
void agora_token_issuer_free(agora_token_issuer *issuer);

/// # One call, one token
///
/// An RTC token for a numeric uid. As each of its siblings below, it signs one token with the current time and a
/// salt of its own.
///
/// - version: AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
/// - channel: a channel name, or "*" for every channel.
/// - uid: 1 to 4294967295, or AGORA_TOKEN_UID_ANY (0) for any user.
/// - role: AGORA_TOKEN_ROLE_PUBLISHER or AGORA_TOKEN_ROLE_SUBSCRIBER.
/// - expires_in: in seconds from now ("Lifetimes").
/// - out: AGORA_TOKEN_MAX_LEN + 1 bytes suffice ("Output").
///
/// Statuses: BAD_VERSION, BAD_ROLE, BAD_CHANNEL, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_rtc_uid(const agora_token_issuer *issuer,
                                       uint32_t version,
                                       agora_token_str channel,
                                       uint32_t uid,
                                       uint32_t role,
                                       uint32_t expires_in,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len);

/// An RTC token for a user account (a string uid), which is 1 to 255 bytes. The account "42" and the uid 42
/// are the same user to a token; the account "0" is a user of that name. For any user take agora_token_rtc_uid
/// with AGORA_TOKEN_UID_ANY: the account "" is BAD_ACCOUNT.
///
/// The rest is as in agora_token_rtc_uid.
///
/// Statuses: BAD_VERSION, BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_rtc_account(const agora_token_issuer *issuer,
                                           uint32_t version,
                                           agora_token_str channel,
                                           agora_token_str account,
                                           uint32_t role,
                                           uint32_t expires_in,
                                           char *out,
                                           size_t capacity,
                                           size_t *out_len);

/// An RTM (Signaling) token for one user id, which is 1 to 64 bytes.
///
/// - version: AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
///
/// Statuses: BAD_VERSION, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_rtm(const agora_token_issuer *issuer,
                                   uint32_t version,
                                   agora_token_str user_id,
                                   uint32_t expires_in,
                                   char *out,
                                   size_t capacity,
                                   size_t *out_len);

/// One 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_rtc_rtm(const agora_token_issuer *issuer,
                                       agora_token_str channel,
                                       agora_token_str account,
                                       uint32_t role,
                                       uint32_t expires_in,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len);

/// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI: what an
/// app needs that starts a voice agent in its channel. Whoever holds it can start agents on the bill of the app's
/// owner.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_convoai(const agora_token_issuer *issuer,
                                       agora_token_str channel,
                                       agora_token_str account,
                                       uint32_t role,
                                       uint32_t expires_in,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len);

/// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT (real-time
/// speech to text): what an app needs that starts the transcription of its channel. Whoever holds it can start work
/// on the bill of the app's owner.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_stt(const agora_token_issuer *issuer,
                                   agora_token_str channel,
                                   agora_token_str account,
                                   uint32_t role,
                                   uint32_t expires_in,
                                   char *out,
                                   size_t capacity,
                                   size_t *out_len);

/// A 007 token for one Chat user id, which is 1 to 64 bytes.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_chat_user(const agora_token_issuer *issuer,
                                         agora_token_str user_id,
                                         uint32_t expires_in,
                                         char *out,
                                         size_t capacity,
                                         size_t *out_len);

/// A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a user.
///
/// Statuses: BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_chat_app(const agora_token_issuer *issuer,
                                        uint32_t expires_in,
                                        char *out,
                                        size_t capacity,
                                        size_t *out_len);

/// A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat. Its Chat
/// user id is the MD5 of the user uuid in lowercase hexadecimal, as the official builder has it.
///
/// - room_uuid, user_uuid: 1 to 64 bytes each.
/// - role: the classroom's own, not AGORA_TOKEN_ROLE_PUBLISHER or _SUBSCRIBER: 1 teacher, 2 student,
///   3 assistant, 4 observer, or another number that your classroom defines. AGORA_TOKEN_NO_ROLE (-1) writes
///   that there is none.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_education_room_user(const agora_token_issuer *issuer,
                                                   agora_token_str room_uuid,
                                                   agora_token_str user_uuid,
                                                   int16_t role,
                                                   uint32_t expires_in,
                                                   char *out,
                                                   size_t capacity,
                                                   size_t *out_len);

/// A 007 token for one Education user outside of rooms. The user uuid is 1 to 64 bytes.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_education_user(const agora_token_issuer *issuer,
                                              agora_token_str user_uuid,
                                              uint32_t expires_in,
                                              char *out,
                                              size_t capacity,
                                              size_t *out_len);

/// A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to a
/// user.
///
/// Statuses: BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
agora_token_status agora_token_education_app(const agora_token_issuer *issuer,
                                             uint32_t expires_in,
                                             char *out,
                                             size_t capacity,
                                             size_t *out_len);

/// A 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does.
///
/// Statuses: only the general ones.
agora_token_status agora_token_fpa(const agora_token_issuer *issuer,
                                   char *out,
                                   size_t capacity,
                                   size_t *out_len);

/// # Every other token
///
/// Makes a builder without services. It keeps what it needs of the issuer, which may be freed first.
///
/// - version: AGORA_TOKEN_VERSION_006, which takes exactly one RTC or RTM service, or
///   AGORA_TOKEN_VERSION_007.
///
/// Free with agora_token_builder_free.
///
/// Statuses: BAD_VERSION.
agora_token_status agora_token_builder_new(const agora_token_issuer *issuer,
                                           uint32_t version,
                                           agora_token_builder **out);

/// Fixes the time of issuing, as a Unix time in seconds. Without it each build takes the current time.
///
/// Statuses: only the general ones.
agora_token_status agora_token_builder_set_issued_at(agora_token_builder *builder,
                                                     uint32_t unix_seconds);

/// Fixes the salt. Without it each build takes a new one.
///
/// Statuses: only the general ones.
agora_token_status agora_token_builder_set_salt(agora_token_builder *builder, uint32_t salt);

/// Sets the token's own lifetime in seconds from its issuing: 86400 (24 hours) unless set. No privilege
/// outlives the token. In a 006 token this is the `ts` field. The number is taken as it is, without the rule of
/// "Lifetimes": with 0 the token has expired when it is issued, and a Unix time is that many seconds.
///
/// Statuses: only the general ones.
agora_token_status agora_token_builder_set_expires_in(agora_token_builder *builder,
                                                      uint32_t seconds);

/// Adds RTC in one channel ("*" is every channel) for one account, which is the decimal digits of a
/// numeric uid or a user account; "" is any user. The uid 0 is "" here: "0" is a user of that name.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION where a 006 token has a service already.
agora_token_status agora_token_builder_add_rtc(agora_token_builder *builder,
                                               agora_token_str channel,
                                               agora_token_str account);

/// Adds RTM (Signaling) for one user id. A 006 token with another privilege than the login is read as RTC.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION where a 006 token has a service already.
agora_token_status agora_token_builder_add_rtm(agora_token_builder *builder, agora_token_str user_id);

/// Adds Streaming in one channel for one account; "" is any user. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_streaming(agora_token_builder *builder,
                                                     agora_token_str channel,
                                                     agora_token_str account);

/// Adds FPA. Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_fpa(agora_token_builder *builder);

/// Adds Chat for one user id; "" for an app token (AGORA_TOKEN_CHAT_APP). Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_chat(agora_token_builder *builder, agora_token_str user_id);

/// Adds FCDN in one channel for one account; "" is any user. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_fcdn(agora_token_builder *builder,
                                                agora_token_str channel,
                                                agora_token_str account);

/// Adds Education: a user of a room in a role; "" and AGORA_TOKEN_NO_ROLE where there is none. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_apaas(agora_token_builder *builder,
                                                 agora_token_str room_uuid,
                                                 agora_token_str user_uuid,
                                                 int16_t role);

/// Adds RTM2 (Signaling with permissions) for one user id. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_rtm2(agora_token_builder *builder, agora_token_str user_id);

/// Adds ConvoAI, which has neither privileges nor names: being in the token is the grant. Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_convoai(agora_token_builder *builder);

/// Adds STT (real-time speech to text), which has neither privileges nor names: being in the token is the grant.
/// Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
agora_token_status agora_token_builder_add_stt(agora_token_builder *builder);

/// Grants a privilege of the service that was added last, for `expires_in` seconds from the token's
/// issuing. 0 means as long as the token (007), or does not expire (006). A second grant of the same
/// privilege replaces the first. The number is taken as it is, without the rule of "Lifetimes".
///
/// - privilege: AGORA_TOKEN_RTC_JOIN_CHANNEL and so on, or any other number up to 65535.
///
/// Statuses: BAD_PRIVILEGE; NO_SERVICE before the first service.
agora_token_status agora_token_builder_grant(agora_token_builder *builder,
                                             uint32_t privilege,
                                             uint32_t expires_in);

/// Gives the RTM2 service that was added last a permission on named resources. A second call for the
/// same resource and permission replaces the first.
///
/// - resource: AGORA_TOKEN_RTM2_MESSAGE_CHANNELS and so on, or any other number up to 65535.
/// - permission: AGORA_TOKEN_RTM2_READ or AGORA_TOKEN_RTM2_WRITE, or any other number up to 65535.
/// - names, count: the names, such as those of channels; at most 65535, each of at most 65535 bytes.
///
/// Statuses: BAD_PRIVILEGE; NO_SERVICE before the first service; BAD_SERVICE where the last one is not
/// RTM2; STRING_TOO_LONG, for a count above 65535 before the names are read.
agora_token_status agora_token_builder_permit(agora_token_builder *builder,
                                              uint32_t resource,
                                              uint32_t permission,
                                              const agora_token_str *names,
                                              size_t count);

/// Signs a token. The builder stays as it is and can build again, each time with a time and salt of its
/// own unless they are fixed. The output is as "Output" has it: a token may be longer than
/// AGORA_TOKEN_MAX_LEN, so be ready for BUFFER_TOO_SMALL.
///
/// Statuses: NO_SERVICE; BAD_EXPIRY where a time of a 006 token would be above 4294967295 (February 2106);
/// TOKEN_TOO_LARGE ("Limits").
agora_token_status agora_token_builder_build(const agora_token_builder *builder,
                                             char *out,
                                             size_t capacity,
                                             size_t *out_len);

/// Frees a builder; NULL is fine.
void agora_token_builder_free(agora_token_builder *builder);

/// # Reading a token
///
/// Reads a 006 or 007 token. Free with agora_token_info_free.
///
/// Statuses: MALFORMED_TOKEN, UNKNOWN_VERSION, TOKEN_TOO_LARGE, NO_SERVICE.
agora_token_status agora_token_parse(agora_token_str token, agora_token_info **out);

/// Frees an info, and with it the strings that it lent; NULL is fine.
void agora_token_info_free(agora_token_info *info);

/// Everything in the token as a JSON object; what a token does not say is null. Later versions add keys and change
/// none.
///
/// ```json
/// {"version":"007","app_id":"970CA35de60c44645bbae8a215061b33","issued_at":1700000000,"expires_at":1700003600,
///  "cut_at":null,"salt":7,"channel_crc":null,"user_crc":null,"services":[
///   {"type":1,"name":"RTC","channel":"room","account":"42","privileges":[
///    {"privilege":1,"name":"join channel","expires_at":1700000600}]},
///   {"type":8,"name":"RTM2","user_id":"ann","permissions":[
///    {"resource":0,"resource_name":"message channels","permission":1,"permission_name":"write","names":["room"]}],
///    "privileges":[]}],
///  "unknown_service":null}
/// ```
///
/// Education ("APaaS") has "room_uuid", "user_uuid" and "role". A 006 token holds no names, so its service has none of
/// the keys for them.
///
/// Statuses: only the general ones.
agora_token_status agora_token_info_json(const agora_token_info *info,
                                         char *out,
                                         size_t capacity,
                                         size_t *out_len);

/// AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
uint32_t agora_token_info_version(const agora_token_info *info);

/// The App ID that the token is for.
agora_token_str agora_token_info_app_id(const agora_token_info *info);

/// When a 007 token was issued; 0 for a 006 token, which does not say.
uint64_t agora_token_info_issued_at(const agora_token_info *info);

/// When the token itself ends. In a 006 token it is the `ts` field, 24 hours after the issuing if a one-call function
/// made the token, whatever the lifetime that its privileges have.
uint64_t agora_token_info_expires_at(const agora_token_info *info);

/// Where a 007 token lives longer than the 24 hours that Agora honours: when Agora treats it as
/// expired. 0 where it is not cut, and for a 006 token.
uint64_t agora_token_info_cut_at(const agora_token_info *info);

/// The salt.
uint32_t agora_token_info_salt(const agora_token_info *info);

/// The CRC-32 of a 006 token's channel, or of an RTM token's user id; 0 for a 007 token.
uint32_t agora_token_info_channel_crc(const agora_token_info *info);

/// The CRC-32 of a 006 token's uid digits or account, 0 for any user; 0 for a 007 token.
uint32_t agora_token_info_user_crc(const agora_token_info *info);

/// How many services the token has that this library knows. A 006 token has one, which it does not name:
/// it is taken for RTM where its only privilege is the RTM login and it names no uid, for RTC otherwise.
size_t agora_token_info_service_count(const agora_token_info *info);

/// The type of a service, AGORA_TOKEN_SERVICE_RTC and so on.
uint32_t agora_token_info_service_type(const agora_token_info *info, size_t service);

/// The type of a service that this library does not know, from 0 to 65535, or -1 where there is none. It
/// and what follows it are not among the services; the signature covers them all the same.
int32_t agora_token_info_unknown_service(const agora_token_info *info);

/// A field of a service, AGORA_TOKEN_FIELD_CHANNEL and so on; "" where its type has no such field, and in
/// a 006 token, which holds no names.
agora_token_str agora_token_info_field(const agora_token_info *info, size_t service, uint32_t field);

/// The role of an Education service; AGORA_TOKEN_NO_ROLE (-1) where it has none, for other services and out of
/// range.
int16_t agora_token_info_role(const agora_token_info *info,
                              size_t service);

/// How many privileges a service has.
size_t agora_token_info_privilege_count(const agora_token_info *info, size_t service);

/// The number of a privilege within its service, AGORA_TOKEN_RTC_JOIN_CHANNEL and so on.
uint32_t agora_token_info_privilege(const agora_token_info *info, size_t service, size_t index);

/// When a privilege ends; 0 where it does not expire, which only a 006 token can say. The token's own end
/// is not counted in.
uint64_t agora_token_info_privilege_expires_at(const agora_token_info *info,
                                               size_t service,
                                               size_t index);

/// The time of a privilege as it stands in the token. In a 007 token that is seconds from the issuing, and 0 means as long as
/// the token; in a 006 token it is a Unix time, and 0 means that it does not expire.
uint32_t agora_token_info_privilege_time(const agora_token_info *info,
                                         size_t service,
                                         size_t index);

/// How many permissions an RTM2 service has, one for each pair of resource and permission; 0 for other services.
size_t agora_token_info_permission_count(const agora_token_info *info,
                                         size_t service);

/// What a permission is about, AGORA_TOKEN_RTM2_MESSAGE_CHANNELS and so on.
uint32_t agora_token_info_permission_resource(const agora_token_info *info,
                                              size_t service,
                                              size_t index);

/// What a permission allows, AGORA_TOKEN_RTM2_READ or AGORA_TOKEN_RTM2_WRITE.
uint32_t agora_token_info_permission(const agora_token_info *info, size_t service, size_t index);

/// How many names a permission is for.
size_t agora_token_info_permission_name_count(const agora_token_info *info,
                                              size_t service,
                                              size_t index);

/// A name that a permission is for, such as a channel's.
agora_token_str agora_token_info_permission_name(const agora_token_info *info,
                                                 size_t service,
                                                 size_t index,
                                                 size_t name);

/// # Checking a token
///
/// Checks the signature and the lifetime of a 007 token, and nothing about whom it is for.
///
/// - now: a Unix time in seconds, or 0 for the system clock.
///
/// Statuses: TOKEN_TOO_LARGE, MALFORMED_TOKEN, UNKNOWN_VERSION, NO_SERVICE; UNSUPPORTED_IN_VERSION for a
/// 006 token; WRONG_APP, BAD_SIGNATURE, EXPIRED; CLOCK_FAILED.
agora_token_status agora_token_verify(const agora_token_issuer *issuer,
                                      agora_token_str token,
                                      uint64_t now);

/// Checks a token for one privilege of one service, as "Checks" at the top says. Of a 006 token it cannot tell
/// whether its holder moved letters between channel and user.
///
/// - service: AGORA_TOKEN_SERVICE_RTC and so on.
/// - channel: the channel, or the room uuid for Education; "" for a service that has none, and for an Education
///   app or user token. Channels are not held to the rule of "Names": "" passes with a token for every channel.
/// - user: the account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has
///   none, and for a Chat or Education app token. In RTC, Streaming and FCDN "" asks for a token that is good
///   for any user; "0" does not.
/// - privilege: AGORA_TOKEN_RTC_JOIN_CHANNEL and so on; AGORA_TOKEN_NO_PRIVILEGE for ConvoAI and STT.
/// - now: a Unix time in seconds, or 0 for the system clock.
///
/// Statuses: BAD_SERVICE; BAD_PRIVILEGE for a number above 65535, or another than 0 asked of a service that has no
/// privileges; BAD_CHANNEL or BAD_ACCOUNT only where a channel or a user is asked of a service that has none;
/// TOKEN_TOO_LARGE, MALFORMED_TOKEN, UNKNOWN_VERSION, NO_SERVICE;
/// UNSUPPORTED_IN_VERSION for a 006 token and a service other than RTC and RTM; WRONG_APP,
/// BAD_SIGNATURE, EXPIRED, WRONG_CHANNEL, WRONG_USER; NOT_GRANTED where the token lacks the service or the
/// privilege; CLOCK_FAILED.
agora_token_status agora_token_check(const agora_token_issuer *issuer,
                                     agora_token_str token,
                                     uint32_t service,
                                     agora_token_str channel,
                                     agora_token_str user,
                                     uint32_t privilege,
                                     uint64_t now);

/// agora_token_check for RTC and a numeric uid. AGORA_TOKEN_UID_ANY asks for a token that is good for any
/// user. `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
agora_token_status agora_token_check_rtc_uid(const agora_token_issuer *issuer,
                                             agora_token_str token,
                                             agora_token_str channel,
                                             uint32_t uid,
                                             uint32_t privilege,
                                             uint64_t now);

/// agora_token_check for RTC and a user account. "" asks for a token that is good for any user; "0" does not.
/// `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
agora_token_status agora_token_check_rtc_account(const agora_token_issuer *issuer,
                                                 agora_token_str token,
                                                 agora_token_str channel,
                                                 agora_token_str account,
                                                 uint32_t privilege,
                                                 uint64_t now);

/// agora_token_check for the RTM login of one user id. `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
agora_token_status agora_token_check_rtm(const agora_token_issuer *issuer,
                                         agora_token_str token,
                                         agora_token_str user_id,
                                         uint64_t now);

/// Says as a JSON object whether a token is good, and where it is not, why and what to do. It is AGORA_TOKEN_OK
/// either way: to let somebody in, take agora_token_check. The arguments are those of agora_token_check, of which
/// the service 0 asks about the signature and the lifetime alone, as agora_token_verify does; channel and user are
/// then "" and the privilege is 0. The object has these members, in this order; what there is nothing to say about
/// is null:
///
/// ```text
/// member      type            what it says
/// good        true or false   whether the token is good for what is asked
/// status      number          what agora_token_check says, or agora_token_verify; 0 where good is true
/// name        string          agora_token_status_name of status
/// reason      string, null    why it is not good, in a sentence
/// found       string, null    what the token has in place of what was asked, for people: names between quotes
/// asked       string, null    what was asked, written as found is; null where found is
/// advice      string, null    what to do
/// sdk_error   number, null    how the RTC SDK reports it to a client that joins: 109 for a token that has
///                             expired, 110 otherwise; null where good is true, where the client may join
///                             whatever else was asked, and for another service than RTC
/// expires_at  number, null    until when it is good, or when it expired: the end of the token or the privilege
/// cut_at      number, null    where expires_at is more than the 24 hours that Agora honours: when it cuts
/// now         number          when it was looked at
/// ```
///
/// Times are Unix times in seconds. A token that Agora has cut has the status EXPIRED here ("Lifetimes"), though
/// a check finds it good. A token that came in quotes, inside JSON, URL-encoded, behind "Bearer", with white space or
/// cut short is MALFORMED_TOKEN as in a check, and reason and advice say what happened to it. So they do of an App ID
/// or App Certificate in place of a token, which is UNKNOWN_VERSION where it starts with three digits other than 006
/// and 007. The sentences may become better in later versions and members may be added; name and status are for
/// programs. found and asked are cut at 512 bytes.
///
/// - out: AGORA_TOKEN_MAX_EXPLANATION_LEN + 1 bytes suffice ("Output").
///
/// Statuses: BAD_SERVICE; BAD_PRIVILEGE, BAD_CHANNEL and BAD_ACCOUNT for what agora_token_check refuses to ask, and for
/// more than the token asked with service 0; CLOCK_FAILED.
agora_token_status agora_token_explain(const agora_token_issuer *issuer,
                                       agora_token_str token,
                                       uint32_t service,
                                       agora_token_str channel,
                                       agora_token_str user,
                                       uint32_t privilege,
                                       uint64_t now,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len);

/// # The token server as a function
///
/// Makes an endpoint. It keeps what it needs of the issuer, which may be freed first.
///
/// - options: NULL is AGORA_TOKEN_ENDPOINT_OPTIONS_INIT.
///
/// Free with agora_token_endpoint_free.
///
/// Statuses: BAD_STRUCT_SIZE, BAD_VERSION; OUT_OF_RANGE where client_error_status is neither 400 nor 500,
/// or omit_cors_headers neither 0 nor 1, or an origin is "" or not made of visible ASCII characters; NOT_UTF8 of
/// an origin.
agora_token_status agora_token_endpoint_new(const agora_token_issuer *issuer,
                                            const agora_token_endpoint_options *options,
                                            agora_token_endpoint **out);

/// Answers a request. Add Date to the response's headers, as every HTTP server does, and Content-Length, but
/// not to a 204 or to an answer to HEAD, whose Content-Length would be that of GET. Free with
/// agora_token_response_free.
///
/// Statuses: BAD_STRUCT_SIZE; of the policy BAD_ROLE, BAD_ACCOUNT where it has neither a user nor allow_any_user,
/// or both, OUT_OF_RANGE where a switch is neither 0 nor 1, NOT_UTF8.
agora_token_status agora_token_endpoint_handle(const agora_token_endpoint *endpoint,
                                               const agora_token_request *request,
                                               agora_token_response **out);

/// An answer of the host's own in the endpoint's form, with its headers and the body {"error":"..."}: a 401
/// before there is a policy, a 429.
///
/// - status: the HTTP status, from 400 to 599.
/// - text: what is wrong and what would be right.
/// - origin: the request's Origin header, or "". Nothing in it needs to be valid.
///
/// Free with agora_token_response_free.
///
/// Statuses: OUT_OF_RANGE where the HTTP status is another.
agora_token_status agora_token_endpoint_error(const agora_token_endpoint *endpoint,
                                              uint32_t status,
                                              agora_token_str text,
                                              agora_token_str origin,
                                              agora_token_response **out);

/// Frees an endpoint; NULL is fine.
void agora_token_endpoint_free(agora_token_endpoint *endpoint);

/// The HTTP status of a response, such as 200.
uint32_t agora_token_response_status(const agora_token_response *response);

/// The body of a response: JSON, or "".
agora_token_str agora_token_response_body(const agora_token_response *response);

/// How many headers a response has.
size_t agora_token_response_header_count(const agora_token_response *response);

/// The name of a header, such as "Content-Type".
agora_token_str agora_token_response_header_name(const agora_token_response *response, size_t index);

/// The value of a header.
agora_token_str agora_token_response_header_value(const agora_token_response *response, size_t index);

/// Frees a response, and with it the strings that it lent; NULL is fine.
void agora_token_response_free(agora_token_response *response);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* AGORA_TOKEN_H */
