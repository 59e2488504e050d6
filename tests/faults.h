/*
 * A clock and a random source that fail. What is defined here goes before the C library's own: in a program, or in a
 * library that LD_PRELOAD names. The one file that includes this says what is played.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Whether a Unix time is played, and which. */
static int played_time(time_t *seconds);

/* The error of each call for random bytes; 0 plays nothing. */
static int random_error(void);

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (clock != CLOCK_REALTIME || !played_time(&now->tv_sec))
        return (int)syscall(SYS_clock_gettime, clock, now);
    now->tv_nsec = 0;
    return 0;
}

/* The library asks by the system call, whatever the C library has of its own. */
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

#endif
