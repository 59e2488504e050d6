/*
 * A token of a program without a shared library, in a process that can open no file: no /dev/urandom either, as in an
 * image that holds the program alone.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>

#include "agora_token.h"

int main(void)
{
    const struct rlimit none = {0, 0};
    agora_token_issuer *issuer;
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    if (setrlimit(RLIMIT_NOFILE, &none) != 0 || open("/dev/urandom", O_RDONLY) >= 0) {
        fputs("files can still be opened\n", stderr);
        return 2;
    }
    agora_token_status status = agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
                                                       agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &issuer);
    if (status == AGORA_TOKEN_OK) {
        status = agora_token_fpa(issuer, token, sizeof token, &len);
        agora_token_issuer_free(issuer);
    }
    puts(status == AGORA_TOKEN_OK ? token : agora_token_status_message(status));
    return status != AGORA_TOKEN_OK;
}
