package io.github.agoratoken;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the servlet and the handler have in common. */
final class Host {
    /**
     * How much is read of a body that is too large. Many clients send all of it before they read the answer, and see
     * none where the connection is closed before.
     */
    private static final int MAX_DRAINED = 16 * 1024 * 1024;

    private static final Refusal FORBIDDEN = new Refusal(403, "Forbidden");

    private Host() {}

    static <R> Response answer(
            Endpoint endpoint,
            Authorizer<R> authorizer,
            R sender,
            String method,
            String target,
            @Nullable String origin,
            InputStream body)
            throws Exception {
        String from = origin == null ? "" : origin;
        Decision decision = method.equals("OPTIONS") ? Policy.OPEN : authorizer.authorize(sender);
        byte[] read;
        try {
            read = read(body, decision instanceof Policy);
        } catch (IOException cut) {
            Request request = Request.ofBytes(method, target, from, new byte[0]);
            return endpoint.error(400, "the body could not be read", request);
        }
        Request request = Request.ofBytes(method, target, from, read);
        return Optional.ofNullable(decision).orElse(FORBIDDEN).answer(endpoint, request);
    }

    /** The body, of which the first byte too many is the last that is kept. */
    private static byte[] read(InputStream body, boolean mayAsk) throws IOException {
        byte[] kept = body.readNBytes(Endpoint.MAX_BODY + 1);
        if (kept.length > Endpoint.MAX_BODY && mayAsk) {
            byte[] rest = new byte[64 * 1024];
            for (int drained = 0, count = 0; drained < MAX_DRAINED && count >= 0; drained += count) {
                count = body.read(rest);
            }
        }
        return kept;
    }

    /** Path and query from where the endpoint is mounted, as they came. */
    static String below(String root, String path, @Nullable String query) {
        String mounted = path.startsWith(root) ? path.substring(root.length()) : path;
        return query == null ? mounted : mounted + "?" + query;
    }
}
