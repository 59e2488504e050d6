package io.github.agoratoken;

import org.jspecify.annotations.Nullable;

/**
 * The token is not good for what was asked: its signature, lifetime, app, channel, user or privilege.
 */
public final class TokenNotGoodException extends AgoraTokenException {
    private static final long serialVersionUID = 1;

    TokenNotGoodException(int number, String message, @Nullable Explanation explanation) {
        super(number, message, explanation);
    }
}
