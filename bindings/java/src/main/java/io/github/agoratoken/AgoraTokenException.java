package io.github.agoratoken;

import org.jspecify.annotations.Nullable;

/**
 * A call failed. {@link #status()} says why, for programs, and the message what would be right, for people. Neither
 * shows anything that went in, so both can be logged: the App Certificate is never in them.
 *
 * <p>What is wrong with an argument is an {@link InvalidArgumentException}, a text that cannot be read as a token an
 * {@link UnreadableTokenException}, and a token that is not good a {@link TokenNotGoodException}. Everything else is
 * this class itself, as is a status that only a newer native library has.
 */
public class AgoraTokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The number of the status in the C header. */
    private final int number;

    private final transient @Nullable Explanation explanation;

    AgoraTokenException(int number, String message, @Nullable Explanation explanation) {
        super(message);
        this.number = number;
        this.explanation = explanation;
    }

    /**
     * Why it failed.
     *
     * @return the status, {@link Status#UNKNOWN} for one that only a newer native library has
     */
    public Status status() {
        return Status.of(number);
    }

    /**
     * The number of the status in the C header, which never changes.
     *
     * @return the number
     */
    public int statusNumber() {
        return number;
    }

    /**
     * Of a failed check: what the token has in place of what was asked, for people, with names between quotes.
     *
     * @return what was found; null where it tells no more than the message
     */
    public @Nullable String found() {
        return explanation == null ? null : explanation.found();
    }

    /**
     * What was asked for, written as {@link #found()} is.
     *
     * @return what was asked; null where {@link #found()} is
     */
    public @Nullable String asked() {
        return explanation == null ? null : explanation.asked();
    }

    static void raiseFor(int status) {
        if (status != 0) {
            throw of(status, null);
        }
    }

    static AgoraTokenException of(int status, @Nullable Explanation explanation) {
        String message = Abi.agora_token_status_message(status).getString(0, "UTF-8");
        return of(status, message, explanation);
    }

    static AgoraTokenException of(Status status, String message) {
        return of(status.number(), message, null);
    }

    private static AgoraTokenException of(int number, String message, @Nullable Explanation explanation) {
        if (Status.of(number) == Status.UNKNOWN) {
            return new AgoraTokenException(number, "status " + number + ": " + message, explanation);
        }
        if (number >= 300) {
            return new TokenNotGoodException(number, message, explanation);
        }
        if (number >= 200) {
            return new UnreadableTokenException(number, message, explanation);
        }
        Status status = Status.of(number);
        boolean isArgument = number >= 100 || status == Status.NOT_UTF8 || status == Status.OUT_OF_RANGE;
        return isArgument
                ? new InvalidArgumentException(number, message, explanation)
                : new AgoraTokenException(number, message, explanation);
    }
}
