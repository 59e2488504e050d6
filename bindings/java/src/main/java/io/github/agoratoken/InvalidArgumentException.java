package io.github.agoratoken;

import org.jspecify.annotations.Nullable;

/**
 * What was given is wrong: a name, a number, a lifetime. A token that is read or checked can be the cause of {@link
 * Status#NO_SERVICE} and {@link Status#UNSUPPORTED_IN_VERSION}.
 */
public final class InvalidArgumentException extends AgoraTokenException {
    private static final long serialVersionUID = 1;

    /**
     * For rules of your own that stand beside the library's.
     *
     * @param status which rule it is
     * @param message what is wrong and what would be right
     */
    public InvalidArgumentException(Status status, String message) {
        this(status.number(), message, null);
    }

    InvalidArgumentException(int number, String message, @Nullable Explanation explanation) {
        super(number, message, explanation);
    }
}
