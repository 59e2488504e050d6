/* Every exported function: what it does, each way it can fail, NULLs, ranges and buffer sizes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "record.h"

#define APP_ID "970CA35de60c44645bbae8a215061b33"
#define CERTIFICATE "5CFd2fd1755d40ecb72977518be15d3b"
#define S(text) agora_token_cstr(text)

/* RTC "room" for "42" (privilege 1 for an hour), then a service of type 99; issued at 1700000000 for an hour. */
#define UNKNOWN_SERVICE_TOKEN \
    "007eJxTYLDb8OtH1ZTWjzF/Fte8T4u8Vyt0p8Ws9mWE9NnrCxJyz89RYLA0N3B2NDZNSTUzSDYxMTMxTUpKTLVINDI0NTAzTDI2ZvgYnCrAx8DAzsDA" \
    "wMTACIYgPgtDUX5+LhODiVEyAyMTMwDkFR/k"
/* The same without any service. */
#define NO_SERVICE_TOKEN \
    "007eJxTYLBb9/b4qjjPH8q3dN/tm/VNwEb8YM/yq0kbYrNyf74UjDymwGBpbuDsaGyakmpmkGxiYmZimpSUmGqRaGRoamBmmGRszPAxOFWAj4GBnQEE" \
    "AKQnHCE="

static const agora_token_str nothing = {NULL, 0};
static const agora_token_str null_of_5 = {NULL, 5};
static const agora_token_str not_utf8 = {"\xff\xfe", 2};

static agora_token_issuer *issuer;

static int equal(agora_token_str left, const char *right)
{
    return left.data && left.len == strlen(right) && memcmp(left.data, right, left.len) == 0 &&
           left.data[left.len] == '\0';
}

/* A string of `len` letters; the caller frees it. */
static char *letters(size_t len)
{
    char *text = malloc(len + 1);
    memset(text, 'a', len);
    text[len] = '\0';
    return text;
}

static agora_token_info *parsed(const char *token)
{
    agora_token_info *info;
    CHECK_OK(agora_token_parse(S(token), &info));
    return info;
}

/* The version, the statuses and the constants. */

static void the_version_macros_agree_with_the_functions(void)
{
    char version[64];
    snprintf(version, sizeof version, "%d.%d.%d", AGORA_TOKEN_VERSION_MAJOR, AGORA_TOKEN_VERSION_MINOR,
             AGORA_TOKEN_VERSION_PATCH);
    CHECK(strcmp(AGORA_TOKEN_VERSION_STRING, version) == 0);
    CHECK(strcmp(agora_token_library_version(), version) == 0);
    CHECK(agora_token_library_version_number() == AGORA_TOKEN_VERSION_NUMBER);
}

static void every_status_has_a_name_and_a_message_of_its_own(void)
{
#define STATUS_OF(name, number) {number, #name},
    static const struct {
        agora_token_status status;
        const char *name;
    } statuses[] = {EACH_STATUS(STATUS_OF)};
    const char *of_none = agora_token_status_message(-1);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        CHECK(strcmp(agora_token_status_name(statuses[i].status), statuses[i].name) == 0);
        CHECK(strlen(agora_token_status_message(statuses[i].status)) > 10);
        CHECK(strcmp(agora_token_status_message(statuses[i].status), of_none) != 0);
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(agora_token_status_message(statuses[i].status),
                         agora_token_status_message(statuses[j].status)) != 0);
    }
}

static void a_number_that_is_no_status_has_a_message_and_no_name(void)
{
    static const agora_token_status numbers[] = {-1, 9, 99, 306, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        CHECK(strcmp(agora_token_status_name(numbers[i]), "") == 0);
        CHECK(strstr(agora_token_status_message(numbers[i]), "no status") != NULL);
    }
}

/* Declared ahead by its tag, and set anew with its initialiser. */
struct agora_token_policy;
static void reset(struct agora_token_policy *policy);

static void reset(agora_token_policy *policy)
{
    *policy = (agora_token_policy)AGORA_TOKEN_POLICY_INIT;
}

static void a_struct_has_a_tag_and_can_be_set_anew(void)
{
    agora_token_policy policy = AGORA_TOKEN_POLICY_INIT;
    policy.user = S("anna");
    reset(&policy);
    CHECK(policy.user.len == 0 && policy.size == sizeof policy);
    CHECK(1 -AGORA_TOKEN_NO_ROLE == 2);
}

static void the_initialisers_keep_what_they_set(void)
{
    agora_token_endpoint_options options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
    CHECK(options.size == sizeof options && options.version == 6 && options.client_error_status == 500);
    CHECK(options.allow_origins == NULL && options.allow_origin_count == 0 && options.omit_cors_headers == 0);

    agora_token_policy policy = AGORA_TOKEN_POLICY_INIT;
    CHECK(policy.size == sizeof policy && policy.user.data == NULL && policy.user.len == 0);
    CHECK(policy.channels == NULL && policy.channel_count == 0);
    CHECK(policy.max_role == 2 && policy.max_expires_in == 86400 && policy.allow_app_tokens == 0);
    CHECK(policy.allow_any_channel == 0 && policy.allow_any_user == 0 && policy.allow_ai_services == 0);

    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    CHECK(request.size == sizeof request && request.policy == NULL);
    CHECK(request.method.len == 0 && request.target.len == 0 && request.origin.len == 0 && request.body.len == 0);
}

static void a_null_c_string_is_the_empty_string(void)
{
    CHECK(agora_token_cstr(NULL).data == NULL && agora_token_cstr(NULL).len == 0);
    CHECK(agora_token_cstr("room").len == 4);
}

/* The issuer, and what all calls share. */

static void an_issuer_takes_32_hexadecimal_characters_alone(void)
{
    static const struct {
        const char *app_id, *certificate;
        agora_token_status status;
    } pairs[] = {
        {"", CERTIFICATE, AGORA_TOKEN_BAD_APP_ID},
        {"970CA35de60c44645bbae8a215061b3", CERTIFICATE, AGORA_TOKEN_BAD_APP_ID},
        {"970CA35de60c44645bbae8a215061b3g", CERTIFICATE, AGORA_TOKEN_BAD_APP_ID},
        {APP_ID, "", AGORA_TOKEN_BAD_APP_CERTIFICATE},
        {APP_ID, "5CFd2fd1755d40ecb72977518be15d3bb", AGORA_TOKEN_BAD_APP_CERTIFICATE},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        agora_token_issuer *out = issuer;
        CHECK(agora_token_issuer_new(S(pairs[i].app_id), S(pairs[i].certificate), &out) == pairs[i].status);
        CHECK(out == NULL);
    }
    CHECK_STATUS(agora_token_issuer_new(S(APP_ID), S(CERTIFICATE), NULL), AGORA_TOKEN_NULL_POINTER);
}

static void a_string_that_is_no_string_is_refused(void)
{
    agora_token_issuer *out = issuer;
    CHECK_STATUS(agora_token_issuer_new(null_of_5, S(CERTIFICATE), &out), AGORA_TOKEN_NULL_POINTER);
    CHECK(out == NULL);
    CHECK_STATUS(agora_token_issuer_new(not_utf8, S(CERTIFICATE), &out), AGORA_TOKEN_NOT_UTF8);
    CHECK_STATUS(agora_token_issuer_new(S(APP_ID), nothing, &out), AGORA_TOKEN_BAD_APP_CERTIFICATE);
    agora_token_str of_negative_length = {APP_ID, (size_t)-1};
    CHECK_STATUS(agora_token_issuer_new(of_negative_length, S(CERTIFICATE), &out), AGORA_TOKEN_OUT_OF_RANGE);
}

static void freeing_null_does_nothing(void)
{
    agora_token_issuer_free(NULL);
    agora_token_builder_free(NULL);
    agora_token_info_free(NULL);
    agora_token_endpoint_free(NULL);
    agora_token_response_free(NULL);
}

/* The calls with an output, each with arguments that succeed. */

static agora_token_builder *a_builder;
static agora_token_info *an_info;

/* The one-call builder of a name, and a token of it. */
static const struct one_call *one_call(const char *name)
{
    for (size_t i = 0; i < ONE_CALL_COUNT; i++)
        if (strcmp(one_calls[i].name, name) == 0)
            return &one_calls[i];
    CHECK(!"a one-call builder of this name");
    return &one_calls[0];
}

static agora_token_status builder_build(char *out, size_t capacity, size_t *len)
{
    return agora_token_builder_build(a_builder, out, capacity, len);
}

static agora_token_status info_json(char *out, size_t capacity, size_t *len)
{
    return agora_token_info_json(an_info, out, capacity, len);
}

static agora_token_status explain(char *out, size_t capacity, size_t *len)
{
    return agora_token_explain(issuer, S(UNKNOWN_SERVICE_TOKEN), AGORA_TOKEN_SERVICE_RTC, S("room"), S("42"),
                               AGORA_TOKEN_RTC_JOIN_CHANNEL, 1700000000, out, capacity, len);
}

typedef agora_token_status output_call(char *out, size_t capacity, size_t *len);

static output_call *const other_output_calls[] = {builder_build, info_json, explain};

/* Every call that writes text: first the one-call builders, each of both versions. */
#define OUTPUT_CALL_COUNT (2 * ONE_CALL_COUNT + sizeof other_output_calls / sizeof *other_output_calls)

static agora_token_status output_of(size_t call, char *out, size_t capacity, size_t *len)
{
    if (call >= 2 * ONE_CALL_COUNT)
        return other_output_calls[call - 2 * ONE_CALL_COUNT](out, capacity, len);
    struct one_call_input with = ONE_CALL_INPUT;
    with.version = call % 2 == 0 ? AGORA_TOKEN_VERSION_006 : AGORA_TOKEN_VERSION_007;
    return one_calls[call / 2].call(issuer, &with, out, capacity, len);
}

static int explains(size_t call)
{
    return call >= 2 * ONE_CALL_COUNT && other_output_calls[call - 2 * ONE_CALL_COUNT] == explain;
}

static agora_token_status made(const char *name, struct one_call_input with, char *out, size_t capacity, size_t *len)
{
    return one_call(name)->call(issuer, &with, out, capacity, len);
}

