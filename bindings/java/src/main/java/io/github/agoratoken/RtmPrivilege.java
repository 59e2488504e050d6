// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of RTM. */
public enum RtmPrivilege implements Privilege {
    /** Log in. (Inside a 006 token it is 1000; builder, getters and checks call it 1 there too.) */
    LOGIN(1);

    private final int number;

    RtmPrivilege(int number) {
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

    static RtmPrivilege of(int number) {
        for (RtmPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("RtmPrivilege has no number " + number);
    }
}
