package io.github.agoratoken;

/** What becomes of a request: a {@link Policy}, which says what its sender may be given, or a {@link Refusal}. */
public abstract class Decision {
    Decision() {}

    abstract Response answer(Endpoint endpoint, Request request);
}
