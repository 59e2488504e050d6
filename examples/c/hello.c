/*
 * A first token: build it, read it back, check it.
 *
 *     hello [APP_ID APP_CERTIFICATE]
 *
 * Without arguments it uses the sample pair of Agora's documentation, which opens no project.
 */
#include <stdio.h>

#include "agora_token.h"

/* Says what went wrong, and whether anything did. */
static int failed(const char *what, agora_token_status status)
{
    if (status == AGORA_TOKEN_OK)
        return 0;
    fprintf(stderr, "%s: %s\n", what, agora_token_status_message(status));
    return 1;
}

/* Prints what is inside a token. It needs no certificate. */
static int print_token(agora_token_str token)
{
    agora_token_info *info;
    if (failed("parse", agora_token_parse(token, &info)))
        return 1;

    agora_token_str channel = agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_CHANNEL);
    printf("channel: %.*s\n", (int)channel.len, channel.data);
    printf("expires: %llu\n", (unsigned long long)agora_token_info_expires_at(info));

    char json[4096];
    size_t json_len;
    int is_bad = failed("json", agora_token_info_json(info, json, sizeof json, &json_len));
    if (!is_bad)
        puts(json);
    agora_token_info_free(info);
    return is_bad;
}

static int run(const agora_token_issuer *issuer)
{
    const agora_token_str channel = agora_token_cstr("room");
    char text[AGORA_TOKEN_MAX_LEN + 1];
    agora_token_str token = {text, 0};

    /* Uid 42 may publish in "room" for an hour. */
    if (failed("build", agora_token_rtc_uid(issuer, AGORA_TOKEN_VERSION_007, channel, 42, AGORA_TOKEN_ROLE_PUBLISHER,
                                            3600, text, sizeof text, &token.len)))
        return 1;
    puts(text);
    if (print_token(token))
        return 1;

    /* It is good for uid 42, and for nobody else. */
    if (failed("check", agora_token_check_rtc_uid(issuer, token, channel, 42, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 0)))
        return 1;
    agora_token_status status = agora_token_check_rtc_uid(issuer, token, channel, 43, AGORA_TOKEN_RTC_JOIN_CHANNEL, 0);
    printf("uid 43: %s\n", agora_token_status_message(status));
    return status != AGORA_TOKEN_WRONG_USER;
}

int main(int argc, char **argv)
{
    const char *app_id = argc == 3 ? argv[1] : "970CA35de60c44645bbae8a215061b33";
    const char *certificate = argc == 3 ? argv[2] : "5CFd2fd1755d40ecb72977518be15d3b";

    agora_token_issuer *issuer;
    if (failed("issuer", agora_token_issuer_new(agora_token_cstr(app_id), agora_token_cstr(certificate), &issuer)))
        return 1;
    int exit_code = run(issuer);
    agora_token_issuer_free(issuer);
    return exit_code;
}
