/*
 * Every test of the C ABI, while each block of memory that the program or the library gives back is looked into for
 * the certificate: its text, its bytes, and HMAC's two blocks of it. Linked with --wrap for each function that frees.
 * The keys made from it are the matter of tests/secret.rs. The last line is "N passed, N failed".
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#define CERTIFICATE "5CFd2fd1755d40ecb72977518be15d3b"
#define LEN (sizeof CERTIFICATE - 1)

/* So many bytes of it in a row are a find. */
#define PART 8

struct harness harness;

static struct {
    unsigned char bytes[LEN];
    size_t len;
} secrets[4];

/* The program frees through functions that the compiler takes for strangers to these. */
static volatile long blocks, found;
static volatile size_t bytes;

static void list_secrets(void)
{
    for (size_t i = 0; i < LEN; i++) {
        secrets[0].bytes[i] = (unsigned char)CERTIFICATE[i];
        secrets[1].bytes[i] = CERTIFICATE[i] ^ 0x36;
        secrets[2].bytes[i] = CERTIFICATE[i] ^ 0x5c;
    }
    for (size_t i = 0; i < LEN / 2; i++) {
        const char digits[3] = {CERTIFICATE[2 * i], CERTIFICATE[2 * i + 1], '\0'};
        secrets[3].bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    for (int i = 0; i < 4; i++)
        secrets[i].len = i == 3 ? LEN / 2 : LEN;
}

static int holds_a_secret(const unsigned char *block, size_t size)
{
    for (size_t at = 0; at + PART <= size; at++)
        for (int i = 0; i < 4; i++)
            for (size_t part = 0; part + PART <= secrets[i].len; part++)
                if (block[at] == secrets[i].bytes[part] && memcmp(block + at, secrets[i].bytes + part, PART) == 0)
                    return 1;
    return 0;
}

void *__real_malloc(size_t size);
void __real_free(void *block);

void __wrap_free(void *block)
{
    if (block) {
        size_t size = malloc_usable_size(block);
        blocks++;
        bytes += size;
        found += holds_a_secret(block, size);
        /* What is found is found once, and not in the next block of this memory too. */
        memset(block, 0, size);
    }
    __real_free(block);
}

/* A block that grows may move and leave its bytes behind: here each does. */
void *__wrap_realloc(void *old, size_t size)
{
    void *block = malloc(size);
    if (block && old) {
        size_t had = malloc_usable_size(old);
        memcpy(block, old, had < size ? had : size);
        __wrap_free(old);
    }
    return block;
}

static void free_a_block_with(const unsigned char *secret, size_t len)
{
    unsigned char *block = malloc(len + 5);
    memcpy(block + 5, secret, len);
    free(block);
}

static void what_is_freed_without_a_wipe_is_seen(void)
{
    for (int i = 0; i < 4; i++) {
        found = 0;
        free_a_block_with(secrets[i].bytes, secrets[i].len);
        free_a_block_with(secrets[i].bytes + secrets[i].len - PART, PART);
        CHECK(found == 2);
        unsigned char *grown = malloc(LEN);
        memcpy(grown, secrets[i].bytes, secrets[i].len);
        grown = realloc(grown, 2 * LEN);
        CHECK(found == 3);
        memset(grown, 0, 2 * LEN);
        free(grown);
        CHECK(found == 3);
    }
}

static void no_freed_block_holds_the_certificate(void)
{
    blocks = found = 0;
    bytes = 0;
    run_abi_tests();
    printf("freed: %ld blocks, %zu bytes: every test of the C ABI\n", blocks, bytes);
    CHECK(found == 0);
    CHECK(blocks > 100);
}

int main(void)
{
    list_secrets();
    RUN(what_is_freed_without_a_wipe_is_seen);
    RUN(no_freed_block_holds_the_certificate);
    printf("%d passed, %d failed\n", harness.passed, harness.failed);
    return harness.failed != 0;
}
