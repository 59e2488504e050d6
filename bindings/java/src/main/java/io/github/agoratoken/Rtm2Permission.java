// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** What a permission of RTM2 allows. */
public enum Rtm2Permission {
    /** Read. */
    READ(0),
    /** Write. */
    WRITE(1);

    private final int number;

    Rtm2Permission(int number) {
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

    static Rtm2Permission of(int number) {
        for (Rtm2Permission each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("Rtm2Permission has no number " + number);
    }
}
