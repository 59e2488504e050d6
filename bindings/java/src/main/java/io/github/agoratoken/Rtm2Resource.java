// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** What a permission of RTM2 is about. */
public enum Rtm2Resource {
    /** Message channels. */
    MESSAGE_CHANNELS(0),
    /** Stream channels. */
    STREAM_CHANNELS(1),
    /** Group channels. */
    GROUP_CHANNELS(2),
    /** Server groups. */
    SERVER_GROUPS(3),
    /** Users. */
    USERS(4);

    private final int number;

    Rtm2Resource(int number) {
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

    static Rtm2Resource of(int number) {
        for (Rtm2Resource each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("Rtm2Resource has no number " + number);
    }
}
