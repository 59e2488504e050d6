/* The official builders' tokens, tests/vectors/official.json, through the C ABI: one test a token. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "harness.h"

#define ANOTHER_CERTIFICATE "0123456789abcdef0123456789ABCDEF"

static const char *text(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(item) ? item->valuestring : "";
}

static agora_token_str str(const cJSON *object, const char *key)
{
    return agora_token_cstr(text(object, key));
}

static uint32_t number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    CHECK(cJSON_IsNumber(item));
    return item ? (uint32_t)item->valuedouble : 0;
}

static const cJSON *list(const cJSON *object, const char *key, const char *otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return item ? item : cJSON_GetObjectItemCaseSensitive(object, otherwise);
}

static uint32_t at(const cJSON *pair, int index)
{
    return (uint32_t)cJSON_GetArrayItem(pair, index)->valuedouble;
}

static int equal(agora_token_str left, const char *right)
{
    return left.len == strlen(right) && memcmp(left.data, right, left.len) == 0 && left.data[left.len] == '\0';
}

/* The user as the formats write it: the digits of a uid that is not 0, or the account. */
static const char *user(const cJSON *vector, char digits[11])
{
    const cJSON *uid = cJSON_GetObjectItemCaseSensitive(vector, "uid");
    if (!cJSON_IsNumber(uid))
        return text(vector, "user_account");
    snprintf(digits, 11, "%.0f", uid->valuedouble);
    return uid->valuedouble == 0 ? "" : digits;
}

static agora_token_issuer *issuer_of(const cJSON *vector, const char *certificate)
{
    agora_token_issuer *issuer;
    CHECK_OK(agora_token_issuer_new(str(vector, "app_id"), agora_token_cstr(certificate), &issuer));
    return issuer;
}

/* Builds with a buffer that is too small first; the reported length must then be enough. */
static char *build(const agora_token_builder *builder, size_t *len)
{
    size_t enough;
    CHECK_STATUS(agora_token_builder_build(builder, NULL, 0, &enough), AGORA_TOKEN_BUFFER_TOO_SMALL);
    char *token = malloc(enough + 1);
    CHECK_OK(agora_token_builder_build(builder, token, enough + 1, len));
    return token;
}

/* 006. */

static int is_rtm(const cJSON *vector)
{
    return strcmp(text(vector, "kind"), "rtm") == 0;
}

/* Below every time in the token, so that each can be given as seconds from it. */
static uint32_t issued_before(const cJSON *privileges, uint32_t ts)
{
    const cJSON *pair;
    uint32_t first = ts;
    cJSON_ArrayForEach(pair, privileges) if (at(pair, 1) != 0 && at(pair, 1) < first) first = at(pair, 1);
    return first - 1;
}

static void the_builder_writes_006_to_the_letter(const cJSON *vector, const agora_token_issuer *issuer)
{
    const cJSON *privileges = list(vector, "add_privileges", "privileges"), *pair;
    uint32_t ts = number(vector, "ts"), issued_at = issued_before(privileges, ts);
    char digits[11];
    agora_token_str account = agora_token_cstr(user(vector, digits));

    agora_token_builder *builder;
    CHECK_OK(agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_006, &builder));
    CHECK_OK(agora_token_builder_set_issued_at(builder, issued_at));
    CHECK_OK(agora_token_builder_set_salt(builder, number(vector, "salt")));
    CHECK_OK(agora_token_builder_set_expires_in(builder, ts - issued_at));
    if (is_rtm(vector))
        CHECK_OK(agora_token_builder_add_rtm(builder, account));
    else
        CHECK_OK(agora_token_builder_add_rtc(builder, str(vector, "channel_name"), account));
    cJSON_ArrayForEach(pair, privileges)
    {
        uint32_t expires_at = at(pair, 1);
        uint32_t privilege = is_rtm(vector) ? AGORA_TOKEN_RTM_LOGIN : at(pair, 0);
        CHECK_OK(agora_token_builder_grant(builder, privilege, expires_at == 0 ? 0 : expires_at - issued_at));
    }

    size_t len;
    char *token = build(builder, &len);
    CHECK(strcmp(token, text(vector, "token")) == 0 && len == strlen(token));
    free(token);
    agora_token_builder_free(builder);
}

