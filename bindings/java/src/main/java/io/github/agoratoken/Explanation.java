package io.github.agoratoken;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is good for a use, why not, and what to do: what {@link Issuer#explain} says.
 *
 * <p>The sentences may become better in later versions: {@link #status()} is for programs.
 */
public final class Explanation {
    private final Map<String, @Nullable Object> members;

    private Explanation(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    static Explanation of(String json) {
        return new Explanation(Json.flat(json));
    }

    /**
     * The status.
     *
     * @return {@link Status#OK} for a good token
     */
    public Status status() {
        return Status.of(statusNumber());
    }

    /**
     * Whether the token is good.
     *
     * @return as said
     */
    public boolean good() {
        return (Boolean) required("good");
    }

    /**
     * The number of the status in the C header; 0 for a good token. A token that Agora has cut after 24 hours has
     * that of {@link Status#EXPIRED} here, though a check finds it good.
     *
     * @return as said
     */
    public int statusNumber() {
        return ((Long) required("status")).intValue();
    }

    /**
     * The name of the status, such as "WRONG_CHANNEL"; "OK" for a good token.
     *
     * @return as said
     */
    public String name() {
        return (String) required("name");
    }

    /**
     * Why the token is not good, in a sentence.
     *
     * @return null for a good token
     */
    public @Nullable String reason() {
        return (String) members.get("reason");
    }

    /**
     * What the token has in place of what was asked, for people: names between quotes, cut at 512 bytes.
     *
     * @return null where there is nothing to say
     */
    public @Nullable String found() {
        return (String) members.get("found");
    }

    /**
     * What was asked for, written as {@link #found()} is.
     *
     * @return null where {@link #found()} is
     */
    public @Nullable String asked() {
        return (String) members.get("asked");
    }

    /**
     * What to do.
     *
     * @return null for a good token
     */
    public @Nullable String advice() {
        return (String) members.get("advice");
    }

    /**
     * The error by which the RTC SDK reports the token to who joins with it: 109 where it has expired, 110 otherwise.
     *
     * @return null for a good token, and where something else than joining was asked about
     */
    public @Nullable Integer sdkError() {
        Long number = (Long) members.get("sdk_error");
        return number == null ? null : number.intValue();
    }

    /**
     * Until when a good token is good, or when one that has expired did.
     *
     * @return null where neither is so
     */
    public @Nullable Instant expiresAt() {
        Long seconds = (Long) members.get("expires_at");
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /**
     * When Agora takes the token for expired, where {@link #expiresAt()} is more than the 24 hours that it honours.
     *
     * @return null where it is not
     */
    public @Nullable Instant cutAt() {
        Long seconds = (Long) members.get("cut_at");
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /**
     * The time it was looked at.
     *
     * @return as said
     */
    public Instant now() {
        return Instant.ofEpochSecond((Long) required("now"));
    }

    private Object required(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    @Override
    public String toString() {
        return good() ? "good" : name() + ": " + reason();
    }
}
