package io.github.agoratoken;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a request is turned away.
 *
 * <pre>{@code
 * return new Refusal(401, "log in first").challenge("Bearer");
 * }</pre>
 */
public final class Refusal extends Decision {
    private final int status;
    private final String message;
    private final @Nullable String challenge;

    /**
     * Turns the request away.
     *
     * @param status the HTTP status, from 400 to 599
     * @param message what the sender reads, as {@code {"error":"…"}}
     */
    public Refusal(int status, String message) {
        this(status, Objects.requireNonNull(message, "message is null"), null);
    }

    private Refusal(int status, String message, @Nullable String challenge) {
        this.status = status;
        this.message = message;
        this.challenge = challenge;
    }

    /**
     * Asks for credentials, as a 401 must.
     *
     * @param challenge the WWW-Authenticate header, such as {@code Bearer}
     * @return the same refusal with it
     */
    public Refusal challenge(String challenge) {
        return new Refusal(status, message, Objects.requireNonNull(challenge, "challenge is null"));
    }

    @Override
    Response answer(Endpoint endpoint, Request request) {
        Response response = endpoint.error(status, message, request);
        return challenge == null ? response : response.with("WWW-Authenticate", challenge);
    }
}