static void the_fields_of_006_are_those_listed(const cJSON *vector)
{
    agora_token_info *info;
    CHECK_OK(agora_token_parse(str(vector, "token"), &info));
    CHECK(agora_token_info_version(info) == AGORA_TOKEN_VERSION_006);
    CHECK(equal(agora_token_info_app_id(info), text(vector, "app_id")));
    CHECK(agora_token_info_issued_at(info) == 0);
    CHECK(agora_token_info_expires_at(info) == number(vector, "ts"));
    CHECK(agora_token_info_cut_at(info) == 0);
    CHECK(agora_token_info_salt(info) == number(vector, "salt"));
    CHECK(agora_token_info_channel_crc(info) == number(vector, "crc_channel_name"));
    CHECK(agora_token_info_user_crc(info) == number(vector, "crc_uid"));
    CHECK(agora_token_info_service_count(info) == 1);
    CHECK(agora_token_info_service_type(info, 0) ==
          (uint32_t)(is_rtm(vector) ? AGORA_TOKEN_SERVICE_RTM : AGORA_TOKEN_SERVICE_RTC));

    const cJSON *pair;
    size_t index = 0;
    cJSON_ArrayForEach(pair, cJSON_GetObjectItemCaseSensitive(vector, "privileges"))
    {
        uint32_t privilege = is_rtm(vector) ? AGORA_TOKEN_RTM_LOGIN : at(pair, 0);
        CHECK(agora_token_info_privilege(info, 0, index) == privilege);
        CHECK(agora_token_info_privilege_expires_at(info, 0, index) == at(pair, 1));
        CHECK(agora_token_info_privilege_time(info, 0, index) == at(pair, 1));
        index++;
    }
    CHECK(agora_token_info_privilege_count(info, 0) == index);
    agora_token_info_free(info);
}

static agora_token_status check_006(const cJSON *vector, const agora_token_issuer *issuer)
{
    /* A time before every expiry. */
    const uint64_t now = 1;
    char digits[11];
    agora_token_str account = agora_token_cstr(user(vector, digits)), token = str(vector, "token");
    if (is_rtm(vector))
        return agora_token_check_rtm(issuer, token, account, now);
    const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(vector, "privileges"), 0);
    uint32_t privilege = first ? at(first, 0) : AGORA_TOKEN_RTC_JOIN_CHANNEL;
    return agora_token_check_rtc_account(issuer, token, str(vector, "channel_name"), account, privilege, now);
}

