package io.github.agoratoken;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * Serves an endpoint in the JDK's own HttpServer.
 *
 * <pre>{@code
 * server.createContext("/", new TokenHandler(new Endpoint(issuer), exchange -> {
 *     String user = sessions.userOf(exchange.getRequestHeaders().getFirst("Authorization"));
 *     return user == null
 *             ? new Refusal(401, "log in first").challenge("Bearer")
 *             : Policy.of(user).channels(List.of("room-*"));
 * }));
 * }</pre>
 *
 * <p>The server itself answers 400 where the path is no URI, such as {@code /rtm/%zz}.
 */
public final class TokenHandler implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(TokenHandler.class.getName());

    private final Endpoint endpoint;
    private final Authorizer<HttpExchange> authorizer;

    /**
     * Mounts an endpoint.
     *
     * @param endpoint what answers
     * @param authorizer what the sender of a request may be given; one that always gives {@link Policy#OPEN} opens the
     *     endpoint: whoever reaches it can have any token of the app
     */
    public TokenHandler(Endpoint endpoint, Authorizer<HttpExchange> authorizer) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint is null");
        this.authorizer = Objects.requireNonNull(authorizer, "authorizer is null: exchange -> Policy.OPEN is open");
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            send(exchange, answer(exchange));
        } finally {
            exchange.close();
        }
    }

    private Response answer(HttpExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String method = exchange.getRequestMethod();
        try {
            return Host.answer(
                    endpoint, authorizer, exchange, method, target(exchange), origin, exchange.getRequestBody());
        } catch (Exception mistake) {
            LOG.log(System.Logger.Level.ERROR, "the answer to " + method + " is 500", mistake);
            Request request = Request.ofBytes(method, "/", origin == null ? "" : origin, new byte[0]);
            return endpoint.error(500, "the server is set up wrongly", request);
        }
    }

    /** As it came: java.net.URI takes the first name of //name/… for a host, and keeps the whole only as text. */
    private static String target(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String text = uri.toString();
        if (uri.getScheme() != null) {
            text = text.substring(uri.getScheme().length() + 3 + uri.getRawAuthority().length());
        }
        String[] parts = text.split("\\?", 2);
        String root = exchange.getHttpContext().getPath().replaceAll("/$", "");
        return Host.below(root, parts[0], parts.length > 1 ? parts[1] : null);
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        for (Map.Entry<String, String> header : response.headers()) {
            exchange.getResponseHeaders().add(header.getKey(), header.getValue());
        }
        byte[] body = response.body();
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        // -1 is no body; 0 would be one of unknown length.
        exchange.sendResponseHeaders(response.status(), isHead || body.length == 0 ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }
}
