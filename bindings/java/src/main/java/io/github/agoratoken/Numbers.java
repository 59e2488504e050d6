package io.github.agoratoken;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers and times as C's types can hold them: never rounded, never cut. */
final class Numbers {
    private static final long U32_MAX = 0xFFFFFFFFL;

    private Numbers() {}

    static int u32(long value, String name) {
        if (value < 0 || value > U32_MAX) {
            throw AgoraTokenException.of(Status.OUT_OF_RANGE, name + " must be from 0 to " + U32_MAX);
        }
        return (int) value;
    }

    static short i16(int value, String name) {
        if (value != (short) value) {
            throw AgoraTokenException.of(Status.OUT_OF_RANGE, name + " must be from -32768 to 32767");
        }
        return (short) value;
    }

    /** A lifetime in seconds. */
    static int seconds(Duration lifetime, String name) {
        Objects.requireNonNull(lifetime, () -> name + " is null");
        if (lifetime.isNegative()) {
            throw AgoraTokenException.of(Status.BAD_EXPIRY, name + " must not be negative: it is from now");
        }
        if (lifetime.getNano() != 0) {
            throw AgoraTokenException.of(Status.BAD_EXPIRY, name + " must be whole seconds");
        }
        if (lifetime.getSeconds() > U32_MAX) {
            throw AgoraTokenException.of(Status.EXPIRY_LOOKS_ABSOLUTE.number(), null);
        }
        return (int) lifetime.getSeconds();
    }

    /** The time of a check in Unix seconds, where 0 is the system clock. */
    static long time(@Nullable Instant now) {
        if (now == null) {
            return 0;
        }
        if (now.getEpochSecond() < 1) {
            throw AgoraTokenException.of(Status.OUT_OF_RANGE, "now must be after 1970-01-01T00:00:00Z");
        }
        return now.getEpochSecond();
    }

    /** A time of the library's, where 0 is none. */
    static @Nullable Instant instant(long unixSeconds) {
        return unixSeconds == 0 ? null : Instant.ofEpochSecond(unixSeconds);
    }
}