static void test_006(const cJSON *vector, const agora_token_issuer *issuer, const agora_token_issuer *another)
{
    const cJSON *privileges = cJSON_GetObjectItemCaseSensitive(vector, "privileges");
    the_builder_writes_006_to_the_letter(vector, issuer);
    the_fields_of_006_are_those_listed(vector);
    /* Without a privilege there is nothing to be good for, but the signature has been checked. */
    CHECK(check_006(vector, issuer) == (cJSON_GetArraySize(privileges) ? AGORA_TOKEN_OK : AGORA_TOKEN_NOT_GRANTED));
    CHECK_STATUS(check_006(vector, another), AGORA_TOKEN_BAD_SIGNATURE);
    CHECK_STATUS(agora_token_verify(issuer, str(vector, "token"), 1), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
}

/* 007. */

static void add_permissions(agora_token_builder *builder, const cJSON *service)
{
    const cJSON *permission, *name;
    cJSON_ArrayForEach(permission, cJSON_GetObjectItemCaseSensitive(service, "permissions"))
    {
        const cJSON *resources = cJSON_GetObjectItemCaseSensitive(permission, "resources");
        size_t count = 0, capacity = (size_t)cJSON_GetArraySize(resources) + 1;
        agora_token_str *names = malloc(capacity * sizeof *names);
        cJSON_ArrayForEach(name, resources) names[count++] = agora_token_cstr(name->valuestring);
        CHECK_OK(agora_token_builder_permit(builder, number(permission, "resource_type"),
                                            number(permission, "permission_type"), names, count));
        free(names);
    }
}

static agora_token_status add_service(agora_token_builder *builder, const cJSON *service)
{
    agora_token_str channel = str(service, "channel_name"), account = str(service, "account");
    agora_token_str user_id = str(service, "user_id");
    switch (number(service, "type")) {
    case AGORA_TOKEN_SERVICE_RTC: return agora_token_builder_add_rtc(builder, channel, account);
    case AGORA_TOKEN_SERVICE_RTM: return agora_token_builder_add_rtm(builder, user_id);
    case AGORA_TOKEN_SERVICE_STREAMING: return agora_token_builder_add_streaming(builder, channel, account);
    case AGORA_TOKEN_SERVICE_FPA: return agora_token_builder_add_fpa(builder);
    case AGORA_TOKEN_SERVICE_CHAT: return agora_token_builder_add_chat(builder, user_id);
    case AGORA_TOKEN_SERVICE_FCDN: return agora_token_builder_add_fcdn(builder, channel, account);
    case AGORA_TOKEN_SERVICE_APAAS:
        return agora_token_builder_add_apaas(
            builder, str(service, "room_uuid"), str(service, "user_uuid"),
            (int16_t)cJSON_GetObjectItemCaseSensitive(service, "role")->valuedouble);
    case AGORA_TOKEN_SERVICE_RTM2: return agora_token_builder_add_rtm2(builder, user_id);
    case AGORA_TOKEN_SERVICE_CONVOAI: return agora_token_builder_add_convoai(builder);
    case AGORA_TOKEN_SERVICE_STT: return agora_token_builder_add_stt(builder);
    default: return AGORA_TOKEN_BAD_SERVICE;
    }
}

/* An entry of add_services: the service, or the number of its type, which stands for that service of the token. */
static const cJSON *service_of(const cJSON *vector, const cJSON *entry)
{
    if (!cJSON_IsNumber(entry))
        return entry;
    const cJSON *service;
    cJSON_ArrayForEach(service, cJSON_GetObjectItemCaseSensitive(vector, "services"))
        if (number(service, "type") == entry->valuedouble)
            return service;
    return NULL;
}

static char *build_007(const cJSON *vector, const agora_token_issuer *issuer)
{
    agora_token_builder *builder;
    CHECK_OK(agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_007, &builder));
    CHECK_OK(agora_token_builder_set_issued_at(builder, number(vector, "issue_ts")));
    CHECK_OK(agora_token_builder_set_salt(builder, number(vector, "salt")));
    CHECK_OK(agora_token_builder_set_expires_in(builder, number(vector, "token_expire_in_token")));
    const cJSON *entry, *pair;
    cJSON_ArrayForEach(entry, list(vector, "add_services", "services"))
    {
        const cJSON *service = service_of(vector, entry);
        CHECK_OK(add_service(builder, service));
        cJSON_ArrayForEach(pair, cJSON_GetObjectItemCaseSensitive(service, "privileges"))
            CHECK_OK(agora_token_builder_grant(builder, at(pair, 0), at(pair, 1)));
        add_permissions(builder, service);
    }
    size_t len;
    char *token = build(builder, &len);
    agora_token_builder_free(builder);
    return token;
}

