// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of RTM2. */
public enum Rtm2Privilege implements Privilege {
    /** Log in. */
    LOGIN(1);

    private final int number;

    Rtm2Privilege(int number) {
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

    static Rtm2Privilege of(int number) {
        for (Rtm2Privilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("Rtm2Privilege has no number " + number);
    }
}