static agora_token_status rtc_uid(char *out, size_t capacity, size_t *len)
{
    struct one_call_input with = ONE_CALL_INPUT;
    return made("rtc_uid", with, out, capacity, len);
}

static agora_token_status rtc_uid_006(char *out, size_t capacity, size_t *len)
{
    struct one_call_input with = ONE_CALL_INPUT;
    with.version = AGORA_TOKEN_VERSION_006;
    with.role = AGORA_TOKEN_ROLE_SUBSCRIBER;
    return made("rtc_uid", with, out, capacity, len);
}

static agora_token_status rtm(char *out, size_t capacity, size_t *len)
{
    struct one_call_input with = ONE_CALL_INPUT;
    return made("rtm", with, out, capacity, len);
}

static agora_token_status rtm_006(char *out, size_t capacity, size_t *len)
{
    struct one_call_input with = ONE_CALL_INPUT;
    with.version = AGORA_TOKEN_VERSION_006;
    return made("rtm", with, out, capacity, len);
}

static void an_output_that_fits_is_written_with_its_length_and_a_nul(void)
{
    for (size_t i = 0; i < OUTPUT_CALL_COUNT; i++) {
        char out[AGORA_TOKEN_MAX_LEN + 1];
        size_t len = 0;
        CHECK_OK(output_of(i, out, sizeof out, &len));
        CHECK(len > 0 && len <= AGORA_TOKEN_MAX_LEN && strlen(out) == len);
    }
}

static void an_output_that_does_not_fit_writes_nothing_but_a_length_that_is_enough(void)
{
    for (size_t i = 0; i < OUTPUT_CALL_COUNT; i++) {
        char out[AGORA_TOKEN_MAX_EXPLANATION_LEN + 1], untouched[sizeof out];
        memset(untouched, '?', sizeof untouched);
        size_t enough = 0, len = 0;
        /* No buffer at all asks for the length. */
        CHECK_STATUS(output_of(i, NULL, 0, &enough), AGORA_TOKEN_BUFFER_TOO_SMALL);
        CHECK(enough > 0 && enough < sizeof out);
        CHECK(enough <= AGORA_TOKEN_MAX_LEN || explains(i));
        const size_t too_small[] = {0, 1, 10};
        for (size_t j = 0; j < sizeof too_small / sizeof *too_small; j++) {
            memcpy(out, untouched, sizeof out);
            CHECK_STATUS(output_of(i, out, too_small[j], &len), AGORA_TOKEN_BUFFER_TOO_SMALL);
            CHECK(len == enough && memcmp(out, untouched, sizeof out) == 0);
        }
        /* Every try with that length succeeds, with nothing written behind it. */
        for (int try = 0; try < 20; try++) {
            memcpy(out, untouched, sizeof out);
            CHECK_OK(output_of(i, out, enough + 1, &len));
            CHECK(len <= enough && strlen(out) == len);
            CHECK(memcmp(out + enough + 1, untouched + enough + 1, sizeof out - enough - 1) == 0);
        }
    }
}

static void a_buffer_of_exactly_text_and_nul_fits_and_one_byte_less_does_not(void)
{
    struct one_call_input with = ONE_CALL_INPUT;
    with.version = AGORA_TOKEN_VERSION_006;
    char out[AGORA_TOKEN_MAX_LEN + 1];
    /* Tokens of 006 have the same length each time. */
    for (size_t i = 0; i < ONE_CALL_COUNT; i++) {
        size_t len, again = 0;
        if (!one_calls[i].takes_version)
            continue;
        CHECK_OK(one_calls[i].call(issuer, &with, out, sizeof out, &len));
        CHECK_OK(one_calls[i].call(issuer, &with, out, len + 1, &again));
        CHECK(again == len && strlen(out) == len);
        CHECK_STATUS(one_calls[i].call(issuer, &with, out, len, &again), AGORA_TOKEN_BUFFER_TOO_SMALL);
        CHECK(again == len);
    }
    size_t len, again = 0;
    CHECK_OK(info_json(out, sizeof out, &len));
    CHECK_OK(info_json(out, len + 1, &again));
    CHECK(again == len && strlen(out) == len);
    CHECK_STATUS(info_json(out, len, &again), AGORA_TOKEN_BUFFER_TOO_SMALL);
    CHECK(again == len);
}

static void an_output_without_a_pointer_is_refused(void)
{
    for (size_t i = 0; i < OUTPUT_CALL_COUNT; i++) {
        char out[AGORA_TOKEN_MAX_LEN + 1];
        size_t len = 77;
        CHECK_STATUS(output_of(i, NULL, sizeof out, &len), AGORA_TOKEN_NULL_POINTER);
        CHECK_STATUS(output_of(i, out, sizeof out, NULL), AGORA_TOKEN_NULL_POINTER);
        CHECK(len == 77);
    }
}

static void an_output_call_without_its_handle_is_refused_and_touches_nothing(void)
{
    agora_token_issuer *kept_issuer = issuer;
    agora_token_builder *kept_builder = a_builder;
    agora_token_info *kept_info = an_info;
    issuer = NULL, a_builder = NULL, an_info = NULL;
    for (size_t i = 0; i < OUTPUT_CALL_COUNT; i++) {
        char out[8] = "as it is";
        size_t len = 77;
        CHECK_STATUS(output_of(i, out, sizeof out, &len), AGORA_TOKEN_NULL_POINTER);
        CHECK(len == 77 && memcmp(out, "as it is", sizeof out) == 0);
    }
    issuer = kept_issuer, a_builder = kept_builder, an_info = kept_info;
}

/* The one-call functions. */

static char token[AGORA_TOKEN_MAX_LEN + 1];
static size_t token_len;
#define OUT token, sizeof token, &token_len

static void one_call_rtc_tokens_say_what_they_were_asked_for(void)
{
    CHECK_OK(rtc_uid(OUT));
    agora_token_info *info = parsed(token);
    CHECK(agora_token_info_version(info) == AGORA_TOKEN_VERSION_007);
    CHECK(equal(agora_token_info_app_id(info), APP_ID));
    CHECK(agora_token_info_expires_at(info) == agora_token_info_issued_at(info) + 600);
    CHECK(agora_token_info_service_count(info) == 1);
    CHECK(agora_token_info_service_type(info, 0) == AGORA_TOKEN_SERVICE_RTC);
    CHECK(equal(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_CHANNEL), "room"));
    CHECK(equal(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_ACCOUNT), "42"));
    CHECK(agora_token_info_privilege_count(info, 0) == 4);
    agora_token_info_free(info);

    struct one_call_input with = ONE_CALL_INPUT;
    with.role = AGORA_TOKEN_ROLE_SUBSCRIBER;
    CHECK_OK(made("rtc_account", with, OUT));
    info = parsed(token);
    CHECK(equal(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_ACCOUNT), "anna"));
    CHECK(agora_token_info_privilege_count(info, 0) == 1);
    agora_token_info_free(info);

    CHECK_OK(agora_token_rtc_uid(issuer, AGORA_TOKEN_VERSION_007, S("*"), AGORA_TOKEN_UID_ANY,
                                 AGORA_TOKEN_ROLE_SUBSCRIBER, 600, OUT));
    info = parsed(token);
    CHECK(equal(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_CHANNEL), "*"));
    CHECK(equal(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_ACCOUNT), ""));
    agora_token_info_free(info);

    CHECK_OK(rtc_uid_006(OUT));
    info = parsed(token);
    CHECK(agora_token_info_version(info) == AGORA_TOKEN_VERSION_006);
    CHECK(agora_token_info_channel_crc(info) != 0 && agora_token_info_user_crc(info) != 0);
    CHECK(agora_token_info_privilege_count(info, 0) == 1);
    agora_token_info_free(info);
}

static size_t services_checked;

/* The services and the first privilege of a token, in the order of the wire. */
static void check_services(const char *name, size_t count, const uint32_t types[], const uint32_t privileges[],
                           const char *const users[], uint64_t lifetime)
{
    struct one_call_input with = ONE_CALL_INPUT;
    CHECK_OK(made(name, with, OUT));
    services_checked++;
    agora_token_info *info = parsed(token);
    CHECK(agora_token_info_service_count(info) == count);
    CHECK(agora_token_info_expires_at(info) == agora_token_info_issued_at(info) + lifetime);
    for (size_t i = 0; i < count; i++) {
        CHECK(agora_token_info_service_type(info, i) == types[i]);
        CHECK(agora_token_info_privilege(info, i, 0) == privileges[i]);
        if (privileges[i] != AGORA_TOKEN_NO_PRIVILEGE)
            CHECK(agora_token_info_privilege_expires_at(info, i, 0) == agora_token_info_expires_at(info));
        else
            CHECK(agora_token_info_privilege_count(info, i) == 0);
        /* Whichever field the type has for its user. */
        static const uint32_t fields[] = {AGORA_TOKEN_FIELD_ACCOUNT, AGORA_TOKEN_FIELD_USER_ID,
                                          AGORA_TOKEN_FIELD_USER_UUID};
        const char *user = "";
        for (size_t j = 0; j < 3; j++)
            if (agora_token_info_field(info, i, fields[j]).len > 0)
                user = agora_token_info_field(info, i, fields[j]).data;
        CHECK(strcmp(user, users[i]) == 0);
    }
    agora_token_info_free(info);
}