static void the_permissions_are_those_listed(const agora_token_info *info, size_t at_service, const cJSON *service)
{
    const cJSON *permission, *name;
    size_t index = 0, seen = 0;
    cJSON_ArrayForEach(permission, cJSON_GetObjectItemCaseSensitive(service, "permissions"))
    {
        /* The vectors list them in the order of the calls, the token in the order of their numbers. */
        for (index = 0; index < agora_token_info_permission_count(info, at_service); index++)
            if (agora_token_info_permission_resource(info, at_service, index) == number(permission, "resource_type") &&
                agora_token_info_permission(info, at_service, index) == number(permission, "permission_type"))
                break;
        size_t at_name = 0;
        cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(permission, "resources"))
            CHECK(equal(agora_token_info_permission_name(info, at_service, index, at_name++), name->valuestring));
        CHECK(agora_token_info_permission_name_count(info, at_service, index) == at_name);
        seen++;
    }
    CHECK(agora_token_info_permission_count(info, at_service) == seen);
}

static void the_service_is_as_listed(const cJSON *vector, const agora_token_info *info, size_t at_service,
                                     const cJSON *service)
{
    static const struct {
        uint32_t field;
        const char *key;
    } fields[] = {
        {AGORA_TOKEN_FIELD_CHANNEL, "channel_name"},   {AGORA_TOKEN_FIELD_ACCOUNT, "account"},
        {AGORA_TOKEN_FIELD_USER_ID, "user_id"},        {AGORA_TOKEN_FIELD_ROOM_UUID, "room_uuid"},
        {AGORA_TOKEN_FIELD_USER_UUID, "user_uuid"},
    };
    CHECK(agora_token_info_service_type(info, at_service) == number(service, "type"));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        CHECK(equal(agora_token_info_field(info, at_service, fields[i].field), text(service, fields[i].key)));
    const cJSON *role = cJSON_GetObjectItemCaseSensitive(service, "role");
    CHECK(agora_token_info_role(info, at_service) == (role ? (int16_t)role->valuedouble : AGORA_TOKEN_NO_ROLE));

    const cJSON *pair;
    size_t index = 0;
    cJSON_ArrayForEach(pair, cJSON_GetObjectItemCaseSensitive(service, "privileges"))
    {
        uint32_t expires_in = at(pair, 1) ? at(pair, 1) : number(vector, "token_expire_in_token");
        CHECK(agora_token_info_privilege(info, at_service, index) == at(pair, 0));
        CHECK(agora_token_info_privilege_expires_at(info, at_service, index) ==
              (uint64_t)number(vector, "issue_ts") + expires_in);
        CHECK(agora_token_info_privilege_time(info, at_service, index) == at(pair, 1));
        index++;
    }
    CHECK(agora_token_info_privilege_count(info, at_service) == index);
    the_permissions_are_those_listed(info, at_service, service);
}

static void the_fields_of_007_are_those_listed(const cJSON *vector, const char *token)
{
    agora_token_info *info;
    CHECK_OK(agora_token_parse(agora_token_cstr(token), &info));
    uint64_t issued_at = number(vector, "issue_ts"), lifetime = number(vector, "token_expire_in_token");
    CHECK(agora_token_info_version(info) == AGORA_TOKEN_VERSION_007);
    CHECK(equal(agora_token_info_app_id(info), text(vector, "app_id")));
    CHECK(agora_token_info_issued_at(info) == issued_at);
    CHECK(agora_token_info_expires_at(info) == issued_at + lifetime);
    CHECK(agora_token_info_cut_at(info) == (lifetime > 86400 ? issued_at + 86400 : 0));
    CHECK(agora_token_info_salt(info) == number(vector, "salt"));
    CHECK(agora_token_info_unknown_service(info) == -1);
    const cJSON *service;
    size_t index = 0;
    cJSON_ArrayForEach(service, cJSON_GetObjectItemCaseSensitive(vector, "services"))
        the_service_is_as_listed(vector, info, index++, service);
    CHECK(agora_token_info_service_count(info) == index);
    agora_token_info_free(info);
}

