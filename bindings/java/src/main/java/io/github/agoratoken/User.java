package io.github.agoratoken;

import java.util.Objects;

/** Who joins an RTC channel: a numeric uid, or a user account. The account "42" and the uid 42 are the same user. */
public final class User {
    /** Any user: whoever holds the token may join under any uid. */
    public static final User ANY = new User(Integer.toUnsignedString(Abi.UID_ANY), true);

    private final String name;
    private final boolean isUid;

    private User(String name, boolean isUid) {
        this.name = name;
        this.isUid = isUid;
    }

    /**
     * A numeric uid.
     *
     * @param uid from 1 to 4294967295; 0 is {@link #ANY}
     * @return the user
     * @throws InvalidArgumentException it does not fit 32 bits ({@link Status#OUT_OF_RANGE})
     */
    public static User uid(long uid) {
        Numbers.u32(uid, "uid");
        return uid == Abi.UID_ANY ? ANY : new User(Long.toString(uid), true);
    }

    /**
     * A user account, which is a string uid.
     *
     * @param account 1 to 255 bytes of UTF-8 without control characters, which is checked where a token is made
     * @return the user
     */
    public static User account(String account) {
        return new User(Objects.requireNonNull(account, "account is null"), false);
    }

    boolean isUid() {
        return isUid;
    }

    int uid() {
        return Integer.parseUnsignedInt(name);
    }

    /** As it stands in a token, where "" is any user. */
    String inToken() {
        return this == ANY ? "" : name;
    }

    String account() {
        return name;
    }

    /** Whether the other is the same kind of user of the same name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof User && ((User) other).isUid == isUid && ((User) other).name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, isUid);
    }

    @Override
    public String toString() {
        return isUid ? "uid " + name : "account " + name;
    }
}