static void every_other_one_call_token_has_its_services_privileges_and_users(void)
{
    static const uint32_t first[] = {1, 1, 1}, second[] = {2}, third[] = {3};
    static const char *const anna[] = {"anna", "anna"}, *const nobody[] = {""};
    static const uint32_t rtm_alone[] = {AGORA_TOKEN_SERVICE_RTM}, chat[] = {AGORA_TOKEN_SERVICE_CHAT},
                          apaas[] = {AGORA_TOKEN_SERVICE_APAAS}, fpa_alone[] = {AGORA_TOKEN_SERVICE_FPA},
                          rtc_and_rtm[] = {AGORA_TOKEN_SERVICE_RTC, AGORA_TOKEN_SERVICE_RTM},
                          classroom[] = {AGORA_TOKEN_SERVICE_RTM, AGORA_TOKEN_SERVICE_CHAT, AGORA_TOKEN_SERVICE_APAAS};
    /* The third has neither privileges nor a user. */
    static const uint32_t with_convoai[] = {AGORA_TOKEN_SERVICE_RTC, AGORA_TOKEN_SERVICE_RTM, AGORA_TOKEN_SERVICE_CONVOAI},
                          with_stt[] = {AGORA_TOKEN_SERVICE_RTC, AGORA_TOKEN_SERVICE_RTM, AGORA_TOKEN_SERVICE_STT},
                          ai[] = {1, 1, AGORA_TOKEN_NO_PRIVILEGE};
    static const char *const ai_users[] = {"anna", "anna", ""};
    /* Chat knows a classroom's user by the MD5 of the uuid. */
    static const char *const in_class[] = {"anna", "a70f9e38ff015afaa9ab0aacabee2e13", "anna"};
    check_services("rtm", 1, rtm_alone, first, anna, 600);
    check_services("rtc_rtm", 2, rtc_and_rtm, first, anna, 600);
    check_services("convoai", 3, with_convoai, ai, ai_users, 600);
    check_services("stt", 3, with_stt, ai, ai_users, 600);
    check_services("chat_user", 1, chat, first, anna, 600);
    check_services("chat_app", 1, chat, second, nobody, 600);
    check_services("education_room_user", 3, classroom, first, in_class, 600);
    check_services("education_user", 1, apaas, second, anna, 600);
    check_services("education_app", 1, apaas, third, nobody, 600);
    check_services("fpa", 1, fpa_alone, first, nobody, 86400);

    /* All but the two of RTC, which have a test of their own. */
    CHECK(services_checked == ONE_CALL_COUNT - 2);

    struct one_call_input with = ONE_CALL_INPUT;
    with.role = 2;
    CHECK_OK(made("education_room_user", with, OUT));
    agora_token_info *info = parsed(token);
    CHECK(equal(agora_token_info_field(info, 2, AGORA_TOKEN_FIELD_ROOM_UUID), "class"));
    CHECK(agora_token_info_role(info, 2) == 2);
    agora_token_info_free(info);
}

/* What each one-call builder says of an input, if it takes `what`. */
#define EACH_THAT_TAKES(what, input, expected) \
    do { \
        for (size_t builder_ = 0; builder_ < ONE_CALL_COUNT; builder_++) \
            if (one_calls[builder_].takes_##what) \
                CHECK_STATUS(one_calls[builder_].call(issuer, &(input), OUT), expected); \
    } while (0)

static void a_one_call_token_of_a_wrong_version_or_role_is_refused(void)
{
    static const uint32_t versions[] = {0, 5, 8, 6 + 65536, UINT32_MAX}, roles[] = {0, 3, 101, UINT32_MAX};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct one_call_input with = ONE_CALL_INPUT;
        with.version = versions[i];
        EACH_THAT_TAKES(version, with, AGORA_TOKEN_BAD_VERSION);
    }
    for (size_t i = 0; i < 2 * sizeof roles / sizeof *roles; i++) {
        struct one_call_input with = ONE_CALL_INPUT;
        with.version = 6 + i % 2;
        with.role = roles[i / 2];
        EACH_THAT_TAKES(role, with, AGORA_TOKEN_BAD_ROLE);
    }
}

static void a_one_call_token_of_a_bad_channel_is_refused(void)
{
    char *of_65 = letters(65);
    const agora_token_str channels[] = {nothing, S(""), S("a/b"), S("**"), S(of_65), {"a\0b", 3}};
    struct one_call_input with = ONE_CALL_INPUT;
    for (size_t i = 0; i < 2 * sizeof channels / sizeof *channels; i++) {
        with.version = 6 + i % 2;
        with.channel = channels[i / 2];
        EACH_THAT_TAKES(channel, with, AGORA_TOKEN_BAD_CHANNEL);
    }
    free(of_65);
    with.channel = null_of_5;
    EACH_THAT_TAKES(channel, with, AGORA_TOKEN_NULL_POINTER);
    with.channel = not_utf8;
    EACH_THAT_TAKES(channel, with, AGORA_TOKEN_NOT_UTF8);
}

static void a_one_call_token_of_a_bad_user_is_refused(void)
{
    char *of_256 = letters(256), *of_65 = letters(65);
    const agora_token_str users[] = {nothing, S(""), S("a\nb"), S(of_256)};
    struct one_call_input with = ONE_CALL_INPUT;
    for (size_t i = 0; i < sizeof users / sizeof *users; i++) {
        struct one_call_input of_a_room = ONE_CALL_INPUT;
        with.user = of_a_room.room = users[i];
        EACH_THAT_TAKES(user, with, AGORA_TOKEN_BAD_ACCOUNT);
        EACH_THAT_TAKES(room, of_a_room, AGORA_TOKEN_BAD_ACCOUNT);
    }
    with.user = null_of_5;
    EACH_THAT_TAKES(user, with, AGORA_TOKEN_NULL_POINTER);
    with.user = not_utf8;
    EACH_THAT_TAKES(user, with, AGORA_TOKEN_NOT_UTF8);

    /* A user account alone may have more than 64 bytes, up to 255. */
    for (size_t i = 0; i < ONE_CALL_COUNT; i++) {
        struct one_call_input of_a_room = ONE_CALL_INPUT;
        int is_account = strcmp(one_calls[i].name, "rtc_account") == 0;
        with.user = of_a_room.room = S(of_65);
        if (one_calls[i].takes_user)
            CHECK(one_calls[i].call(issuer, &with, OUT) == (is_account ? AGORA_TOKEN_OK : AGORA_TOKEN_BAD_ACCOUNT));
        if (one_calls[i].takes_room)
            CHECK_STATUS(one_calls[i].call(issuer, &of_a_room, OUT), AGORA_TOKEN_BAD_ACCOUNT);
    }
    with.user = S(of_256 + 1);
    CHECK_OK(made("rtc_account", with, OUT));
    free(of_65);
    free(of_256);
}

static void a_lifetime_of_0_or_an_absolute_time_is_refused(void)
{
    static const struct {
        uint32_t expires_in;
        agora_token_status status;
    } lifetimes[] = {
        {0, AGORA_TOKEN_BAD_EXPIRY},
        {1, AGORA_TOKEN_OK},
        {999999999, AGORA_TOKEN_OK},
        {1000000000, AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE},
        {UINT32_MAX, AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE},
    };
    for (size_t i = 0; i < 2 * sizeof lifetimes / sizeof *lifetimes; i++) {
        struct one_call_input with = ONE_CALL_INPUT;
        with.version = 6 + i % 2;
        with.expires_in = lifetimes[i / 2].expires_in;
        EACH_THAT_TAKES(lifetime, with, lifetimes[i / 2].status);
    }
}

static void the_longest_one_call_token_fits_the_promised_buffer(void)
{
    /* Bytes that do not compress. */
    char account[256], uuid[65];
    for (size_t i = 0; i < 255; i++)
        account[i] = (char)('!' + (i * 89 + i * i * 7) % 94);
    memcpy(uuid, account, 64);
    account[255] = uuid[64] = '\0';
    CHECK_OK(agora_token_rtc_account(issuer, 7, S("*"), S(account), 1, 999999999, OUT));
    CHECK_OK(agora_token_education_room_user(issuer, S(uuid), S(uuid), 1, 999999999, OUT));
    size_t enough;
    CHECK_STATUS(agora_token_rtc_account(issuer, 7, S("*"), S(account), 1, 999999999, NULL, 0, &enough),
                 AGORA_TOKEN_BUFFER_TOO_SMALL);
    CHECK(enough <= AGORA_TOKEN_MAX_LEN);
}

/* The builder. */

static agora_token_builder *builder_of(uint32_t version)
{
    agora_token_builder *builder;
    CHECK_OK(agora_token_builder_new(issuer, version, &builder));
    return builder;
}

