package io.github.agoratoken;

import org.jspecify.annotations.Nullable;

/**
 * The text is not a token that this library reads.
 */
public final class UnreadableTokenException extends AgoraTokenException {
    private static final long serialVersionUID = 1;

    UnreadableTokenException(int number, String message, @Nullable Explanation explanation) {
        super(number, message, explanation);
    }
}