static void test_007(const cJSON *vector, const agora_token_issuer *issuer, const agora_token_issuer *another)
{
    /* A lifetime of 0 has ended when it starts. 0 would be the system clock, so at least 1. */
    uint64_t now = number(vector, "issue_ts") ? number(vector, "issue_ts") : 1;
    agora_token_status alive =
        now < (uint64_t)number(vector, "issue_ts") + number(vector, "token_expire_in_token") ? AGORA_TOKEN_OK
                                                                                              : AGORA_TOKEN_EXPIRED;
    char *own = build_007(vector, issuer);
    const char *tokens[] = {own, text(vector, "token")};
    for (size_t i = 0; i < 2; i++) {
        the_fields_of_007_are_those_listed(vector, tokens[i]);
        CHECK(agora_token_verify(issuer, agora_token_cstr(tokens[i]), now) == alive);
        CHECK_STATUS(agora_token_verify(another, agora_token_cstr(tokens[i]), now), AGORA_TOKEN_BAD_SIGNATURE);
    }
    free(own);
}

/* Both. */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *content = malloc(size + 1);
    if (fread(content, 1, size, file) != size)
        perror(path);
    content[size] = '\0';
    fclose(file);
    return content;
}

void run_vector_tests(const char *path)
{
    char *content = read_file(path);
    cJSON *file = cJSON_Parse(content);
    const cJSON *vector;
    int count = 0;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        int is_006 = strcmp(text(vector, "version"), "006") == 0;
        if (!is_006 && strcmp(text(vector, "version"), "007") != 0)
            continue;
        agora_token_issuer *issuer = issuer_of(vector, text(vector, "app_certificate"));
        agora_token_issuer *another = issuer_of(vector, ANOTHER_CERTIFICATE);
        (is_006 ? test_006 : test_007)(vector, issuer, another);
        agora_token_issuer_free(another);
        agora_token_issuer_free(issuer);
        finish_test(text(vector, "name"));
        count++;
    }
    CHECK(count == 144);
    finish_test("all 144 tokens of the official builders were there");
    cJSON_Delete(file);
    free(content);
}

/* The explanations of tests/explain.json, beside the folder of the vectors. */

static agora_token_status explained(const agora_token_issuer *issuer, const cJSON *row, char *out, size_t capacity)
{
    const cJSON *now = cJSON_GetObjectItemCaseSensitive(row, "now");
    size_t len;
    return agora_token_explain(issuer, str(row, "token"), number(row, "service"), str(row, "channel"),
                               str(row, "user"), number(row, "privilege"), now ? (uint64_t)now->valuedouble : 1, out,
                               capacity, &len);
}

void run_explanation_tests(const char *vectors_path)
{
    static const char beside[] = "vectors/official.json", name[] = "explain.json";
    size_t folder = strlen(vectors_path) - strlen(beside);
    char *path = malloc(folder + sizeof name), *content;
    memcpy(path, vectors_path, folder);
    memcpy(path + folder, name, sizeof name);
    content = read_file(path);
    cJSON *file = cJSON_Parse(content);
    agora_token_issuer *issuer = issuer_of(file, text(file, "app_certificate"));
    const cJSON *row;
    int count = 0;
    char json[AGORA_TOKEN_MAX_EXPLANATION_LEN + 1];
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(file, "rows"))
    {
        CHECK_OK(explained(issuer, row, json, sizeof json));
        cJSON *said = cJSON_Parse(json);
        CHECK(cJSON_Compare(said, cJSON_GetObjectItemCaseSensitive(row, "expected"), 1));
        /* The file has it to the letter. */
        CHECK(strstr(content, json) != NULL);
        cJSON_Delete(said);
        finish_test(text(row, "name"));
        count++;
    }
    CHECK(count > 50);
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(file, "refused"))
    {
        CHECK((uint32_t)explained(issuer, row, json, sizeof json) == number(row, "status"));
        finish_test(text(row, "name"));
    }
    agora_token_issuer_free(issuer);
    cJSON_Delete(file);
    free(content);
    free(path);
}
