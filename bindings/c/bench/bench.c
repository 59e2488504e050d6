/*
 * What a call costs a C program: the whole call, clock and salt included.
 *
 *     bench NAME             a line for each work: NAME, the work, a tab, nanoseconds for a call
 *     bench NAME WORK COUNT  makes COUNT calls of one work and prints nothing, for callgrind
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agora_token.h"

enum { ROUNDS = 200, CALLS = 2000, TOKENS = 64 };

static const char CHANNEL[] = "0123456789abcdef0123456789abcdef";

static const agora_token_issuer *issuer;

/* What is verified and checked: many, since a token's salt moves the time by some percent. */
static char tokens_006[TOKENS][AGORA_TOKEN_MAX_LEN + 1], tokens_007[TOKENS][AGORA_TOKEN_MAX_LEN + 1];

static agora_token_str next_of(char tokens[TOKENS][AGORA_TOKEN_MAX_LEN + 1])
{
    static size_t next;
    return agora_token_cstr(tokens[next++ % TOKENS]);
}

static void require(agora_token_status status)
{
    if (status != AGORA_TOKEN_OK) {
        fprintf(stderr, "bench: %s\n", agora_token_status_message(status));
        exit(1);
    }
}

static void build(uint32_t version, char *token)
{
    size_t len;
    require(agora_token_rtc_uid(issuer, version, agora_token_cstr(CHANNEL), 42, AGORA_TOKEN_ROLE_PUBLISHER, 3600, token,
        AGORA_TOKEN_MAX_LEN + 1, &len));
}

static void build_007(void)
{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    build(AGORA_TOKEN_VERSION_007, token);
}

static void build_006(void)
{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    build(AGORA_TOKEN_VERSION_006, token);
}

static void verify_007(void)
{
    require(agora_token_verify(issuer, next_of(tokens_007), 0));
}

static void check(agora_token_str token)
{
    require(agora_token_check_rtc_uid(issuer, token, agora_token_cstr(CHANNEL), 42, AGORA_TOKEN_RTC_JOIN_CHANNEL, 0));
}

static void check_007(void)
{
    check(next_of(tokens_007));
}

static void check_006(void)
{
    check(next_of(tokens_006));
}

static const struct {
    const char *name;
    void (*call)(void);
} WORKS[] = {
    {"build 007", build_007},
    {"build 006", build_006},
    {"verify 007", verify_007},
    {"check 007", check_007},
    {"check 006", check_006},
};
enum { WORK_COUNT = sizeof WORKS / sizeof WORKS[0] };

static void repeat(void (*call)(void), long count)
{
    for (long i = 0; i < count; i++)
        call();
}

static double nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}

/* The works in turn, and the least of all rounds: what else the machine does only delays a round. */
static void print_times(const char *name)
{
    double least[WORK_COUNT];
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < WORK_COUNT; i++) {
            double start = nanoseconds();
            repeat(WORKS[i].call, CALLS);
            double time = (nanoseconds() - start) / CALLS;
            if (round == 0 || time < least[i])
                least[i] = time;
        }
    }
    for (int i = 0; i < WORK_COUNT; i++)
        printf("%s %s\t%.1f\n", name, WORKS[i].name, least[i]);
}

static int repeat_work(const char *name, long count)
{
    for (int i = 0; i < WORK_COUNT; i++) {
        if (strcmp(WORKS[i].name, name) == 0) {
            repeat(WORKS[i].call, count);
            return 0;
        }
    }
    fprintf(stderr, "bench: no work is called \"%s\"\n", name);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4) {
        fprintf(stderr, "usage: bench NAME [WORK COUNT]\n");
        return 2;
    }
    agora_token_issuer *own;
    require(agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
        agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &own));
    issuer = own;
    for (int i = 0; i < TOKENS; i++) {
        build(AGORA_TOKEN_VERSION_007, tokens_007[i]);
        build(AGORA_TOKEN_VERSION_006, tokens_006[i]);
    }
    int result = 0;
    if (argc == 4)
        result = repeat_work(argv[2], strtol(argv[3], NULL, 10));
    else
        print_times(argv[1]);
    agora_token_issuer_free(own);
    return result;
}
