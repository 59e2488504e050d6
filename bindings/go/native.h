/* The calls that bring several answers along, so that Go crosses to C once for all of them. */
#include "shims.h"

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

static inline agora_token_status go_read(const char *token, size_t token_len, go_info *out)
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
