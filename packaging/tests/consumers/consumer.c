/*
 * consumer token          prints a token for uid 42 in "room"
 * consumer check TOKEN    reads a token, and says whether it is good for that
 */
#include <stdio.h>
#include <string.h>

#include <agora_token.h>

static agora_token_status print_token(const agora_token_issuer *issuer)
{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    agora_token_status status = agora_token_rtc_uid(issuer, AGORA_TOKEN_VERSION_007, agora_token_cstr("room"), 42,
                                                    AGORA_TOKEN_ROLE_PUBLISHER, 3600, token, sizeof token, &len);
    if (status == AGORA_TOKEN_OK)
        puts(token);
    return status;
}

static agora_token_status check(const agora_token_issuer *issuer, agora_token_str token)
{
    agora_token_info *info;
    agora_token_status status = agora_token_parse(token, &info);
    if (status == AGORA_TOKEN_OK) {
        agora_token_str channel = agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_CHANNEL);
        agora_token_str account = agora_token_info_field(info, 0, AGORA_TOKEN_FIELD_ACCOUNT);
        printf("channel %s, account %s\n", channel.data, account.data);
        agora_token_info_free(info);
        status = agora_token_check_rtc_uid(issuer, token, agora_token_cstr("room"), 42,
                                           AGORA_TOKEN_RTC_PUBLISH_AUDIO, 0);
    }
    return status;
}

int main(int argc, char **argv)
{
    int is_token = argc == 2 && strcmp(argv[1], "token") == 0;
    int is_check = argc == 3 && strcmp(argv[1], "check") == 0;
    if (!is_token && !is_check) {
        fprintf(stderr, "usage: %s token | check TOKEN\n", argv[0]);
        return 2;
    }

    agora_token_issuer *issuer;
    agora_token_status status = agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
                                                       agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &issuer);
    if (status == AGORA_TOKEN_OK)
        status = is_token ? print_token(issuer) : check(issuer, agora_token_cstr(argv[2]));
    if (status != AGORA_TOKEN_OK)
        fprintf(stderr, "%s\n", agora_token_status_message(status));
    agora_token_issuer_free(issuer);
    return status != AGORA_TOKEN_OK;
}