static void a_builder_writes_every_service_with_its_fields_in_ascending_order(void)
{
    const agora_token_str names[] = {S("north"), S("south")};
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_OK(agora_token_builder_set_issued_at(builder, 1700000000));
    CHECK_OK(agora_token_builder_set_salt(builder, 77));
    CHECK_OK(agora_token_builder_set_expires_in(builder, 3600));
    CHECK_OK(agora_token_builder_add_rtm2(builder, S("u8")));
    CHECK_OK(agora_token_builder_permit(builder, AGORA_TOKEN_RTM2_USERS, AGORA_TOKEN_RTM2_WRITE, names, 2));
    CHECK_OK(agora_token_builder_permit(builder, AGORA_TOKEN_RTM2_MESSAGE_CHANNELS, AGORA_TOKEN_RTM2_READ, NULL, 0));
    CHECK_OK(agora_token_builder_add_apaas(builder, S("class"), S("u7"), -3));
    CHECK_OK(agora_token_builder_add_fcdn(builder, S("c6"), S("u6")));
    CHECK_OK(agora_token_builder_add_chat(builder, S("u5")));
    CHECK_OK(agora_token_builder_add_fpa(builder));
    CHECK_OK(agora_token_builder_add_streaming(builder, S("c3"), S("u3")));
    CHECK_OK(agora_token_builder_add_rtm(builder, S("u2")));
    CHECK_OK(agora_token_builder_add_rtc(builder, S("c1"), nothing));
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 60));
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 0));
    CHECK_OK(agora_token_builder_grant(builder, 65535, 1));
    CHECK_OK(agora_token_builder_grant(builder, 65535, 2));
    CHECK_OK(agora_token_builder_build(builder, OUT));
    agora_token_builder_free(builder);

    agora_token_info *info = parsed(token);
    CHECK(agora_token_info_issued_at(info) == 1700000000 && agora_token_info_expires_at(info) == 1700003600);
    CHECK(agora_token_info_salt(info) == 77);
    CHECK(agora_token_info_service_count(info) == 8);
    for (size_t i = 0; i < 8; i++) {
        CHECK(agora_token_info_service_type(info, i) == i + 1);
        CHECK(agora_token_info_role(info, i) == (i == 6 ? -3 : AGORA_TOKEN_NO_ROLE));
    }
    static const struct {
        size_t service;
        uint32_t field;
        const char *text;
    } fields[] = {
        {0, AGORA_TOKEN_FIELD_CHANNEL, "c1"},   {0, AGORA_TOKEN_FIELD_ACCOUNT, ""},
        {0, AGORA_TOKEN_FIELD_USER_ID, ""},     {1, AGORA_TOKEN_FIELD_USER_ID, "u2"},
        {1, AGORA_TOKEN_FIELD_ACCOUNT, ""},     {2, AGORA_TOKEN_FIELD_CHANNEL, "c3"},
        {2, AGORA_TOKEN_FIELD_ACCOUNT, "u3"},   {3, AGORA_TOKEN_FIELD_USER_ID, ""},
        {4, AGORA_TOKEN_FIELD_USER_ID, "u5"},   {5, AGORA_TOKEN_FIELD_CHANNEL, "c6"},
        {5, AGORA_TOKEN_FIELD_ACCOUNT, "u6"},   {6, AGORA_TOKEN_FIELD_ROOM_UUID, "class"},
        {6, AGORA_TOKEN_FIELD_USER_UUID, "u7"}, {6, AGORA_TOKEN_FIELD_CHANNEL, ""},
        {7, AGORA_TOKEN_FIELD_USER_ID, "u8"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        CHECK(equal(agora_token_info_field(info, fields[i].service, fields[i].field), fields[i].text));

    CHECK(agora_token_info_privilege_count(info, 0) == 3);
    CHECK(agora_token_info_privilege(info, 0, 0) == 1 && agora_token_info_privilege(info, 0, 1) == 2);
    CHECK(agora_token_info_privilege(info, 0, 2) == 65535);
    CHECK(agora_token_info_privilege_expires_at(info, 0, 0) == 1700003600);
    CHECK(agora_token_info_privilege_expires_at(info, 0, 1) == 1700000060);
    CHECK(agora_token_info_privilege_expires_at(info, 0, 2) == 1700000002);

    CHECK(agora_token_info_permission_count(info, 7) == 2);
    CHECK(agora_token_info_permission_resource(info, 7, 0) == AGORA_TOKEN_RTM2_MESSAGE_CHANNELS);
    CHECK(agora_token_info_permission(info, 7, 0) == AGORA_TOKEN_RTM2_READ);
    CHECK(agora_token_info_permission_name_count(info, 7, 0) == 0);
    CHECK(agora_token_info_permission_resource(info, 7, 1) == AGORA_TOKEN_RTM2_USERS);
    CHECK(agora_token_info_permission(info, 7, 1) == AGORA_TOKEN_RTM2_WRITE);
    CHECK(agora_token_info_permission_name_count(info, 7, 1) == 2);
    CHECK(equal(agora_token_info_permission_name(info, 7, 1, 0), "north"));
    CHECK(equal(agora_token_info_permission_name(info, 7, 1, 1), "south"));
    agora_token_info_free(info);
}

static void a_builder_builds_again_with_another_salt_and_outlives_its_issuer(void)
{
    agora_token_issuer *short_lived;
    agora_token_builder *builder;
    CHECK_OK(agora_token_issuer_new(S(APP_ID), S(CERTIFICATE), &short_lived));
    CHECK_OK(agora_token_builder_new(short_lived, AGORA_TOKEN_VERSION_007, &builder));
    agora_token_issuer_free(short_lived);
    CHECK_OK(agora_token_builder_add_rtm(builder, S("anna")));
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_RTM_LOGIN, 60));
    char first[AGORA_TOKEN_MAX_LEN + 1];
    size_t first_len;
    CHECK_OK(agora_token_builder_build(builder, first, sizeof first, &first_len));
    CHECK_OK(agora_token_builder_build(builder, OUT));
    CHECK(strcmp(first, token) != 0);
    CHECK_OK(agora_token_check_rtm(issuer, S(first), S("anna"), 0));
    CHECK_OK(agora_token_check_rtm(issuer, S(token), S("anna"), 0));

    /* Without a lifetime of its own the token lives for 24 hours. */
    agora_token_info *info = parsed(token);
    CHECK(agora_token_info_expires_at(info) == agora_token_info_issued_at(info) + 86400);
    agora_token_info_free(info);
    agora_token_builder_free(builder);
}

static void a_builder_of_a_wrong_version_or_without_an_issuer_is_null(void)
{
    agora_token_builder *out = a_builder;
    CHECK_STATUS(agora_token_builder_new(issuer, 8, &out), AGORA_TOKEN_BAD_VERSION);
    CHECK(out == NULL);
    out = a_builder;
    CHECK_STATUS(agora_token_builder_new(NULL, 7, &out), AGORA_TOKEN_NULL_POINTER);
    CHECK(out == NULL);
    CHECK_STATUS(agora_token_builder_new(issuer, 7, NULL), AGORA_TOKEN_NULL_POINTER);
}

