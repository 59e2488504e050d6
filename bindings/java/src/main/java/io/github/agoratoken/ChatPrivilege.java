// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** The privileges of Chat. */
public enum ChatPrivilege implements Privilege {
    /** Act as one user. */
    USER(1),
    /** Act for the whole app, as its backend does. */
    APP(2);

    private final int number;

    ChatPrivilege(int number) {
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

    static ChatPrivilege of(int number) {
        for (ChatPrivilege each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("ChatPrivilege has no number " + number);
    }
}
