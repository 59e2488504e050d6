package io.github.agoratoken;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/**
 * Serves an endpoint in a servlet container, such as Tomcat, Jetty and what Spring Boot brings. Map it to {@code /*} or
 * to a part, such as {@code /agora/*}.
 *
 * <p>Containers refuse some paths by themselves. Tomcat answers 400 to {@code %2F} in a path, so a user or channel with
 * a slash needs its connector's {@code encodedSolidusHandling="passthrough"}.
 */
public final class TokenServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** What answers. */
    private final transient Endpoint endpoint;

    /** What the sender of a request may be given. */
    private final transient Authorizer<HttpServletRequest> authorizer;

    /**
     * Mounts an endpoint.
     *
     * @param endpoint what answers
     * @param authorizer what the sender of a request may be given; one that always gives {@link Policy#OPEN} opens the
     *     endpoint: whoever reaches it can have any token of the app
     */
    public TokenServlet(Endpoint endpoint, Authorizer<HttpServletRequest> authorizer) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint is null");
        this.authorizer = Objects.requireNonNull(authorizer, "authorizer is null: request -> Policy.OPEN is open");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        send(answer(request), response);
    }

    private Response answer(HttpServletRequest request) throws ServletException, IOException {
        String origin = request.getHeader("Origin");
        try {
            return Host.answer(
                    endpoint,
                    authorizer,
                    request,
                    request.getMethod(),
                    target(request),
                    origin,
                    request.getInputStream());
        } catch (IOException | RuntimeException | ServletException mistake) {
            throw mistake;
        } catch (Exception mistake) {
            throw new ServletException(mistake);
        }
    }

    private static String target(HttpServletRequest request) {
        // Mapped to "/" it has no path info, and its own path is the whole.
        String own = request.getPathInfo() == null ? "" : request.getServletPath();
        return Host.below(request.getContextPath() + own, request.getRequestURI(), request.getQueryString());
    }

    private static void send(Response answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        byte[] body = answer.body();
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