static void every_builder_call_without_a_builder_is_refused(void)
{
    CHECK_STATUS(agora_token_builder_set_issued_at(NULL, 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_set_salt(NULL, 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_set_expires_in(NULL, 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_rtc(NULL, S("c"), S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_rtm(NULL, S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_streaming(NULL, S("c"), S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_fpa(NULL), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_chat(NULL, S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_fcdn(NULL, S("c"), S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_apaas(NULL, S("r"), S("u"), 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_rtm2(NULL, S("u")), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_convoai(NULL), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_add_stt(NULL), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_grant(NULL, 1, 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_builder_permit(NULL, 0, 0, NULL, 0), AGORA_TOKEN_NULL_POINTER);
}

static void every_builder_call_refuses_strings_that_are_none_or_too_long(void)
{
    char *too_long = letters(65536);
    const struct {
        agora_token_str text;
        agora_token_status status;
    } bad[] = {
        {null_of_5, AGORA_TOKEN_NULL_POINTER},
        {not_utf8, AGORA_TOKEN_NOT_UTF8},
        {S(too_long), AGORA_TOKEN_STRING_TOO_LONG},
    };
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        agora_token_str text = bad[i].text;
        CHECK(agora_token_builder_add_rtc(builder, text, S("u")) == bad[i].status);
        CHECK(agora_token_builder_add_rtc(builder, S("c"), text) == bad[i].status);
        CHECK(agora_token_builder_add_rtm(builder, text) == bad[i].status);
        CHECK(agora_token_builder_add_streaming(builder, text, S("u")) == bad[i].status);
        CHECK(agora_token_builder_add_streaming(builder, S("c"), text) == bad[i].status);
        CHECK(agora_token_builder_add_chat(builder, text) == bad[i].status);
        CHECK(agora_token_builder_add_fcdn(builder, text, S("u")) == bad[i].status);
        CHECK(agora_token_builder_add_fcdn(builder, S("c"), text) == bad[i].status);
        CHECK(agora_token_builder_add_apaas(builder, text, S("u"), 1) == bad[i].status);
        CHECK(agora_token_builder_add_apaas(builder, S("r"), text, 1) == bad[i].status);
        CHECK(agora_token_builder_add_rtm2(builder, text) == bad[i].status);
    }
    /* What failed has left no service behind. */
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_NO_SERVICE);

    CHECK_OK(agora_token_builder_add_rtm2(builder, S("u")));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(agora_token_builder_permit(builder, 0, 0, &bad[i].text, 1) == bad[i].status);
    agora_token_builder_free(builder);
    free(too_long);
}

static void grants_and_permits_that_fit_no_service_are_refused(void)
{
    const agora_token_str name = S("north");
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_STATUS(agora_token_builder_grant(builder, 1, 1), AGORA_TOKEN_NO_SERVICE);
    CHECK_STATUS(agora_token_builder_permit(builder, 0, 0, &name, 1), AGORA_TOKEN_NO_SERVICE);
    CHECK_OK(agora_token_builder_add_rtm(builder, S("u")));
    CHECK_STATUS(agora_token_builder_permit(builder, 0, 0, &name, 1), AGORA_TOKEN_BAD_SERVICE);
    CHECK_OK(agora_token_builder_add_rtm2(builder, S("u")));
    CHECK_STATUS(agora_token_builder_grant(builder, 65536, 1), AGORA_TOKEN_BAD_PRIVILEGE);
    CHECK_STATUS(agora_token_builder_permit(builder, 65536, 0, &name, 1), AGORA_TOKEN_BAD_PRIVILEGE);
    CHECK_STATUS(agora_token_builder_permit(builder, 0, 65536, &name, 1), AGORA_TOKEN_BAD_PRIVILEGE);
    CHECK_STATUS(agora_token_builder_permit(builder, 0, 0, NULL, 1), AGORA_TOKEN_NULL_POINTER);
    CHECK_OK(agora_token_builder_permit(builder, 65535, 65535, &name, 1));
    agora_token_builder_free(builder);
}

static void a_list_too_long_for_a_token_is_refused_before_it_is_read(void)
{
    agora_token_str *names = calloc(65535, sizeof *names);
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_OK(agora_token_builder_add_rtm2(builder, S("u")));
    CHECK_OK(agora_token_builder_permit(builder, 0, 0, names, 65535));
    /* There is but one name behind these, and that is none. */
    static const size_t counts[] = {65536, (uint32_t)-1, (size_t)-1};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        CHECK_STATUS(agora_token_builder_permit(builder, 0, 0, &null_of_5, counts[i]), AGORA_TOKEN_STRING_TOO_LONG);
    agora_token_builder_free(builder);
    free(names);
}

static void a_006_token_takes_as_many_privileges_as_are_read_and_no_more(void)
{
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_006);
    CHECK_OK(agora_token_builder_add_rtc(builder, S("c"), S("u")));
    for (uint32_t privilege = 0; privilege < AGORA_TOKEN_MAX_ITEMS; privilege++)
        CHECK_OK(agora_token_builder_grant(builder, privilege, 1));
    size_t enough, len;
    CHECK_STATUS(agora_token_builder_build(builder, NULL, 0, &enough), AGORA_TOKEN_BUFFER_TOO_SMALL);
    char *large = malloc(enough + 1);
    CHECK_OK(agora_token_builder_build(builder, large, enough + 1, &len));
    free(large);
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_MAX_ITEMS, 1));
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_TOKEN_TOO_LARGE);
    agora_token_builder_free(builder);
}

static void a_006_builder_takes_one_rtc_or_rtm_service_alone(void)
{
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_006);
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_NO_SERVICE);
    CHECK_STATUS(agora_token_builder_add_streaming(builder, S("c"), S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_fpa(builder), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_chat(builder, S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_fcdn(builder, S("c"), S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_apaas(builder, S("r"), S("u"), 1), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_rtm2(builder, S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_convoai(builder), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_stt(builder), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_OK(agora_token_builder_add_rtc(builder, S("c"), S("u")));
    CHECK_STATUS(agora_token_builder_add_rtc(builder, S("c"), S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_STATUS(agora_token_builder_add_rtm(builder, S("u")), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    CHECK_OK(agora_token_builder_set_issued_at(builder, 4000000000u));
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 294967296u));
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_BAD_EXPIRY);
    agora_token_builder_free(builder);
}

static void a_token_larger_than_the_parser_accepts_is_not_built(void)
{
    char *longest = letters(65535);
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_OK(agora_token_builder_add_rtm(builder, S(longest)));

    /* This one is larger than AGORA_TOKEN_MAX_LEN can promise, so the length is asked for. */
    size_t enough, len;
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_OK);
    CHECK_STATUS(agora_token_builder_build(builder, NULL, 0, &enough), AGORA_TOKEN_BUFFER_TOO_SMALL);
    CHECK(enough > AGORA_TOKEN_MAX_LEN);
    char *large = malloc(enough + 1);
    CHECK_OK(agora_token_builder_build(builder, large, enough + 1, &len));
    agora_token_info *info = parsed(large);
    CHECK(agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_USER_ID).len == 65535);
    agora_token_info_free(info);
    free(large);

    CHECK_OK(agora_token_builder_add_rtm(builder, S(longest)));
    CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_TOKEN_TOO_LARGE);
    agora_token_builder_free(builder);
    free(longest);
}

/* Reading. */

static void what_is_no_token_is_refused_by_name(void)
{
    char *huge = letters(1000000);
    memcpy(huge, "007", 3);
    const struct {
        agora_token_str token;
        agora_token_status status;
    } bad[] = {
        {nothing, AGORA_TOKEN_MALFORMED_TOKEN},     {S("hello"), AGORA_TOKEN_MALFORMED_TOKEN},
        {S("007"), AGORA_TOKEN_MALFORMED_TOKEN},    {S("006" APP_ID), AGORA_TOKEN_MALFORMED_TOKEN},
        {S("005abc"), AGORA_TOKEN_UNKNOWN_VERSION}, {S(huge), AGORA_TOKEN_TOKEN_TOO_LARGE},
        {null_of_5, AGORA_TOKEN_NULL_POINTER},      {not_utf8, AGORA_TOKEN_MALFORMED_TOKEN},
        {{"007eJx\xff", 8}, AGORA_TOKEN_MALFORMED_TOKEN},
        {S(NO_SERVICE_TOKEN), AGORA_TOKEN_NO_SERVICE},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        agora_token_info *out = an_info;
        CHECK(agora_token_parse(bad[i].token, &out) == bad[i].status);
        CHECK(out == NULL);
        CHECK(agora_token_verify(issuer, bad[i].token, 1) == bad[i].status);
        CHECK(agora_token_check_rtm(issuer, bad[i].token, S("anna"), 1) == bad[i].status);
    }
    CHECK_STATUS(agora_token_parse(S(UNKNOWN_SERVICE_TOKEN), NULL), AGORA_TOKEN_NULL_POINTER);
    free(huge);
}

static void the_getters_give_nothing_out_of_range_and_for_null(void)
{
    const agora_token_info *infos[] = {an_info, NULL};
    for (size_t i = 0; i < 2; i++) {
        const agora_token_info *info = infos[i];
        static const size_t out_of_range[] = {1, 2, (size_t)-1};
        for (size_t j = 0; j < 3; j++) {
            size_t index = out_of_range[j];
            CHECK(agora_token_info_service_type(info, index) == 0);
            for (uint32_t field = 0; field < 7; field++)
                CHECK(equal(agora_token_info_field(info, index, field), ""));
            CHECK(agora_token_info_role(info, index) == AGORA_TOKEN_NO_ROLE);
            CHECK(agora_token_info_privilege_count(info, index) == 0);
            CHECK(agora_token_info_privilege(info, index, 0) == 0);
            CHECK(agora_token_info_privilege(info, 0, index + 5) == 0);
            CHECK(agora_token_info_privilege_expires_at(info, index, 0) == 0);
            CHECK(agora_token_info_privilege_expires_at(info, 0, index + 5) == 0);
            CHECK(agora_token_info_privilege_time(info, index, 0) == 0);
            CHECK(agora_token_info_privilege_time(info, 0, index + 5) == 0);
            CHECK(agora_token_info_permission_count(info, index) == 0);
            CHECK(agora_token_info_permission_resource(info, index, 0) == 0);
            CHECK(agora_token_info_permission(info, index, 0) == 0);
            CHECK(agora_token_info_permission_name_count(info, 0, index) == 0);
            CHECK(equal(agora_token_info_permission_name(info, 0, index, 0), ""));
        }
        CHECK(equal(agora_token_info_field(info, 0, 0), "") && equal(agora_token_info_field(info, 0, 99), ""));
    }
    CHECK(agora_token_info_version(NULL) == 0 && equal(agora_token_info_app_id(NULL), ""));
    CHECK(agora_token_info_issued_at(NULL) == 0 && agora_token_info_expires_at(NULL) == 0);
    CHECK(agora_token_info_cut_at(NULL) == 0 && agora_token_info_salt(NULL) == 0);
    CHECK(agora_token_info_channel_crc(NULL) == 0 && agora_token_info_user_crc(NULL) == 0);
    CHECK(agora_token_info_service_count(NULL) == 0 && agora_token_info_unknown_service(NULL) == -1);
}

static void an_unknown_service_is_told_and_what_came_before_it_is_read_and_checked(void)
{
    agora_token_info *info = parsed(UNKNOWN_SERVICE_TOKEN);
    CHECK(agora_token_info_unknown_service(info) == 99);
    CHECK(agora_token_info_service_count(info) == 1);
    agora_token_info_free(info);
    CHECK_OK(agora_token_verify(issuer, S(UNKNOWN_SERVICE_TOKEN), 1700000000));
    CHECK_OK(agora_token_check_rtc_uid(issuer, S(UNKNOWN_SERVICE_TOKEN), S("room"), 42, 1, 1700003599));
}

static void a_lifetime_beyond_24_hours_says_when_it_is_cut(void)
{
    static const uint32_t lifetimes[] = {86400, 86401};
    for (size_t i = 0; i < 2; i++) {
        CHECK_OK(agora_token_rtm(issuer, AGORA_TOKEN_VERSION_007, S("anna"), lifetimes[i], OUT));
        agora_token_info *info = parsed(token);
        CHECK(agora_token_info_cut_at(info) == (i == 0 ? 0 : agora_token_info_issued_at(info) + 86400));
        agora_token_info_free(info);
    }
}

static void the_json_holds_what_is_in_the_token(void)
{
    agora_token_info *info = parsed(UNKNOWN_SERVICE_TOKEN);
    char json[2048];
    size_t len;
    CHECK_OK(agora_token_info_json(info, json, sizeof json, &len));
    CHECK(json[0] == '{' && json[len - 1] == '}' && strlen(json) == len);
    CHECK(strstr(json, "\"channel\":\"room\"") && strstr(json, "\"unknown_service\":99") && strstr(json, APP_ID));
    agora_token_info_free(info);
}

static void the_json_of_a_token_is_that_of_the_header(void)
{
    const agora_token_str name = S("room");
    agora_token_builder *builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_OK(agora_token_builder_set_issued_at(builder, 1700000000));
    CHECK_OK(agora_token_builder_set_salt(builder, 7));
    CHECK_OK(agora_token_builder_set_expires_in(builder, 3600));
    CHECK_OK(agora_token_builder_add_rtc(builder, S("room"), S("42")));
    CHECK_OK(agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 600));
    CHECK_OK(agora_token_builder_add_rtm2(builder, S("ann")));
    CHECK_OK(agora_token_builder_permit(builder, AGORA_TOKEN_RTM2_MESSAGE_CHANNELS, AGORA_TOKEN_RTM2_WRITE, &name, 1));
    CHECK_OK(agora_token_builder_build(builder, OUT));
    agora_token_builder_free(builder);
    agora_token_info *info = parsed(token);
    char json[2048];
    size_t len;
    CHECK_OK(agora_token_info_json(info, json, sizeof json, &len));
    CHECK(strcmp(json, "{\"version\":\"007\",\"app_id\":\"" APP_ID "\",\"issued_at\":1700000000,"
                       "\"expires_at\":1700003600,\"cut_at\":null,\"salt\":7,\"channel_crc\":null,\"user_crc\":null,"
                       "\"services\":[{\"type\":1,\"name\":\"RTC\",\"channel\":\"room\",\"account\":\"42\","
                       "\"privileges\":[{\"privilege\":1,\"name\":\"join channel\",\"expires_at\":1700000600}]},"
                       "{\"type\":8,\"name\":\"RTM2\",\"user_id\":\"ann\",\"permissions\":[{\"resource\":0,"
                       "\"resource_name\":\"message channels\",\"permission\":1,\"permission_name\":\"write\","
                       "\"names\":[\"room\"]}],\"privileges\":[]}],\"unknown_service\":null}") == 0);
    agora_token_info_free(info);
}

/* Checking. */

/* Asks a token for the privilege to publish audio in "room" as 42, but for what is given. */
static agora_token_status ask(const char *text, const char *channel, const char *user, uint32_t privilege, uint64_t now)
{
    return agora_token_check(issuer, S(text), AGORA_TOKEN_SERVICE_RTC, S(channel), S(user), privilege, now);
}

static void a_check_names_the_first_thing_that_does_not_match(void)
{
    output_call *const of_versions[] = {rtc_uid, rtc_uid_006};
    agora_token_issuer *other_app, *other_certificate;
    CHECK_OK(agora_token_issuer_new(S("0123456789abcdef0123456789abcdef"), S(CERTIFICATE), &other_app));
    CHECK_OK(agora_token_issuer_new(S(APP_ID), S("0123456789abcdef0123456789abcdef"), &other_certificate));
    for (size_t i = 0; i < 2; i++) {
        CHECK_OK(of_versions[i](OUT));
        CHECK_OK(ask(token, "room", "42", AGORA_TOKEN_RTC_JOIN_CHANNEL, 0));
        CHECK_STATUS(ask(token, "hall", "42", 1, 0), AGORA_TOKEN_WRONG_CHANNEL);
        CHECK_STATUS(ask(token, "room", "43", 1, 0), AGORA_TOKEN_WRONG_USER);
        CHECK_STATUS(ask(token, "room", "42", 5, 0), AGORA_TOKEN_NOT_GRANTED);
        CHECK_STATUS(ask(token, "room", "42", 65536, 0), AGORA_TOKEN_BAD_PRIVILEGE);
        CHECK_STATUS(ask(token, "room", "42", 1, UINT64_MAX), AGORA_TOKEN_EXPIRED);
        CHECK_STATUS(agora_token_check_rtc_uid(other_app, S(token), S("room"), 42, 1, 0), AGORA_TOKEN_WRONG_APP);
        CHECK_STATUS(agora_token_check_rtc_uid(other_certificate, S(token), S("room"), 42, 1, 0),
                     AGORA_TOKEN_BAD_SIGNATURE);
        CHECK_OK(agora_token_check_rtc_uid(issuer, S(token), S("room"), 42, 1, 0));
        CHECK_STATUS(agora_token_check_rtc_uid(issuer, S(token), S("room"), 43, 1, 0), AGORA_TOKEN_WRONG_USER);
        CHECK_STATUS(agora_token_check_rtc_uid(issuer, S(token), S("room"), 42, 65536, 0), AGORA_TOKEN_BAD_PRIVILEGE);
        CHECK_OK(agora_token_check_rtc_account(issuer, S(token), S("room"), S("42"), 1, 0));
        CHECK_STATUS(agora_token_check_rtc_account(issuer, S(token), S("room"), S("anna"), 1, 0),
                     AGORA_TOKEN_WRONG_USER);
        CHECK_STATUS(agora_token_check_rtc_account(issuer, S(token), S("room"), S("42"), 65536, 0),
                     AGORA_TOKEN_BAD_PRIVILEGE);
    }
    agora_token_issuer_free(other_certificate);
    agora_token_issuer_free(other_app);
}

static void verify_checks_signature_and_lifetime_of_007(void)
{
    agora_token_issuer *other;
    CHECK_OK(agora_token_issuer_new(S(APP_ID), S("0123456789abcdef0123456789abcdef"), &other));
    CHECK_OK(rtc_uid(OUT));
    CHECK_OK(agora_token_verify(issuer, S(token), 0));
    CHECK_STATUS(agora_token_verify(other, S(token), 0), AGORA_TOKEN_BAD_SIGNATURE);
    CHECK_STATUS(agora_token_verify(NULL, S(token), 0), AGORA_TOKEN_NULL_POINTER);
    CHECK_OK(agora_token_verify(issuer, S(UNKNOWN_SERVICE_TOKEN), 1700003599));
    CHECK_STATUS(agora_token_verify(issuer, S(UNKNOWN_SERVICE_TOKEN), 1700003600), AGORA_TOKEN_EXPIRED);
    CHECK_STATUS(agora_token_verify(issuer, S(UNKNOWN_SERVICE_TOKEN), 0), AGORA_TOKEN_EXPIRED);
    CHECK_OK(rtc_uid_006(OUT));
    CHECK_STATUS(agora_token_verify(issuer, S(token), 0), AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
    agora_token_issuer_free(other);
}

static void a_question_that_fits_no_service_is_refused(void)
{
    static const uint32_t services[] = {0, 11, 65537, UINT32_MAX};
    CHECK_OK(rtm(OUT));
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        CHECK_STATUS(agora_token_check(issuer, S(token), services[i], nothing, S("anna"), 1, 0),
                     AGORA_TOKEN_BAD_SERVICE);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_RTM, S("room"), S("anna"), 1, 0),
                 AGORA_TOKEN_BAD_CHANNEL);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_FPA, nothing, S("anna"), 1, 0),
                 AGORA_TOKEN_BAD_ACCOUNT);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_STT, nothing, nothing, 1, 0),
                 AGORA_TOKEN_BAD_PRIVILEGE);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_CONVOAI, nothing, nothing, 0, 0),
                 AGORA_TOKEN_NOT_GRANTED);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_RTC, null_of_5, S("anna"), 1, 0),
                 AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_RTM, nothing, not_utf8, 1, 0),
                 AGORA_TOKEN_NOT_UTF8);
    /* The question counts before the token, even before one that is none. */
    CHECK_STATUS(agora_token_check(issuer, not_utf8, AGORA_TOKEN_SERVICE_RTM, S("room"), S("anna"), 1, 0),
                 AGORA_TOKEN_BAD_CHANNEL);
    CHECK_STATUS(agora_token_check(issuer, not_utf8, 0, nothing, S("anna"), 1, 0), AGORA_TOKEN_BAD_SERVICE);
    CHECK_STATUS(agora_token_check_rtc_uid(NULL, S(token), S("room"), 1, 1, 0), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_check_rtc_account(NULL, S(token), S("room"), S("u"), 1, 0), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_check_rtm(NULL, S(token), S("anna"), 0), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_check(NULL, S(token), 1, S("room"), S("u"), 1, 0), AGORA_TOKEN_NULL_POINTER);
    CHECK_OK(rtc_uid_006(OUT));
    CHECK_STATUS(agora_token_check(issuer, S(token), AGORA_TOKEN_SERVICE_CHAT, nothing, S("anna"), 1, 0),
                 AGORA_TOKEN_UNSUPPORTED_IN_VERSION);
}

