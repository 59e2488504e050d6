/* A clock and a random source that fail, for a program under LD_PRELOAD: FAULT_TIME is the Unix time that it is told,
 * FAULT_RANDOM the error number of each call for random bytes. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *seconds = getenv("FAULT_TIME");
    if (clock != CLOCK_REALTIME || !seconds)
        return (int)syscall(SYS_clock_gettime, clock, now);
    now->tv_sec = strtoll(seconds, NULL, 10);
    now->tv_nsec = 0;
    return 0;
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags)
{
    const char *error = getenv("FAULT_RANDOM");
    if (!error)
        return syscall(SYS_getrandom, bytes, count, flags);
    errno = atoi(error);
    return -1;
}
