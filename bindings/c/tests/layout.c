/* Written by abi/languages/c.py from abi/agora_token.json (make abi): do not edit it.
   Where each field of each public struct lies, in bytes, with pointers of 64 and of 32 bits, and the number of each
   constant. What moves does not compile here, as it would not be found by the programs that exist. */
#include <stddef.h>
#include <stdint.h>

#include "agora_token.h"

#if UINTPTR_MAX == 0xffffffffffffffff
#define BYTES(with_64_bits, with_32_bits) (with_64_bits)
#elif UINTPTR_MAX == 0xffffffff
#define BYTES(with_64_bits, with_32_bits) (with_32_bits)
#else
#error "the layout is known for pointers of 64 and of 32 bits"
#endif

#define FIELD(type, field, with_64_bits, with_32_bits) \
    _Static_assert(offsetof(type, field) == BYTES(with_64_bits, with_32_bits), #type "." #field " moved")
#define SIZE(type, with_64_bits, with_32_bits) \
    _Static_assert(sizeof(type) == BYTES(with_64_bits, with_32_bits), #type " has another size")
#define NUMBER(constant, number) _Static_assert(constant == (number), #constant " has another number")

FIELD(agora_token_str, data, 0, 0);
FIELD(agora_token_str, len, 8, 4);
SIZE(agora_token_str, 16, 8);

FIELD(agora_token_endpoint_options, size, 0, 0);
FIELD(agora_token_endpoint_options, version, 8, 4);
FIELD(agora_token_endpoint_options, client_error_status, 12, 8);
FIELD(agora_token_endpoint_options, allow_origins, 16, 12);
FIELD(agora_token_endpoint_options, allow_origin_count, 24, 16);
FIELD(agora_token_endpoint_options, omit_cors_headers, 32, 20);
SIZE(agora_token_endpoint_options, 40, 24);

FIELD(agora_token_policy, size, 0, 0);
FIELD(agora_token_policy, user, 8, 4);
FIELD(agora_token_policy, channels, 24, 12);
FIELD(agora_token_policy, channel_count, 32, 16);
FIELD(agora_token_policy, max_role, 40, 20);
FIELD(agora_token_policy, max_expires_in, 44, 24);
FIELD(agora_token_policy, allow_app_tokens, 48, 28);
FIELD(agora_token_policy, allow_any_channel, 52, 32);
FIELD(agora_token_policy, allow_any_user, 56, 36);
FIELD(agora_token_policy, reserved, 60, 40);
FIELD(agora_token_policy, allow_ai_services, 64, 44);
SIZE(agora_token_policy, 72, 48);

FIELD(agora_token_request, size, 0, 0);
FIELD(agora_token_request, method, 8, 4);
FIELD(agora_token_request, target, 24, 12);
FIELD(agora_token_request, origin, 40, 20);
FIELD(agora_token_request, body, 56, 28);
FIELD(agora_token_request, policy, 72, 36);
SIZE(agora_token_request, 80, 40);

_Static_assert(_Generic((agora_token_status)0, int32_t: 1), "agora_token_status is no int32_t");

NUMBER(AGORA_TOKEN_OK, 0);
NUMBER(AGORA_TOKEN_NULL_POINTER, 1);
NUMBER(AGORA_TOKEN_NOT_UTF8, 2);
NUMBER(AGORA_TOKEN_BUFFER_TOO_SMALL, 3);
NUMBER(AGORA_TOKEN_BAD_STRUCT_SIZE, 4);
NUMBER(AGORA_TOKEN_OUT_OF_RANGE, 5);
NUMBER(AGORA_TOKEN_PANIC, 6);
NUMBER(AGORA_TOKEN_RANDOM_FAILED, 7);
NUMBER(AGORA_TOKEN_CLOCK_FAILED, 8);
NUMBER(AGORA_TOKEN_BAD_APP_ID, 100);
NUMBER(AGORA_TOKEN_BAD_APP_CERTIFICATE, 101);
NUMBER(AGORA_TOKEN_BAD_CHANNEL, 102);
NUMBER(AGORA_TOKEN_BAD_ACCOUNT, 103);
NUMBER(AGORA_TOKEN_BAD_ROLE, 104);
NUMBER(AGORA_TOKEN_BAD_VERSION, 105);
NUMBER(AGORA_TOKEN_BAD_SERVICE, 106);
NUMBER(AGORA_TOKEN_BAD_PRIVILEGE, 107);
NUMBER(AGORA_TOKEN_BAD_EXPIRY, 108);
NUMBER(AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE, 109);
NUMBER(AGORA_TOKEN_NO_SERVICE, 110);
NUMBER(AGORA_TOKEN_STRING_TOO_LONG, 111);
NUMBER(AGORA_TOKEN_UNSUPPORTED_IN_VERSION, 112);
NUMBER(AGORA_TOKEN_MALFORMED_TOKEN, 200);
NUMBER(AGORA_TOKEN_UNKNOWN_VERSION, 201);
NUMBER(AGORA_TOKEN_TOKEN_TOO_LARGE, 202);
NUMBER(AGORA_TOKEN_BAD_SIGNATURE, 300);
NUMBER(AGORA_TOKEN_EXPIRED, 301);
NUMBER(AGORA_TOKEN_WRONG_APP, 302);
NUMBER(AGORA_TOKEN_WRONG_CHANNEL, 303);
NUMBER(AGORA_TOKEN_WRONG_USER, 304);
NUMBER(AGORA_TOKEN_NOT_GRANTED, 305);
NUMBER(AGORA_TOKEN_NO_ROLE, -1);
NUMBER(AGORA_TOKEN_MAX_LEN, 1023);
NUMBER(AGORA_TOKEN_MAX_ITEMS, 1024);
NUMBER(AGORA_TOKEN_UID_ANY, 0);
NUMBER(AGORA_TOKEN_NO_PRIVILEGE, 0);
NUMBER(AGORA_TOKEN_MAX_EXPLANATION_LEN, 4095);
NUMBER(AGORA_TOKEN_MAX_TARGET, 8192);
NUMBER(AGORA_TOKEN_MAX_BODY, 65536);
NUMBER(AGORA_TOKEN_VERSION_006, 6);
NUMBER(AGORA_TOKEN_VERSION_007, 7);
NUMBER(AGORA_TOKEN_ROLE_PUBLISHER, 1);
NUMBER(AGORA_TOKEN_ROLE_SUBSCRIBER, 2);
NUMBER(AGORA_TOKEN_SERVICE_RTC, 1);
NUMBER(AGORA_TOKEN_SERVICE_RTM, 2);
NUMBER(AGORA_TOKEN_SERVICE_STREAMING, 3);
NUMBER(AGORA_TOKEN_SERVICE_FPA, 4);
NUMBER(AGORA_TOKEN_SERVICE_CHAT, 5);
NUMBER(AGORA_TOKEN_SERVICE_FCDN, 6);
NUMBER(AGORA_TOKEN_SERVICE_APAAS, 7);
NUMBER(AGORA_TOKEN_SERVICE_RTM2, 8);
NUMBER(AGORA_TOKEN_SERVICE_CONVOAI, 9);
NUMBER(AGORA_TOKEN_SERVICE_STT, 10);
NUMBER(AGORA_TOKEN_RTC_JOIN_CHANNEL, 1);
NUMBER(AGORA_TOKEN_RTC_PUBLISH_AUDIO, 2);
NUMBER(AGORA_TOKEN_RTC_PUBLISH_VIDEO, 3);
NUMBER(AGORA_TOKEN_RTC_PUBLISH_DATA, 4);
NUMBER(AGORA_TOKEN_RTM_LOGIN, 1);
NUMBER(AGORA_TOKEN_STREAMING_PUBLISH_MIX, 1);
NUMBER(AGORA_TOKEN_STREAMING_PUBLISH_RAW, 2);
NUMBER(AGORA_TOKEN_FPA_LOGIN, 1);
NUMBER(AGORA_TOKEN_CHAT_USER, 1);
NUMBER(AGORA_TOKEN_CHAT_APP, 2);
NUMBER(AGORA_TOKEN_FCDN_PUBLISH, 1);
NUMBER(AGORA_TOKEN_FCDN_PLAY, 2);
NUMBER(AGORA_TOKEN_APAAS_ROOM_USER, 1);
NUMBER(AGORA_TOKEN_APAAS_USER, 2);
NUMBER(AGORA_TOKEN_APAAS_APP, 3);
NUMBER(AGORA_TOKEN_RTM2_LOGIN, 1);
NUMBER(AGORA_TOKEN_RTM2_MESSAGE_CHANNELS, 0);
NUMBER(AGORA_TOKEN_RTM2_STREAM_CHANNELS, 1);
NUMBER(AGORA_TOKEN_RTM2_GROUP_CHANNELS, 2);
NUMBER(AGORA_TOKEN_RTM2_SERVER_GROUPS, 3);
NUMBER(AGORA_TOKEN_RTM2_USERS, 4);
NUMBER(AGORA_TOKEN_RTM2_READ, 0);
NUMBER(AGORA_TOKEN_RTM2_WRITE, 1);
NUMBER(AGORA_TOKEN_FIELD_CHANNEL, 1);
NUMBER(AGORA_TOKEN_FIELD_ACCOUNT, 2);
NUMBER(AGORA_TOKEN_FIELD_USER_ID, 3);
NUMBER(AGORA_TOKEN_FIELD_ROOM_UUID, 4);
NUMBER(AGORA_TOKEN_FIELD_USER_UUID, 5);
