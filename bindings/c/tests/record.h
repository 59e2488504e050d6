/* Written by abi/languages/c.py from abi/agora_token.json (make abi): do not edit it. */
#ifndef AGORA_TOKEN_TESTS_RECORD_H
#define AGORA_TOKEN_TESTS_RECORD_H

#include "agora_token.h"

/* Each status: ROW(name, number). */
#define EACH_STATUS(ROW) \
    ROW(OK, 0) \
    ROW(NULL_POINTER, 1) \
    ROW(NOT_UTF8, 2) \
    ROW(BUFFER_TOO_SMALL, 3) \
    ROW(BAD_STRUCT_SIZE, 4) \
    ROW(OUT_OF_RANGE, 5) \
    ROW(PANIC, 6) \
    ROW(RANDOM_FAILED, 7) \
    ROW(CLOCK_FAILED, 8) \
    ROW(BAD_APP_ID, 100) \
    ROW(BAD_APP_CERTIFICATE, 101) \
    ROW(BAD_CHANNEL, 102) \
    ROW(BAD_ACCOUNT, 103) \
    ROW(BAD_ROLE, 104) \
    ROW(BAD_VERSION, 105) \
    ROW(BAD_SERVICE, 106) \
    ROW(BAD_PRIVILEGE, 107) \
    ROW(BAD_EXPIRY, 108) \
    ROW(EXPIRY_LOOKS_ABSOLUTE, 109) \
    ROW(NO_SERVICE, 110) \
    ROW(STRING_TOO_LONG, 111) \
    ROW(UNSUPPORTED_IN_VERSION, 112) \
    ROW(MALFORMED_TOKEN, 200) \
    ROW(UNKNOWN_VERSION, 201) \
    ROW(TOKEN_TOO_LARGE, 202) \
    ROW(BAD_SIGNATURE, 300) \
    ROW(EXPIRED, 301) \
    ROW(WRONG_APP, 302) \
    ROW(WRONG_CHANNEL, 303) \
    ROW(WRONG_USER, 304) \
    ROW(NOT_GRANTED, 305)

/* What the one-call builders are called with: each takes what it has a parameter for. A room is an Education room. */
struct one_call_input {
    uint32_t version;
    agora_token_str channel, room, user;
    uint32_t uid, role, expires_in;
    int16_t classroom_role;
};

#define ONE_CALL_INPUT \
    { AGORA_TOKEN_VERSION_007, { "room", 4 }, { "class", 5 }, { "anna", 4 }, 42, AGORA_TOKEN_ROLE_PUBLISHER, \
      600, 2 }

typedef agora_token_status one_call_function(const agora_token_issuer *issuer, const struct one_call_input *with,
                                             char *out, size_t capacity, size_t *out_len);

/* A one-call builder, and what it takes of the input. */
struct one_call {
    const char *name;
    one_call_function *call;
    int takes_version, takes_channel, takes_room, takes_user, takes_role, takes_lifetime;
};

static agora_token_status one_call_rtc_uid(const agora_token_issuer *issuer, const struct one_call_input *with,
                                           char *out, size_t capacity, size_t *out_len)
{
    return agora_token_rtc_uid(issuer, with->version, with->channel, with->uid, with->role, with->expires_in, out,
                               capacity, out_len);
}

static agora_token_status one_call_rtc_account(const agora_token_issuer *issuer, const struct one_call_input *with,
                                               char *out, size_t capacity, size_t *out_len)
{
    return agora_token_rtc_account(issuer, with->version, with->channel, with->user, with->role, with->expires_in, out,
                                   capacity, out_len);
}

