/* A clock and a random source that fail, for a program under LD_PRELOAD: FAULT_TIME is the Unix time that it is told,
 * FAULT_RANDOM the error number of each call for random bytes. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "../../tests/faults.h"

static int played_time(time_t *seconds)
{
    const char *time = getenv("FAULT_TIME");
    if (time)
        *seconds = strtoll(time, NULL, 10);
    return time != NULL;
}

static int random_error(void)
{
    const char *error = getenv("FAULT_RANDOM");
    return error ? atoi(error) : 0;
}

/* Rust's standard library asks the C library. */
ssize_t getrandom(void *bytes, size_t count, unsigned flags)
{
    return syscall(SYS_getrandom, bytes, count, flags);
}
