/* Written by abi/languages/go.py from abi/agora_token.json (make abi): do not edit it. */
/*
 * The calls of agora_token.h as Go makes them: a string is a pointer and a length of its own, since a Go
 * pointer inside a struct would have to be checked or pinned in every call.
 */
#include <agora_token.h>

/* An agora_token_issuer as a type in which cgo sees no Go pointer, so that it does not look for one in every call. */
typedef struct go_issuer {
    char opaque;
} go_issuer;

/* What came of a call that writes text; it lies on the goroutine's stack. (To return it would cost more.) */
typedef struct go_result {
    size_t len;
    agora_token_status status;
} go_result;

#define ISSUER ((const agora_token_issuer *)issuer)
#define STR(name) ((agora_token_str){ name, name##_len })
#define OUT out, capacity, &result->len

static inline agora_token_status go_issuer_new(const char *app_id, size_t app_id_len, const char *app_certificate,
                                               size_t app_certificate_len, agora_token_issuer **out)
{
    return agora_token_issuer_new(STR(app_id), STR(app_certificate), out);
}

static inline void go_rtc_uid(const go_issuer *issuer, uint32_t version, const char *channel, size_t channel_len,
                              uint32_t uid, uint32_t role, uint32_t expires_in, char *out, size_t capacity,
                              go_result *result)
{
    result->status = agora_token_rtc_uid(ISSUER, version, STR(channel), uid, role, expires_in, OUT);
}

