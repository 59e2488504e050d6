/* A small test harness: tests are functions with sentences for names, checks say what did not hold. */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdio.h>

#include "agora_token.h"

struct harness {
    int passed;
    int failed;
    int failures_of_this_test;
};

extern struct harness harness;

static inline void check_failed(const char *file, int line, const char *what)
{
    harness.failures_of_this_test++;
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

/* Goes on after a failure, so that handles are freed and the rest is seen. */
#define CHECK(condition) \
    do { \
        if (!(condition)) \
            check_failed(__FILE__, __LINE__, #condition); \
    } while (0)

#define CHECK_STATUS(call, expected) \
    do { \
        agora_token_status status_ = (call); \
        if (status_ != (expected)) { \
            check_failed(__FILE__, __LINE__, #call); \
            fprintf(stderr, "    it is %s, not %s\n", agora_token_status_name(status_), #expected); \
        } \
    } while (0)

#define CHECK_OK(call) CHECK_STATUS(call, AGORA_TOKEN_OK)

/* Counts the test that has just run. */
static inline void finish_test(const char *name)
{
    if (harness.failures_of_this_test == 0) {
        harness.passed++;
    } else {
        harness.failed++;
        fprintf(stderr, "FAILED: %s\n", name);
    }
    harness.failures_of_this_test = 0;
}

#define RUN(test) (test(), finish_test(#test))

/* The tests of the C ABI, and those with the official builders' tokens in the file `path`. */
void run_abi_tests(void);
void run_vector_tests(const char *path);

/* The tests with tests/explain.json; the path is that of the official builders' tokens. */
void run_explanation_tests(const char *vectors_path);

#endif