static void an_explanation_needs_at_most_the_promised_length_whatever_the_clock(void)
{
    static const uint64_t times[] = {0, 1, 1700000000, 1700003600, UINT64_MAX};
    char out[AGORA_TOKEN_MAX_EXPLANATION_LEN + 1];
    size_t enough, len;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        CHECK_STATUS(agora_token_explain(issuer, S(UNKNOWN_SERVICE_TOKEN), 0, nothing, nothing, 0, times[i], NULL, 0,
                                         &enough),
                     AGORA_TOKEN_BUFFER_TOO_SMALL);
        CHECK(enough == AGORA_TOKEN_MAX_EXPLANATION_LEN);
        CHECK_OK(agora_token_explain(issuer, S(UNKNOWN_SERVICE_TOKEN), 0, nothing, nothing, 0, times[i], out,
                                     sizeof out, &len));
        CHECK(len == strlen(out) && len <= enough && !strstr(out, CERTIFICATE));
    }
    /* What is no UTF-8 is no token, and no mistake of the caller's. */
    CHECK_OK(agora_token_explain(issuer, not_utf8, 0, nothing, nothing, 0, 1, out, sizeof out, &len));
    CHECK(strstr(out, "\"name\":\"MALFORMED_TOKEN\"") != NULL);
    CHECK_STATUS(agora_token_explain(issuer, not_utf8, 1, not_utf8, nothing, 1, 1, out, sizeof out, &len),
                 AGORA_TOKEN_NOT_UTF8);
}

static void an_rtm_check_wants_the_user_of_the_token(void)
{
    output_call *const of_versions[] = {rtm, rtm_006};
    for (size_t i = 0; i < 2; i++) {
        CHECK_OK(of_versions[i](OUT));
        CHECK_OK(agora_token_check_rtm(issuer, S(token), S("anna"), 0));
        CHECK_STATUS(agora_token_check_rtm(issuer, S(token), S("bert"), 0), AGORA_TOKEN_WRONG_USER);
    }
}

static void a_token_for_any_user_and_every_channel_is_good_for_each(void)
{
    for (uint32_t version = 6; version <= 7; version++) {
        CHECK_OK(agora_token_rtc_uid(issuer, version, S("*"), AGORA_TOKEN_UID_ANY, 1, 600, OUT));
        CHECK_OK(agora_token_check_rtc_uid(issuer, S(token), S("hall"), 7, 1, 0));
        CHECK_OK(agora_token_check_rtc_account(issuer, S(token), S("room"), S("anna"), 1, 0));
        CHECK_OK(agora_token_check_rtc_uid(issuer, S(token), S("*"), AGORA_TOKEN_UID_ANY, 1, 0));
    }
    CHECK_OK(rtc_uid(OUT));
    CHECK_STATUS(agora_token_check_rtc_uid(issuer, S(token), S("room"), AGORA_TOKEN_UID_ANY, 1, 0),
                 AGORA_TOKEN_WRONG_USER);
}

/* The endpoint. */

static agora_token_endpoint *endpoint_of(const agora_token_endpoint_options *options)
{
    agora_token_endpoint *endpoint;
    CHECK_OK(agora_token_endpoint_new(issuer, options, &endpoint));
    return endpoint;
}

static agora_token_response *get(const agora_token_endpoint *endpoint, const char *target,
                                 const agora_token_policy *policy)
{
    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    request.method = S("GET");
    request.target = S(target);
    request.origin = S("https://one.example");
    request.policy = policy;
    agora_token_response *response;
    CHECK_OK(agora_token_endpoint_handle(endpoint, &request, &response));
    return response;
}

static uint32_t status_of(const agora_token_endpoint *endpoint, const char *target, const agora_token_policy *policy)
{
    agora_token_response *response = get(endpoint, target, policy);
    uint32_t status = agora_token_response_status(response);
    agora_token_response_free(response);
    return status;
}

static const char *header(const agora_token_response *response, const char *name)
{
    for (size_t i = 0; i < agora_token_response_header_count(response); i++)
        if (equal(agora_token_response_header_name(response, i), name))
            return agora_token_response_header_value(response, i).data;
    return "";
}

/* Copies the token out of a body such as {"rtcToken":"..."}. */
static void token_in(const agora_token_response *response, const char *key)
{
    const char *start = strstr(agora_token_response_body(response).data, key);
    token[0] = '\0';
    CHECK(start != NULL);
    if (start)
        sscanf(start + strlen(key), "\":\"%1023[^\"]", token);
}

