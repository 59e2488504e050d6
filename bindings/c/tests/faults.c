/*
 * A system that fails the library: no clock, no random bytes, no files, no memory. Linked with --wrap for each function
 * that allocates. The last line is "N passed, N failed".
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "../../../tests/faults.h"
#include "allocator.h"
#include "harness.h"
#include "record.h"

struct harness harness;

#define OUT token, sizeof token, &len
#define S(text) agora_token_cstr(text)

/* The Unix time, the error of the random source and the lack of memory that are played; 0 plays nothing. */
static time_t unix_time;
static int error_for_random;
static int out_of_memory;

static int played_time(time_t *seconds)
{
    if (unix_time != 0)
        *seconds = unix_time;
    return unix_time != 0;
}

static int random_error(void)
{
    return error_for_random;
}

static int may_allocate(void)
{
    return !out_of_memory;
}

static agora_token_status make(agora_token_issuer **out)
{
    return agora_token_issuer_new(S("970CA35de60c44645bbae8a215061b33"), S("5CFd2fd1755d40ecb72977518be15d3b"), out);
}

static agora_token_issuer *sample_issuer(void)
{
    agora_token_issuer *issuer;
    CHECK_OK(make(&issuer));
    return issuer;
}

/* Runs a function in a process of its own, which ends with what it returns; the answer is what waitpid tells. */
static int in_child(int (*run)(void))
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        /* What a process says that is to fail belongs to no test's output. */
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDERR_FILENO);
        _exit(run());
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

static int exited_with(int status, int code)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

static void a_clock_out_of_range_is_an_error_and_writes_nothing(void)
{
    static const time_t times[] = {LONG_MIN, -1, 4294967296, LONG_MAX};
    agora_token_issuer *issuer = sample_issuer();
    char token[AGORA_TOKEN_MAX_LEN + 1] = "untouched";
    size_t len = 7;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        agora_token_builder *builder;
        CHECK_OK(agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_007, &builder));
        CHECK_OK(agora_token_builder_add_rtm(builder, S("ann")));
        unix_time = times[i];
        CHECK_STATUS(agora_token_rtm(issuer, AGORA_TOKEN_VERSION_006, S("ann"), 60, OUT), AGORA_TOKEN_CLOCK_FAILED);
        CHECK_STATUS(agora_token_fpa(issuer, OUT), AGORA_TOKEN_CLOCK_FAILED);
        CHECK_STATUS(agora_token_builder_build(builder, OUT), AGORA_TOKEN_CLOCK_FAILED);
        unix_time = 0;
        agora_token_builder_free(builder);
    }
    CHECK(strcmp(token, "untouched") == 0 && len == 7);
    agora_token_issuer_free(issuer);
}

static void a_check_needs_a_clock_or_the_time(void)
{
    agora_token_issuer *issuer = sample_issuer();
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    CHECK_OK(agora_token_fpa(issuer, OUT));
    uint64_t now = (uint64_t)time(NULL);
    unix_time = -1;
    CHECK_STATUS(agora_token_verify(issuer, S(token), 0), AGORA_TOKEN_CLOCK_FAILED);
    CHECK_OK(agora_token_verify(issuer, S(token), now));
    /* After 2106 the clock can be read, and nothing is taken for younger than it is. */
    unix_time = 4294967296 + (time_t)now;
    CHECK_STATUS(agora_token_verify(issuer, S(token), 0), AGORA_TOKEN_EXPIRED);
    unix_time = 0;
    agora_token_issuer_free(issuer);
}

static int refused_for_want_of_random_bytes(void)
{
    agora_token_issuer *issuer = (agora_token_issuer *)&error_for_random;
    return make(&issuer) != AGORA_TOKEN_RANDOM_FAILED || issuer != NULL;
}

static void a_random_source_that_fails_is_an_error(void)
{
    /* The last two are those of a kernel from before Linux 3.17 and of a sandbox that forbids the call. */
    static const int errors[] = {EIO, EAGAIN, EFAULT, ENOSYS, EPERM};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        error_for_random = errors[i];
        CHECK(exited_with(in_child(refused_for_want_of_random_bytes), 0));
    }
    error_for_random = 0;
}

static agora_token_issuer *shared;

static int has_no_token_in_a_child(void)
{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    error_for_random = EIO;
    return agora_token_fpa(shared, OUT) != AGORA_TOKEN_RANDOM_FAILED;
}

static void a_forked_child_without_random_bytes_makes_no_token(void)
{
    shared = sample_issuer();
    CHECK(exited_with(in_child(has_no_token_in_a_child), 0));
    agora_token_issuer_free(shared);
}

static void the_one_call_functions_work_where_no_memory_is_to_be_had(void)
{
    agora_token_issuer *issuer = sample_issuer();
    CHECK_OK(each_one_call(issuer));
    out_of_memory = 1;
    agora_token_status status = each_one_call(issuer);
    out_of_memory = 0;
    CHECK_OK(status);
    agora_token_issuer_free(issuer);
}

static int goes_on_without_memory(void)
{
    agora_token_issuer *issuer;
    out_of_memory = 1;
    return make(&issuer);
}

/* As the header says. */
static void a_handle_for_which_there_is_no_memory_ends_the_process(void)
{
    int status = in_child(goes_on_without_memory);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    RUN(a_random_source_that_fails_is_an_error);
    RUN(a_forked_child_without_random_bytes_makes_no_token);
    RUN(a_clock_out_of_range_is_an_error_and_writes_nothing);
    RUN(a_check_needs_a_clock_or_the_time);
    RUN(the_one_call_functions_work_where_no_memory_is_to_be_had);
    RUN(a_handle_for_which_there_is_no_memory_ends_the_process);
    printf("%d passed, %d failed\n", harness.passed, harness.failed);
    return harness.failed != 0;
}