static agora_token_status one_call_rtm(const agora_token_issuer *issuer, const struct one_call_input *with, char *out,
                                       size_t capacity, size_t *out_len)
{
    return agora_token_rtm(issuer, with->version, with->user, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_rtc_rtm(const agora_token_issuer *issuer, const struct one_call_input *with,
                                           char *out, size_t capacity, size_t *out_len)
{
    return agora_token_rtc_rtm(issuer, with->channel, with->user, with->role, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_convoai(const agora_token_issuer *issuer, const struct one_call_input *with,
                                           char *out, size_t capacity, size_t *out_len)
{
    return agora_token_convoai(issuer, with->channel, with->user, with->role, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_stt(const agora_token_issuer *issuer, const struct one_call_input *with, char *out,
                                       size_t capacity, size_t *out_len)
{
    return agora_token_stt(issuer, with->channel, with->user, with->role, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_chat_user(const agora_token_issuer *issuer, const struct one_call_input *with,
                                             char *out, size_t capacity, size_t *out_len)
{
    return agora_token_chat_user(issuer, with->user, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_chat_app(const agora_token_issuer *issuer, const struct one_call_input *with,
                                            char *out, size_t capacity, size_t *out_len)
{
    return agora_token_chat_app(issuer, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_education_room_user(const agora_token_issuer *issuer,
                                                       const struct one_call_input *with, char *out, size_t capacity,
                                                       size_t *out_len)
{
    return agora_token_education_room_user(issuer, with->room, with->user, with->classroom_role, with->expires_in, out,
                                           capacity, out_len);
}

static agora_token_status one_call_education_user(const agora_token_issuer *issuer, const struct one_call_input *with,
                                                  char *out, size_t capacity, size_t *out_len)
{
    return agora_token_education_user(issuer, with->user, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_education_app(const agora_token_issuer *issuer, const struct one_call_input *with,
                                                 char *out, size_t capacity, size_t *out_len)
{
    return agora_token_education_app(issuer, with->expires_in, out, capacity, out_len);
}

static agora_token_status one_call_fpa(const agora_token_issuer *issuer, const struct one_call_input *with, char *out,
                                       size_t capacity, size_t *out_len)
{
    (void)with;
    return agora_token_fpa(issuer, out, capacity, out_len);
}

#define ONE_CALL_COUNT 12

static const struct one_call one_calls[ONE_CALL_COUNT] = {
    { "rtc_uid", one_call_rtc_uid, 1, 1, 0, 0, 1, 1 },
    { "rtc_account", one_call_rtc_account, 1, 1, 0, 1, 1, 1 },
    { "rtm", one_call_rtm, 1, 0, 0, 1, 0, 1 },
    { "rtc_rtm", one_call_rtc_rtm, 0, 1, 0, 1, 1, 1 },
    { "convoai", one_call_convoai, 0, 1, 0, 1, 1, 1 },
    { "stt", one_call_stt, 0, 1, 0, 1, 1, 1 },
    { "chat_user", one_call_chat_user, 0, 0, 0, 1, 0, 1 },
    { "chat_app", one_call_chat_app, 0, 0, 0, 0, 0, 1 },
    { "education_room_user", one_call_education_room_user, 0, 0, 1, 1, 0, 1 },
    { "education_user", one_call_education_user, 0, 0, 0, 1, 0, 1 },
    { "education_app", one_call_education_app, 0, 0, 0, 0, 0, 1 },
    { "fpa", one_call_fpa, 0, 0, 0, 0, 0, 0 },
};

/* How many tokens each_one_call makes. */
#define EACH_ONE_CALL_COUNT 15

/* Makes a token with each one-call builder, of both versions where there are two. OK if each could. */
static inline agora_token_status each_one_call(const agora_token_issuer *issuer)
{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    agora_token_status status = AGORA_TOKEN_OK;
    for (size_t i = 0; i < ONE_CALL_COUNT; i++) {
        struct one_call_input with = ONE_CALL_INPUT;
        status |= one_calls[i].call(issuer, &with, token, sizeof token, &len);
        with.version = AGORA_TOKEN_VERSION_006;
        if (one_calls[i].takes_version)
            status |= one_calls[i].call(issuer, &with, token, sizeof token, &len);
    }
    return status;
}

#endif
