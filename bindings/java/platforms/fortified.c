/* What Debian's zlib, which is built for glibc, asks for beyond what musl has. */
#include <stdarg.h>
#include <stdio.h>

int __vsnprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, va_list values) {
    return vsnprintf(out, size, format, values);
}

int __snprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int written = vsnprintf(out, size, format, values);
    va_end(values);
    return written;
}
