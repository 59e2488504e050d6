// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of Education. */
public enum ApaasPrivilege implements Privilege {
    /** Act as one user in one room. */
    ROOM_USER(1),
    /** Act as one user. */
    USER(2),
    /** Act for the whole app, as its backend does. */
    APP(3);

    private final int number;

    ApaasPrivilege(int number) {
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

    static ApaasPrivilege of(int number) {
        for (ApaasPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("ApaasPrivilege has no number " + number);
    }
}