static inline void go_rtc_account(const go_issuer *issuer, uint32_t version, const char *channel, size_t channel_len,
                                  const char *account, size_t account_len, uint32_t role, uint32_t expires_in,
                                  char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_rtc_account(ISSUER, version, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_rtm(const go_issuer *issuer, uint32_t version, const char *user_id, size_t user_id_len,
                          uint32_t expires_in, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_rtm(ISSUER, version, STR(user_id), expires_in, OUT);
}

static inline void go_rtc_rtm(const go_issuer *issuer, const char *channel, size_t channel_len, const char *account,
                              size_t account_len, uint32_t role, uint32_t expires_in, char *out, size_t capacity,
                              go_result *result)
{
    result->status = agora_token_rtc_rtm(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_convoai(const go_issuer *issuer, const char *channel, size_t channel_len, const char *account,
                              size_t account_len, uint32_t role, uint32_t expires_in, char *out, size_t capacity,
                              go_result *result)
{
    result->status = agora_token_convoai(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_stt(const go_issuer *issuer, const char *channel, size_t channel_len, const char *account,
                          size_t account_len, uint32_t role, uint32_t expires_in, char *out, size_t capacity,
                          go_result *result)
{
    result->status = agora_token_stt(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_chat_user(const go_issuer *issuer, const char *user_id, size_t user_id_len, uint32_t expires_in,
                                char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_chat_user(ISSUER, STR(user_id), expires_in, OUT);
}

static inline void go_chat_app(const go_issuer *issuer, uint32_t expires_in, char *out, size_t capacity,
                               go_result *result)
{
    result->status = agora_token_chat_app(ISSUER, expires_in, OUT);
}

static inline void go_education_room_user(const go_issuer *issuer, const char *room_uuid, size_t room_uuid_len,
                                          const char *user_uuid, size_t user_uuid_len, int16_t role,
                                          uint32_t expires_in, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_education_room_user(ISSUER, STR(room_uuid), STR(user_uuid), role, expires_in, OUT);
}

static inline void go_education_user(const go_issuer *issuer, const char *user_uuid, size_t user_uuid_len,
                                     uint32_t expires_in, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_education_user(ISSUER, STR(user_uuid), expires_in, OUT);
}

static inline void go_education_app(const go_issuer *issuer, uint32_t expires_in, char *out, size_t capacity,
                                    go_result *result)
{
    result->status = agora_token_education_app(ISSUER, expires_in, OUT);
}

static inline void go_fpa(const go_issuer *issuer, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_fpa(ISSUER, OUT);
}

static inline agora_token_status go_builder_new(const go_issuer *issuer, uint32_t version, agora_token_builder **out)
{
    return agora_token_builder_new(ISSUER, version, out);
}

static inline agora_token_status go_builder_add_rtc(agora_token_builder *builder, const char *channel,
                                                    size_t channel_len, const char *account, size_t account_len)
{
    return agora_token_builder_add_rtc(builder, STR(channel), STR(account));
}

static inline agora_token_status go_builder_add_rtm(agora_token_builder *builder, const char *user_id,
                                                    size_t user_id_len)
{
    return agora_token_builder_add_rtm(builder, STR(user_id));
}

static inline agora_token_status go_builder_add_streaming(agora_token_builder *builder, const char *channel,
                                                          size_t channel_len, const char *account, size_t account_len)
{
    return agora_token_builder_add_streaming(builder, STR(channel), STR(account));
}

static inline agora_token_status go_builder_add_chat(agora_token_builder *builder, const char *user_id,
                                                     size_t user_id_len)
{
    return agora_token_builder_add_chat(builder, STR(user_id));
}

static inline agora_token_status go_builder_add_fcdn(agora_token_builder *builder, const char *channel,
                                                     size_t channel_len, const char *account, size_t account_len)
{
    return agora_token_builder_add_fcdn(builder, STR(channel), STR(account));
}

static inline agora_token_status go_builder_add_apaas(agora_token_builder *builder, const char *room_uuid,
                                                      size_t room_uuid_len, const char *user_uuid, size_t user_uuid_len,
                                                      int16_t role)
{
    return agora_token_builder_add_apaas(builder, STR(room_uuid), STR(user_uuid), role);
}

static inline agora_token_status go_builder_add_rtm2(agora_token_builder *builder, const char *user_id,
                                                     size_t user_id_len)
{
    return agora_token_builder_add_rtm2(builder, STR(user_id));
}

static inline void go_builder_build(const agora_token_builder *builder, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_builder_build(builder, OUT);
}

static inline agora_token_status go_parse(const char *token, size_t token_len, agora_token_info **out)
{
    return agora_token_parse(STR(token), out);
}

static inline void go_info_json(const agora_token_info *info, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_info_json(info, OUT);
}

static inline agora_token_status go_verify(const go_issuer *issuer, const char *token, size_t token_len, uint64_t now)
{
    return agora_token_verify(ISSUER, STR(token), now);
}

static inline agora_token_status go_check(const go_issuer *issuer, const char *token, size_t token_len,
                                          uint32_t service, const char *channel, size_t channel_len, const char *user,
                                          size_t user_len, uint32_t privilege, uint64_t now)
{
    return agora_token_check(ISSUER, STR(token), service, STR(channel), STR(user), privilege, now);
}

static inline agora_token_status go_check_rtc_uid(const go_issuer *issuer, const char *token, size_t token_len,
                                                  const char *channel, size_t channel_len, uint32_t uid,
                                                  uint32_t privilege, uint64_t now)
{
    return agora_token_check_rtc_uid(ISSUER, STR(token), STR(channel), uid, privilege, now);
}

static inline agora_token_status go_check_rtc_account(const go_issuer *issuer, const char *token, size_t token_len,
                                                      const char *channel, size_t channel_len, const char *account,
                                                      size_t account_len, uint32_t privilege, uint64_t now)
{
    return agora_token_check_rtc_account(ISSUER, STR(token), STR(channel), STR(account), privilege, now);
}

static inline agora_token_status go_check_rtm(const go_issuer *issuer, const char *token, size_t token_len,
                                              const char *user_id, size_t user_id_len, uint64_t now)
{
    return agora_token_check_rtm(ISSUER, STR(token), STR(user_id), now);
}

static inline void go_explain(const go_issuer *issuer, const char *token, size_t token_len, uint32_t service,
                              const char *channel, size_t channel_len, const char *user, size_t user_len,
                              uint32_t privilege, uint64_t now, char *out, size_t capacity, go_result *result)
{
    result->status = agora_token_explain(ISSUER, STR(token), service, STR(channel), STR(user), privilege, now, OUT);
}

static inline agora_token_status go_endpoint_new(const go_issuer *issuer, const agora_token_endpoint_options *options,
                                                 agora_token_endpoint **out)
{
    return agora_token_endpoint_new(ISSUER, options, out);
}

static inline agora_token_status go_endpoint_error(const agora_token_endpoint *endpoint, uint32_t status,
                                                   const char *text, size_t text_len, const char *origin,
                                                   size_t origin_len, agora_token_response **out)
{
    return agora_token_endpoint_error(endpoint, status, STR(text), STR(origin), out);
}
