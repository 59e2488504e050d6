// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The version of a token. */
public enum Version {
    /**
     * Token version 006, "AccessToken": only RTC or RTM. Agora still takes it, but its holder can move letters between
     * channel and user: new projects use 007.
     */
    V006(6),
    /** Token version 007, "AccessToken2": every service. */
    V007(7);

    private final int number;

    Version(int number) {
        this.number = number;
    }

    /**
     * Its number in the token and in the C header.
     *
     * @return the number, which never changes
     */
    public int number() {
        return number;
    }

    static Version of(int number) {
        for (Version each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("Version has no number " + number);
    }
}
