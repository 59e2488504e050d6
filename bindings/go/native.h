/*
 * The calls of agora_token.h as Go makes them: a string is a pointer and a length of its own, since a Go
 * pointer inside a struct would have to be checked or pinned in every call.
 */
#include <agora_token.h>

/* An agora_token_issuer. Of this type cgo knows that there is no Go pointer behind it to look for in every call. */
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
#define OUT text, capacity, &result->len

static inline agora_token_status go_issuer_new(const char *app_id, size_t app_id_len, const char *certificate,
                                               size_t certificate_len, agora_token_issuer **out)
{
    return agora_token_issuer_new(STR(app_id), STR(certificate), out);
}

static inline void go_rtc_uid(const go_issuer *issuer, uint32_t version, const char *channel, size_t channel_len,
                              uint32_t uid, uint32_t role, uint32_t expires_in, char *text, size_t capacity,
                              go_result *result)
{
    result->status = agora_token_rtc_uid(ISSUER, version, STR(channel), uid, role, expires_in, OUT);
}

static inline void go_rtc_account(const go_issuer *issuer, uint32_t version, const char *channel,
                                  size_t channel_len, const char *account, size_t account_len, uint32_t role,
                                  uint32_t expires_in, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_rtc_account(ISSUER, version, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_rtm(const go_issuer *issuer, uint32_t version, const char *user_id, size_t user_id_len,
                          uint32_t expires_in, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_rtm(ISSUER, version, STR(user_id), expires_in, OUT);
}

static inline void go_rtc_rtm(const go_issuer *issuer, const char *channel, size_t channel_len,
                              const char *account, size_t account_len, uint32_t role, uint32_t expires_in,
                              char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_rtc_rtm(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_convoai(const go_issuer *issuer, const char *channel, size_t channel_len,
                              const char *account, size_t account_len, uint32_t role, uint32_t expires_in,
                              char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_convoai(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_stt(const go_issuer *issuer, const char *channel, size_t channel_len, const char *account,
                          size_t account_len, uint32_t role, uint32_t expires_in, char *text, size_t capacity,
                          go_result *result)
{
    result->status = agora_token_stt(ISSUER, STR(channel), STR(account), role, expires_in, OUT);
}

static inline void go_chat_user(const go_issuer *issuer, const char *user_id, size_t user_id_len,
                                uint32_t expires_in, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_chat_user(ISSUER, STR(user_id), expires_in, OUT);
}

static inline void go_chat_app(const go_issuer *issuer, uint32_t expires_in, char *text, size_t capacity,
                               go_result *result)
{
    result->status = agora_token_chat_app(ISSUER, expires_in, OUT);
}

static inline void go_education_room_user(const go_issuer *issuer, const char *room_uuid, size_t room_uuid_len,
                                          const char *user_uuid, size_t user_uuid_len, int16_t role,
                                          uint32_t expires_in, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_education_room_user(ISSUER, STR(room_uuid), STR(user_uuid), role, expires_in, OUT);
}

static inline void go_education_user(const go_issuer *issuer, const char *user_uuid, size_t user_uuid_len,
                                     uint32_t expires_in, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_education_user(ISSUER, STR(user_uuid), expires_in, OUT);
}

static inline void go_education_app(const go_issuer *issuer, uint32_t expires_in, char *text, size_t capacity,
                                    go_result *result)
{
    result->status = agora_token_education_app(ISSUER, expires_in, OUT);
}

static inline void go_fpa(const go_issuer *issuer, char *text, size_t capacity, go_result *result)
{
    result->status = agora_token_fpa(ISSUER, OUT);
}

static inline agora_token_status go_verify(const go_issuer *issuer, const char *token, size_t token_len,
                                           uint64_t now)
{
    return agora_token_verify(ISSUER, STR(token), now);
}

static inline agora_token_status go_check(const go_issuer *issuer, const char *token, size_t token_len,
                                          uint32_t service, const char *channel, size_t channel_len,
                                          const char *user, size_t user_len, uint32_t privilege, uint64_t now)
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
                              uint32_t privilege, uint64_t now, char *text, size_t capacity, go_result *result)
{
    result->status =
        agora_token_explain(ISSUER, STR(token), service, STR(channel), STR(user), privilege, now, OUT);
}

static inline agora_token_status go_builder_new(const go_issuer *issuer, uint32_t version,
                                                agora_token_builder **out)
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
                                                          size_t channel_len, const char *account,
                                                          size_t account_len)
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
                                                      size_t room_uuid_len, const char *user_uuid,
                                                      size_t user_uuid_len, int16_t role)
{
    return agora_token_builder_add_apaas(builder, STR(room_uuid), STR(user_uuid), role);
}

static inline agora_token_status go_builder_add_rtm2(agora_token_builder *builder, const char *user_id,
                                                     size_t user_id_len)
{
    return agora_token_builder_add_rtm2(builder, STR(user_id));
}

/* Some privileges of a service, as many as one call brings. */
#define GO_PRIVILEGES 8

typedef struct go_privileges {
    uint32_t number[GO_PRIVILEGES];
    uint64_t expires_at[GO_PRIVILEGES];
} go_privileges;

static inline void go_info_privileges(const agora_token_info *info, size_t service, size_t from, size_t count,
                                      go_privileges *out)
{
    for (size_t i = 0; i < GO_PRIVILEGES && from + i < count; i++) {
        out->number[i] = agora_token_info_privilege(info, service, from + i);
        out->expires_at[i] = agora_token_info_privilege_expires_at(info, service, from + i);
    }
}

/* A service and its first privileges. */
typedef struct go_service {
    agora_token_str channel, account, user_id, room_uuid, user_uuid;
    size_t privilege_count;
    size_t permission_count;
    uint32_t type;
    int16_t role;
    go_privileges privileges;
} go_service;

static inline void go_info_service(const agora_token_info *info, size_t service, go_service *out)
{
    out->channel = agora_token_info_field(info, service, AGORA_TOKEN_FIELD_CHANNEL);
    out->account = agora_token_info_field(info, service, AGORA_TOKEN_FIELD_ACCOUNT);
    out->user_id = agora_token_info_field(info, service, AGORA_TOKEN_FIELD_USER_ID);
    out->room_uuid = agora_token_info_field(info, service, AGORA_TOKEN_FIELD_ROOM_UUID);
    out->user_uuid = agora_token_info_field(info, service, AGORA_TOKEN_FIELD_USER_UUID);
    out->privilege_count = agora_token_info_privilege_count(info, service);
    out->permission_count = agora_token_info_permission_count(info, service);
    out->type = agora_token_info_service_type(info, service);
    out->role = agora_token_info_role(info, service);
    go_info_privileges(info, service, 0, out->privilege_count, &out->privileges);
}

/* An info, what every token has, and its first service. */
typedef struct go_info {
    agora_token_info *info;
    agora_token_str app_id;
    uint64_t issued_at;
    uint64_t expires_at;
    uint64_t cut_at;
    size_t service_count;
    uint32_t version;
    uint32_t salt;
    uint32_t channel_crc;
    uint32_t user_crc;
    int32_t unknown_service;
    go_service service;
} go_info;

static inline agora_token_status go_parse(const char *token, size_t token_len, go_info *out)
{
    agora_token_status status = agora_token_parse(STR(token), &out->info);
    if (status == AGORA_TOKEN_OK) {
        out->app_id = agora_token_info_app_id(out->info);
        out->issued_at = agora_token_info_issued_at(out->info);
        out->expires_at = agora_token_info_expires_at(out->info);
        out->cut_at = agora_token_info_cut_at(out->info);
        out->service_count = agora_token_info_service_count(out->info);
        out->version = agora_token_info_version(out->info);
        out->salt = agora_token_info_salt(out->info);
        out->channel_crc = agora_token_info_channel_crc(out->info);
        out->user_crc = agora_token_info_user_crc(out->info);
        out->unknown_service = agora_token_info_unknown_service(out->info);
        go_info_service(out->info, 0, &out->service);
    }
    return status;
}

static inline agora_token_endpoint_options go_endpoint_options(void)
{
    agora_token_endpoint_options options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
    return options;
}

static inline agora_token_policy go_policy(void)
{
    agora_token_policy policy = AGORA_TOKEN_POLICY_INIT;
    return policy;
}

static inline agora_token_status go_endpoint_new(const go_issuer *issuer,
                                                 const agora_token_endpoint_options *options,
                                                 agora_token_endpoint **out)
{
    return agora_token_endpoint_new(ISSUER, options, out);
}

static inline agora_token_status go_endpoint_handle(const agora_token_endpoint *endpoint, const char *method,
                                                    size_t method_len, const char *target, size_t target_len,
                                                    const char *origin, size_t origin_len, const char *body,
                                                    size_t body_len, const agora_token_policy *policy,
                                                    agora_token_response **out)
{
    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    request.method = STR(method);
    request.target = STR(target);
    request.origin = STR(origin);
    request.body = STR(body);
    request.policy = policy;
    return agora_token_endpoint_handle(endpoint, &request, out);
}

static inline agora_token_status go_endpoint_error(const agora_token_endpoint *endpoint, uint32_t status,
                                                   const char *text, size_t text_len, const char *origin,
                                                   size_t origin_len, agora_token_response **out)
{
    return agora_token_endpoint_error(endpoint, status, STR(text), STR(origin), out);
}
