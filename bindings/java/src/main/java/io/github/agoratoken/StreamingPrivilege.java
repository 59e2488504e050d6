// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of Streaming. */
public enum StreamingPrivilege implements Privilege {
    /** Publish a mixed stream. */
    PUBLISH_MIX(1),
    /** Publish a raw stream. */
    PUBLISH_RAW(2);

    private final int number;

    StreamingPrivilege(int number) {
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

    static StreamingPrivilege of(int number) {
        for (StreamingPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("StreamingPrivilege has no number " + number);
    }
}
