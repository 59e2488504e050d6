// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** What went wrong. */
public enum Status {
    /** The call did what it says. */
    OK(0),
    /** A pointer that the call needs is NULL, or a string or list has a NULL pointer and a length above 0. */
    NULL_POINTER(1),
    /** A string is not UTF-8. (A token that is not is MALFORMED_TOKEN.) */
    NOT_UTF8(2),
    /**
     * The output buffer is too small. Nothing was written to it; *out_len is a length that is enough: try again with a
     * capacity of *out_len + 1.
     */
    BUFFER_TOO_SMALL(3),
    /** The `size` of a struct is none that this library knows: set it with the initialiser. */
    BAD_STRUCT_SIZE(4),
    /** A number is outside the range that the function's documentation gives. */
    OUT_OF_RANGE(5),
    /** A bug in the library was caught at its boundary: please report it. The program may go on; free the handle. */
    PANIC(6),
    /**
     * The operating system's random source failed, so there is no salt and no token. Only agora_token_issuer_new asks
     * it, and in a forked child the first token.
     */
    RANDOM_FAILED(7),
    /**
     * The system clock is before 1970 or, where a token is built, after February 2106. (A check that late says
     * EXPIRED.)
     */
    CLOCK_FAILED(8),
    /** The App ID is not 32 hexadecimal characters. */
    BAD_APP_ID(100),
    /** The App Certificate is not 32 hexadecimal characters. */
    BAD_APP_CERTIFICATE(101),
    /** The channel name breaks Agora's rule; from a check, the service has no channel. */
    BAD_CHANNEL(102),
    /** A user account, user id or uuid breaks Agora's rule; from a check, the service has no user. */
    BAD_ACCOUNT(103),
    /** The role is neither ROLE_PUBLISHER nor ROLE_SUBSCRIBER. */
    BAD_ROLE(104),
    /** The token version is neither VERSION_006 nor VERSION_007. */
    BAD_VERSION(105),
    /** The service is not one of the ten, or the call does not fit it. */
    BAD_SERVICE(106),
    /** A privilege, resource or permission is above 65535. */
    BAD_PRIVILEGE(107),
    /** The lifetime is 0, or a time of a 006 token would be above 4294967295 (February 2106). */
    BAD_EXPIRY(108),
    /** The lifetime is 1000000000 or more, so it is taken for a Unix time: lifetimes are seconds from now. */
    EXPIRY_LOOKS_ABSOLUTE(109),
    /** The token has no service. */
    NO_SERVICE(110),
    /** A string or a list is longer than the 65535 that the format can carry. */
    STRING_TOO_LONG(111),
    /**
     * This token version has no such thing: a 006 token carries exactly one RTC or RTM service, and its signature can
     * be checked only with a channel and a user.
     */
    UNSUPPORTED_IN_VERSION(112),
    /** The text is not a token, or it was cut or changed. */
    MALFORMED_TOKEN(200),
    /**
     * The text starts with three digits other than 006 and 007: a token of another version, or no token, such as an
     * App ID.
     */
    UNKNOWN_VERSION(201),
    /** The token is larger than the library handles: its content has more than 131072 bytes. */
    TOKEN_TOO_LARGE(202),
    /** The signature does not match: another App Certificate signed the token, or it was changed. */
    BAD_SIGNATURE(300),
    /** The token, or the privilege asked for, has expired. */
    EXPIRED(301),
    /** The token is for another App ID. */
    WRONG_APP(302),
    /** The token is for another channel. */
    WRONG_CHANNEL(303),
    /** The token is for another user. */
    WRONG_USER(304),
    /** The token does not carry the service or the privilege asked for. */
    NOT_GRANTED(305),
    /** One that this package does not know: the library is newer. */
    UNKNOWN(-1);

    private final int number;

    Status(int number) {
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

    static Status of(int number) {
        for (Status each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return UNKNOWN;
    }
}
