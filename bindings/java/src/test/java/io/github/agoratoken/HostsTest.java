package io.github.agoratoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounted in what people run, over a socket: the JDK's HttpServer and Tomcat. */
class HostsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Endpoint endpoint = new Endpoint(Official.issuer(), new EndpointOptions().version(Version.V007));

    /** The login of these tests: a name in the Authorization header. */
    private static Decision decide(String name) {
        if (name == null) {
            return new Refusal(401, "log in first").challenge("Bearer");
        }
        switch (name) {
            case "nothing":
                return null;
            case "broken":
                throw new IllegalArgumentException("what is in here stays here");
            default:
                return Policy.of(name).channels(List.of("room-*"));
        }
    }

    @Test
    void theHandlerOfTheJdksServerGivesEachSenderWhatIsTheirs() throws Exception {
        for (String root : List.of("", "/agora")) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(root + "/", new TokenHandler(
                    endpoint, exchange -> decide(exchange.getRequestHeaders().getFirst("Authorization"))));
            server.start();
            try {
                checkAll("http://127.0.0.1:" + server.getAddress().getPort() + root);
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void theServletGivesEachSenderWhatIsTheirs(@TempDir File folder) throws Exception {
        for (String[] mounted : new String[][] {{"", "/*"}, {"/app", "/agora/*"}, {"", "/"}}) {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder.getPath());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext(mounted[0], folder.getPath());
            Authorizer<HttpServletRequest> authorizer = request -> decide(request.getHeader("Authorization"));
            Tomcat.addServlet(context, "tokens", new TokenServlet(endpoint, authorizer));
            context.addServletMappingDecoded(mounted[1], "tokens");
            tomcat.start();
            try {
                String root = mounted[0] + mounted[1].replaceAll("/\\*?$", "");
                checkAll("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + root);
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    /** What a mounted endpoint must do, wherever it is. */
    private static void checkAll(String root) throws Exception {
        HttpResponse<String> given = get(root + "/rtc/room-1/audience/userAccount/ann", "ann");
        assertEquals(200, given.statusCode());
        assertEquals("ann", tokenIn(given, "rtcToken").services().get(0).account());
        assertEquals("private, no-cache, no-store, must-revalidate", header(given, "Cache-Control"));
        assertTrue(header(given, "Content-Type").startsWith("application/json"));

        assertEquals(403, get(root + "/rtc/room-1/audience/userAccount/bob", "ann").statusCode());
        assertEquals(403, get(root + "/rtc/lobby/audience/userAccount/ann", "ann").statusCode());
        HttpResponse<String> stranger = get(root + "/rtm/ann", null);
        assertEquals(401, stranger.statusCode());
        assertEquals("{\"error\":\"log in first\"}", stranger.body());
        assertEquals("Bearer", header(stranger, "WWW-Authenticate"));

        // An authorizer that forgets to answer, or that fails, opens nothing.
        assertEquals(403, get(root + "/rtm/nothing", "nothing").statusCode());
        HttpResponse<String> broken = get(root + "/rtm/broken", "broken");
        assertEquals(500, broken.statusCode());

        // As it came: an escaped letter is one, a query is not part of the path.
        HttpResponse<String> escaped = get(root + "/rtc/room%2D1/audience/userAccount/%61nn?expiry=%36%30", "ann");
        assertEquals("room-1", tokenIn(escaped, "rtcToken").services().get(0).channel());
        assertTrue(get(root + "/rtc//audience/uid/1", "ann").body().contains("channel is required"));

        HttpResponse<String> preflight = send(root + "/rtm/ann", null, request -> request.method(
                "OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertEquals(204, preflight.statusCode());
        HttpResponse<String> head =
                send(root + "/rtm/ann", "ann", request -> request.method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());

        String asked = "{\"tokenType\":\"rtm\",\"uid\":\"ann\"}";
        HttpResponse<String> posted = post(root, asked);
        assertEquals(200, posted.statusCode(), posted.body());
        assertEquals("ann", tokenIn(posted, "token").services().get(0).userId());
        assertEquals(413, post(root, " ".repeat(2 << 20) + asked).statusCode());
    }

    private static HttpResponse<String> post(String root, String body) throws Exception {
        return send(root + "/getToken", "ann", request -> request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String uri, String name) throws Exception {
        return send(uri, name, HttpRequest.Builder::GET);
    }

    private static HttpResponse<String> send(String uri, String name, UnaryOperator<HttpRequest.Builder> method)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).version(HttpClient.Version.HTTP_1_1);
        if (name != null) {
            request.header("Authorization", name);
        }
        return CLIENT.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static TokenInfo tokenIn(HttpResponse<String> response, String member) {
        JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
        return TokenInfo.parse(body.get(member).getAsString());
    }
}
