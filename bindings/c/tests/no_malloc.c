/*
 * The one-call functions allocate nothing once a thread is warm. Linked with --wrap for each function that
 * allocates, so that every allocation of the program, the library's too, comes by here.
 */
#include <stdio.h>

#include "agora_token.h"
#include "allocator.h"
#include "record.h"

static long allocations;

static int may_allocate(void)
{
    allocations++;
    return 1;
}

int main(void)
{
    agora_token_issuer *issuer;
    agora_token_status status =
        agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
                               agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &issuer);
    /* That the issuer was counted shows that counting works. */
    long for_the_issuer = allocations;
    status |= each_one_call(issuer);
    long warm = allocations;
    for (int i = 0; i < 1000; i++)
        status |= each_one_call(issuer);
    long when_warm = allocations - warm;
    agora_token_issuer_free(issuer);
    printf("allocations: %ld for the issuer, %ld for %d tokens\n", for_the_issuer, when_warm, 1000 * EACH_ONE_CALL_COUNT);
    return status != AGORA_TOKEN_OK || for_the_issuer == 0 || when_warm != 0;
}
