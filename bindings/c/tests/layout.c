/* Where each field of each public struct lies, in bytes, with pointers of 64 and of 32 bits. A field that moves does not
   compile here, as it would not be found by the programs that exist. */
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

_Static_assert(sizeof(agora_token_status) == 4 && (agora_token_status)-1 < 0, "a status is an int32_t");
