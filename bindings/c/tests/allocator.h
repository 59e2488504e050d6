/*
 * Every function that allocates, for the program and the library in it. The program is linked with --wrap for each of
 * them, and its one file that includes this says when there is memory.
 */
#ifndef ALLOCATOR_H
#define ALLOCATOR_H

#include <errno.h>
#include <stdlib.h>

/* Asked before each allocation: 0 where there is to be no memory. */
static int may_allocate(void);

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
int __real_posix_memalign(void **out, size_t alignment, size_t size);

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return may_allocate() ? __real_realloc(old, size) : NULL;
}

int __wrap_posix_memalign(void **out, size_t alignment, size_t size)
{
    return may_allocate() ? __real_posix_memalign(out, alignment, size) : ENOMEM;
}

#endif
