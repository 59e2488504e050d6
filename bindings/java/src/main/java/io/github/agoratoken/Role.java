// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** What a user may do in an RTC channel. */
public enum Role {
    /** May join a channel and publish audio, video and data. */
    PUBLISHER(1),
    /**
     * May join a channel. Agora refuses to let a subscriber publish only where co-host authentication is switched on
     * for the project.
     */
    SUBSCRIBER(2);

    private final int number;

    Role(int number) {
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

    static Role of(int number) {
        for (Role each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("Role has no number " + number);
    }
}
