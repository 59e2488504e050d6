// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of FPA. */
public enum FpaPrivilege implements Privilege {
    /** Log in. */
    LOGIN(1);

    private final int number;

    FpaPrivilege(int number) {
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

    static FpaPrivilege of(int number) {
        for (FpaPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("FpaPrivilege has no number " + number);
    }
}
