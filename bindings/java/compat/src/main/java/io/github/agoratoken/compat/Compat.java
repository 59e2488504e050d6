package io.github.agoratoken.compat;

/**
 * Whether what Agora's rules refuse is an exception. Otherwise the token is made all the same, as Agora's package makes
 * it, and the logger {@value #LOGGER} says once a process for each kind of mistake what would be right.
 */
public final class Compat {
    /** The name of the {@link System.Logger} that the warnings go to. */
    public static final String LOGGER = "io.github.agoratoken.compat";

    private static volatile boolean strict = Boolean.getBoolean("io.github.agoratoken.compat.strict");

    private Compat() {}

    /**
     * Makes mistakes exceptions, or warnings again. The JVM's property {@code io.github.agoratoken.compat.strict=true}
     * does the same from the start.
     *
     * @param on whether a mistake is an {@link io.github.agoratoken.InvalidArgumentException}
     */
    public static void strict(boolean on) {
        strict = on;
    }

    /**
     * Whether mistakes are exceptions.
     *
     * @return whether they are
     */
    public static boolean isStrict() {
        return strict;
    }
}
