// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of RTC. */
public enum RtcPrivilege implements Privilege {
    /** Join a channel. */
    JOIN_CHANNEL(1),
    /** Publish audio. */
    PUBLISH_AUDIO(2),
    /** Publish video. */
    PUBLISH_VIDEO(3),
    /** Publish a data stream. */
    PUBLISH_DATA(4);

    private final int number;

    RtcPrivilege(int number) {
        this.number = number;
    }

    /**
     * Its number in the token and in the C header.
     *
     * @return the number, which never changes
     */
    @Override
    public int number() {
        return number;
    }

    static RtcPrivilege of(int number) {
        for (RtcPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("RtcPrivilege has no number " + number);
    }
}