static void an_endpoint_answers_with_a_good_token_and_its_headers(void)
{
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_response *response = get(endpoint, "/rtc/room/publisher/uid/42?expiry=600", NULL);
    CHECK(agora_token_response_status(response) == 200);
    CHECK(strcmp(header(response, "Content-Type"), "application/json; charset=utf-8") == 0);
    CHECK(strcmp(header(response, "Access-Control-Allow-Origin"), "*") == 0);
    token_in(response, "rtcToken");
    CHECK(strncmp(token, "006", 3) == 0);
    CHECK_OK(agora_token_check_rtc_uid(issuer, S(token), S("room"), 42, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 0));
    agora_token_response_free(response);

    agora_token_request post = AGORA_TOKEN_REQUEST_INIT;
    post.method = S("POST");
    post.target = S("/getToken");
    post.body = S("{\"tokenType\":\"rtm\",\"uid\":\"anna\"}");
    CHECK_OK(agora_token_endpoint_handle(endpoint, &post, &response));
    CHECK(agora_token_response_status(response) == 200);
    token_in(response, "token");
    CHECK_OK(agora_token_check_rtm(issuer, S(token), S("anna"), 0));
    agora_token_response_free(response);
    agora_token_endpoint_free(endpoint);
}

static void the_options_change_the_answers_and_the_endpoint_outlives_its_issuer(void)
{
    const agora_token_str origins[] = {S("https://one.example"), S("https://two.example")};
    agora_token_endpoint_options options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
    CHECK(options.version == AGORA_TOKEN_VERSION_006 && options.client_error_status == 500);
    options.version = AGORA_TOKEN_VERSION_007;
    options.client_error_status = 400;
    options.allow_origins = origins;
    options.allow_origin_count = 2;
    agora_token_issuer *short_lived;
    agora_token_endpoint *endpoint;
    CHECK_OK(agora_token_issuer_new(S(APP_ID), S(CERTIFICATE), &short_lived));
    CHECK_OK(agora_token_endpoint_new(short_lived, &options, &endpoint));
    agora_token_issuer_free(short_lived);

    agora_token_response *response = get(endpoint, "/rtc/room/publisher/uid/42", NULL);
    token_in(response, "rtcToken");
    CHECK(strncmp(token, "007", 3) == 0);
    CHECK(strcmp(header(response, "Access-Control-Allow-Origin"), "https://one.example") == 0);
    agora_token_response_free(response);
    CHECK(status_of(endpoint, "/rtc/room/king/uid/42", NULL) == 400);
    agora_token_endpoint_free(endpoint);

    endpoint = endpoint_of(NULL);
    CHECK(status_of(endpoint, "/rtc/room/king/uid/42", NULL) == 500);
    agora_token_endpoint_free(endpoint);
}

