/* A clock and a random source that fail, for a program under LD_PRELOAD: FAULT_TIME is the Unix time that it is told,
 * FAULT_RANDOM the error number of each call for random bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
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

static int random_error(void)
{
    const char *error = getenv("FAULT_RANDOM");
    return error ? atoi(error) : 0;
}

/* The library asks by the system call. */
long syscall(long number, ...)
{
    static long (*real)(long, ...);
    long arguments[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++)
        arguments[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_getrandom && random_error() != 0) {
        errno = random_error();
        return -1;
    }
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "syscall");
    return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

/* Rust's standard library asks the C library. */
ssize_t getrandom(void *bytes, size_t count, unsigned flags)
{
    return syscall(SYS_getrandom, bytes, count, flags);
}
