package io.github.agoratoken;

import org.jspecify.annotations.Nullable;

/**
 * Looks at a request in the host's own way, by a session, a header or a certificate, and says what its sender may be
 * given.
 *
 * @param <R> the host's own class of requests
 */
@FunctionalInterface
public interface Authorizer<R> {
    /**
     * Decides. It is not asked of an OPTIONS request, since browsers send their preflights without credentials.
     *
     * @param request the host's request
     * @return a {@link Policy} or a {@link Refusal}; null is 403 Forbidden: one that forgets to answer opens nothing
     * @throws Exception it could not be told, which is answered with 500 and opens nothing either
     */
    @Nullable Decision authorize(R request) throws Exception;
}