static void wrong_options_make_no_endpoint(void)
{
    const agora_token_str origins[] = {S("not an origin")};
    const struct {
        agora_token_endpoint_options options;
        agora_token_status status;
    } wrong[] = {
        {{0, 6, 500, NULL, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{sizeof(agora_token_endpoint_options) - 1, 6, 500, NULL, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{sizeof(agora_token_endpoint_options) + 8, 6, 500, NULL, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{sizeof(agora_token_endpoint_options), 0, 500, NULL, 0, 0}, AGORA_TOKEN_BAD_VERSION},
        {{sizeof(agora_token_endpoint_options), 6, 200, NULL, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{sizeof(agora_token_endpoint_options), 6, 400 + 65536, NULL, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{sizeof(agora_token_endpoint_options), 6, 500, NULL, 1, 0}, AGORA_TOKEN_NULL_POINTER},
        {{sizeof(agora_token_endpoint_options), 6, 500, origins, 1, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{sizeof(agora_token_endpoint_options), 6, 500, &nothing, 1, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{sizeof(agora_token_endpoint_options), 6, 500, &not_utf8, 1, 0}, AGORA_TOKEN_NOT_UTF8},
        {{sizeof(agora_token_endpoint_options), 6, 500, NULL, 0, 2}, AGORA_TOKEN_OUT_OF_RANGE},
    };
    agora_token_endpoint *out = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(agora_token_endpoint_new(issuer, &wrong[i].options, &out) == wrong[i].status);
        CHECK(out == NULL);
    }
    CHECK_STATUS(agora_token_endpoint_new(NULL, NULL, &out), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_new(issuer, NULL, NULL), AGORA_TOKEN_NULL_POINTER);
}

static void a_request_may_hold_any_bytes(void)
{
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    agora_token_response *response;
    /* Not even a method. */
    CHECK_OK(agora_token_endpoint_handle(endpoint, &request, &response));
    CHECK(agora_token_response_status(response) >= 400);
    agora_token_response_free(response);

    request.method = S("POST");
    request.target = S("/getToken");
    request.origin = not_utf8;
    request.body = not_utf8;
    CHECK_OK(agora_token_endpoint_handle(endpoint, &request, &response));
    CHECK(agora_token_response_status(response) == 400);
    CHECK(strstr(agora_token_response_body(response).data, "\"error\"") != NULL);
    agora_token_response_free(response);
    agora_token_endpoint_free(endpoint);
}

static void a_wrong_request_of_the_host_is_a_status(void)
{
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    agora_token_response *out = NULL;
    static const size_t wrong_sizes[] = {0, sizeof(agora_token_request) - 8, sizeof(agora_token_request) + 8};
    for (size_t i = 0; i < 3; i++) {
        request.size = wrong_sizes[i];
        CHECK_STATUS(agora_token_endpoint_handle(endpoint, &request, &out), AGORA_TOKEN_BAD_STRUCT_SIZE);
        CHECK(out == NULL);
    }
    request.size = sizeof request;
    request.target = null_of_5;
    CHECK_STATUS(agora_token_endpoint_handle(endpoint, &request, &out), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_handle(endpoint, NULL, &out), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_handle(endpoint, &request, NULL), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_handle(NULL, &request, &out), AGORA_TOKEN_NULL_POINTER);
    agora_token_endpoint_free(endpoint);
}

static void the_host_answers_for_itself_in_the_form_of_the_endpoint(void)
{
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_response *response = NULL;
    CHECK_OK(agora_token_endpoint_error(endpoint, 401, S("log in first"), S("https://one.example"), &response));
    CHECK(agora_token_response_status(response) == 401);
    CHECK(equal(agora_token_response_body(response), "{\"error\":\"log in first\"}"));
    CHECK(strcmp(header(response, "Access-Control-Allow-Origin"), "*") == 0);
    agora_token_response_free(response);
    CHECK_OK(agora_token_endpoint_error(endpoint, 599, S("out of order"), not_utf8, &response));
    agora_token_response_free(response);

    static const uint32_t no_errors[] = {0, 200, 399, 600, 401 + 65536};
    for (size_t i = 0; i < sizeof no_errors / sizeof *no_errors; i++) {
        CHECK_STATUS(agora_token_endpoint_error(endpoint, no_errors[i], S("?"), nothing, &response),
                     AGORA_TOKEN_OUT_OF_RANGE);
        CHECK(response == NULL);
    }
    CHECK_STATUS(agora_token_endpoint_error(endpoint, 401, not_utf8, nothing, &response), AGORA_TOKEN_NOT_UTF8);
    CHECK_STATUS(agora_token_endpoint_error(endpoint, 401, null_of_5, nothing, &response), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_error(endpoint, 401, S("?"), null_of_5, &response), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_error(NULL, 401, S("?"), nothing, &response), AGORA_TOKEN_NULL_POINTER);
    CHECK_STATUS(agora_token_endpoint_error(endpoint, 401, S("?"), nothing, NULL), AGORA_TOKEN_NULL_POINTER);
    agora_token_endpoint_free(endpoint);
}

static void a_policy_is_held_against_the_request(void)
{
    const agora_token_str channels[] = {S("room-*"), S("hall")};
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_policy policy = AGORA_TOKEN_POLICY_INIT;
    CHECK(policy.max_role == AGORA_TOKEN_ROLE_SUBSCRIBER && policy.max_expires_in == 86400);
    CHECK(policy.user.data == NULL && policy.channel_count == 0 && !policy.allow_app_tokens);
    policy.user = S("42");
    /* No channel is none. */
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/42", &policy) == 403);
    policy.channels = channels;
    policy.channel_count = 2;
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/42", &policy) == 200);
    CHECK(status_of(endpoint, "/rtc/room-1/audience/uid/42", &policy) == 200);
    CHECK(status_of(endpoint, "/rtc/attic/audience/uid/42", &policy) == 403);
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/43", &policy) == 403);
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/0", &policy) == 403);
    CHECK(status_of(endpoint, "/rtc/hall/publisher/uid/42", &policy) == 403);
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/42?expiry=86401", &policy) == 403);
    CHECK(status_of(endpoint, "/chat/app", &policy) == 403);
    policy.max_role = AGORA_TOKEN_ROLE_PUBLISHER;
    policy.max_expires_in = 0;
    policy.allow_app_tokens = 1;
    policy.allow_any_channel = 1;
    CHECK(status_of(endpoint, "/rtc/attic/publisher/uid/42?expiry=86401", &policy) == 200);
    CHECK(status_of(endpoint, "/rtc/*/publisher/uid/42", &policy) == 403);
    CHECK(status_of(endpoint, "/chat/app", &policy) == 200);
    policy.user = nothing;
    policy.allow_any_user = 1;
    CHECK(status_of(endpoint, "/rtc/attic/publisher/uid/43", &policy) == 200);
    CHECK(status_of(endpoint, "/rtc/attic/publisher/uid/0", &policy) == 200);
    agora_token_endpoint_free(endpoint);
}

static void a_policy_that_is_none_opens_no_door(void)
{
    const size_t size = sizeof(agora_token_policy);
    const struct {
        agora_token_policy policy;
        agora_token_status status;
    } wrong[] = {
        {{0, {NULL, 0}, NULL, 0, 0, 0, 0, 0, 0, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{size - 4, {NULL, 0}, NULL, 0, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{size + 8, {NULL, 0}, NULL, 0, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_BAD_STRUCT_SIZE},
        {{size, {NULL, 0}, NULL, 0, 0, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_BAD_ROLE},
        {{size, {NULL, 0}, NULL, 0, 3, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_BAD_ROLE},
        /* A session that had no user. */
        {AGORA_TOKEN_POLICY_INIT, AGORA_TOKEN_BAD_ACCOUNT},
        {{size, {"", 0}, NULL, 0, 1, 0, 0, 0, 0, 0, 0}, AGORA_TOKEN_BAD_ACCOUNT},
        /* One user, and any user. */
        {{size, {"anna", 4}, NULL, 0, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_BAD_ACCOUNT},
        {{size, {NULL, 5}, NULL, 0, 1, 0, 0, 0, 0, 0, 0}, AGORA_TOKEN_NULL_POINTER},
        {{size, {"\xff", 1}, NULL, 0, 1, 0, 0, 0, 0, 0, 0}, AGORA_TOKEN_NOT_UTF8},
        {{size, {NULL, 0}, NULL, 1, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_NULL_POINTER},
        {{size, {NULL, 0}, &not_utf8, 1, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_NOT_UTF8},
        {{size, {NULL, 0}, &not_utf8, (size_t)-1, 1, 0, 0, 0, 1, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{size, {NULL, 0}, NULL, 0, 1, 0, 2, 0, 1, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{size, {NULL, 0}, NULL, 0, 1, 0, 0, 2, 1, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{size, {NULL, 0}, NULL, 0, 1, 0, 0, 0, 2, 0, 0}, AGORA_TOKEN_OUT_OF_RANGE},
        {{size, {NULL, 0}, NULL, 0, 1, 0, 0, 0, 1, 0, 2}, AGORA_TOKEN_OUT_OF_RANGE},
    };
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    request.method = S("GET");
    request.target = S("/rtm/anna");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        agora_token_response *out = NULL;
        request.policy = &wrong[i].policy;
        CHECK(agora_token_endpoint_handle(endpoint, &request, &out) == wrong[i].status);
        CHECK(out == NULL);
    }
    agora_token_endpoint_free(endpoint);
}

/* The structs as the first release had them. Each lies in memory of its own, so that valgrind sees what is read
   behind it. */
struct first_policy {
    size_t size;
    agora_token_str user;
    const agora_token_str *channels;
    size_t channel_count;
    uint32_t max_role, max_expires_in, allow_app_tokens, allow_any_channel, allow_any_user;
};
struct first_options {
    size_t size;
    uint32_t version, client_error_status;
    const agora_token_str *allow_origins;
    size_t allow_origin_count;
};

static void a_program_compiled_before_a_struct_grew_goes_on_to_work(void)
{
    struct first_options *options = malloc(sizeof *options);
    *options = (struct first_options){sizeof *options, AGORA_TOKEN_VERSION_007, 400, NULL, 0};
    agora_token_endpoint *endpoint = endpoint_of((agora_token_endpoint_options *)(void *)options);
    CHECK(status_of(endpoint, "/rtc/hall/nobody/uid/42", NULL) == 400);

    struct first_policy *first = malloc(sizeof *first);
    /* What lies in its padding is nothing that the library may read. */
    memset(first, 0xff, sizeof *first);
    first->size = sizeof *first;
    first->user = S("");
    first->channels = NULL;
    first->channel_count = 0;
    first->max_role = AGORA_TOKEN_ROLE_SUBSCRIBER;
    first->max_expires_in = 60;
    first->allow_app_tokens = 0;
    first->allow_any_channel = first->allow_any_user = 1;
    const agora_token_policy *policy = (const agora_token_policy *)(void *)first;
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/42?expiry=60", policy) == 200);
    CHECK(status_of(endpoint, "/rtc/hall/audience/uid/42?expiry=61", policy) == 403);

    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    request.method = S("POST");
    request.target = S("/token/generate");
    request.body = S("{\"tokenExpireTs\":60,\"serviceConvoAI\":{\"enable\":true}}");
    agora_token_policy today = AGORA_TOKEN_POLICY_INIT;
    today.allow_any_user = 1;
    for (uint32_t allowed = 0; allowed < 3; allowed++) {
        /* The old policy has no word on it, as today's initialiser. */
        today.allow_ai_services = allowed == 2;
        request.policy = allowed == 0 ? policy : &today;
        agora_token_response *response;
        CHECK_OK(agora_token_endpoint_handle(endpoint, &request, &response));
        CHECK(agora_token_response_status(response) == (allowed == 2 ? 200 : 403));
        agora_token_response_free(response);
    }
    agora_token_endpoint_free(endpoint);
    free(first);
    free(options);
}

static void a_host_with_its_own_cors_gets_none_of_ours(void)
{
    agora_token_endpoint_options options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
    options.omit_cors_headers = 1;
    agora_token_endpoint *endpoint = endpoint_of(&options);
    agora_token_response *response = get(endpoint, "/ping", NULL);
    for (size_t i = 0; i < agora_token_response_header_count(response); i++)
        CHECK(strncmp(agora_token_response_header_name(response, i).data, "Access-Control", 14) != 0);
    agora_token_response_free(response);
    agora_token_endpoint_free(endpoint);
}

static void the_getters_of_a_response_give_nothing_out_of_range_and_for_null(void)
{
    agora_token_endpoint *endpoint = endpoint_of(NULL);
    agora_token_response *response = get(endpoint, "/ping", NULL);
    CHECK(equal(agora_token_response_body(response), "{\"message\":\"pong\"}"));
    size_t count = agora_token_response_header_count(response);
    CHECK(count > 0);
    CHECK(agora_token_response_header_name(response, count - 1).len > 0);
    CHECK(equal(agora_token_response_header_name(response, count), ""));
    CHECK(equal(agora_token_response_header_value(response, (size_t)-1), ""));
    CHECK(agora_token_response_status(NULL) == 0 && agora_token_response_header_count(NULL) == 0);
    CHECK(equal(agora_token_response_body(NULL), ""));
    CHECK(equal(agora_token_response_header_name(NULL, 0), ""));
    CHECK(equal(agora_token_response_header_value(NULL, 0), ""));
    agora_token_response_free(response);
    agora_token_endpoint_free(endpoint);
}

void run_abi_tests(void)
{
    CHECK_OK(agora_token_issuer_new(S(APP_ID), S(CERTIFICATE), &issuer));
    a_builder = builder_of(AGORA_TOKEN_VERSION_007);
    CHECK_OK(agora_token_builder_add_rtm(a_builder, S("anna")));
    an_info = parsed(UNKNOWN_SERVICE_TOKEN);
    finish_test("an issuer, a builder and an info are made");

    RUN(the_version_macros_agree_with_the_functions);
    RUN(every_status_has_a_name_and_a_message_of_its_own);
    RUN(a_number_that_is_no_status_has_a_message_and_no_name);
    RUN(a_struct_has_a_tag_and_can_be_set_anew);
    RUN(the_initialisers_keep_what_they_set);
    RUN(a_null_c_string_is_the_empty_string);

    RUN(an_issuer_takes_32_hexadecimal_characters_alone);
    RUN(a_string_that_is_no_string_is_refused);
    RUN(freeing_null_does_nothing);
    RUN(an_output_that_fits_is_written_with_its_length_and_a_nul);
    RUN(an_output_that_does_not_fit_writes_nothing_but_a_length_that_is_enough);
    RUN(a_buffer_of_exactly_text_and_nul_fits_and_one_byte_less_does_not);
    RUN(an_output_without_a_pointer_is_refused);
    RUN(an_output_call_without_its_handle_is_refused_and_touches_nothing);

    RUN(one_call_rtc_tokens_say_what_they_were_asked_for);
    RUN(every_other_one_call_token_has_its_services_privileges_and_users);
    RUN(a_one_call_token_of_a_wrong_version_or_role_is_refused);
    RUN(a_one_call_token_of_a_bad_channel_is_refused);
    RUN(a_one_call_token_of_a_bad_user_is_refused);
    RUN(a_lifetime_of_0_or_an_absolute_time_is_refused);
    RUN(the_longest_one_call_token_fits_the_promised_buffer);

    RUN(a_builder_writes_every_service_with_its_fields_in_ascending_order);
    RUN(a_builder_builds_again_with_another_salt_and_outlives_its_issuer);
    RUN(a_builder_of_a_wrong_version_or_without_an_issuer_is_null);
    RUN(every_builder_call_without_a_builder_is_refused);
    RUN(every_builder_call_refuses_strings_that_are_none_or_too_long);
    RUN(grants_and_permits_that_fit_no_service_are_refused);
    RUN(a_list_too_long_for_a_token_is_refused_before_it_is_read);
    RUN(a_006_builder_takes_one_rtc_or_rtm_service_alone);
    RUN(a_006_token_takes_as_many_privileges_as_are_read_and_no_more);
    RUN(a_token_larger_than_the_parser_accepts_is_not_built);

    RUN(what_is_no_token_is_refused_by_name);
    RUN(the_getters_give_nothing_out_of_range_and_for_null);
    RUN(an_unknown_service_is_told_and_what_came_before_it_is_read_and_checked);
    RUN(a_lifetime_beyond_24_hours_says_when_it_is_cut);
    RUN(the_json_holds_what_is_in_the_token);
    RUN(the_json_of_a_token_is_that_of_the_header);

    RUN(a_check_names_the_first_thing_that_does_not_match);
    RUN(verify_checks_signature_and_lifetime_of_007);
    RUN(a_question_that_fits_no_service_is_refused);
    RUN(an_explanation_needs_at_most_the_promised_length_whatever_the_clock);
    RUN(an_rtm_check_wants_the_user_of_the_token);
    RUN(a_token_for_any_user_and_every_channel_is_good_for_each);

    RUN(an_endpoint_answers_with_a_good_token_and_its_headers);
    RUN(the_options_change_the_answers_and_the_endpoint_outlives_its_issuer);
    RUN(wrong_options_make_no_endpoint);
    RUN(a_request_may_hold_any_bytes);
    RUN(a_wrong_request_of_the_host_is_a_status);
    RUN(the_host_answers_for_itself_in_the_form_of_the_endpoint);
    RUN(a_policy_is_held_against_the_request);
    RUN(a_policy_that_is_none_opens_no_door);
    RUN(a_program_compiled_before_a_struct_grew_goes_on_to_work);
    RUN(a_host_with_its_own_cors_gets_none_of_ours);
    RUN(the_getters_of_a_response_give_nothing_out_of_range_and_for_null);

    agora_token_info_free(an_info);
    agora_token_builder_free(a_builder);
    agora_token_issuer_free(issuer);
}
