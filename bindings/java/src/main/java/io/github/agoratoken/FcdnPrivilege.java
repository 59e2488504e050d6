// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of FCDN. */
public enum FcdnPrivilege implements Privilege {
    /** Publish. */
    PUBLISH(1),
    /** Play. */
    PLAY(2);

    private final int number;

    FcdnPrivilege(int number) {
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

    static FcdnPrivilege of(int number) {
        for (FcdnPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("FcdnPrivilege has no number " + number);
    }
}
