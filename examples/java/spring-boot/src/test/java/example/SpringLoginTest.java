package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.agoratoken.Issuer;
import io.github.agoratoken.RtcPrivilege;
import io.github.agoratoken.User;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The server as it stands, over a socket. */
class SpringLoginTest {
    private static final String APP_ID = "970CA35de60c44645bbae8a215061b33";
    private static final String APP_CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";

    private static ConfigurableApplicationContext running;
    private static String root;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @BeforeAll
    static void start() {
        running = SpringApplication.run(
                SpringLogin.class,
                "--APP_ID=" + APP_ID,
                "--APP_CERTIFICATE=" + APP_CERTIFICATE,
                "--server.address=127.0.0.1",
                "--server.port=0");
        root = "http://127.0.0.1:" + running.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void whoIsNotSignedInGets401AndAPasswordThatIsWrongChangesNothing() throws Exception {
        HttpResponse<String> stranger = get("/agora/rtc/room-1/publisher/userAccount/ann");
        assertEquals(401, stranger.statusCode());
        assertEquals("{\"error\":\"log in first\"}", stranger.body());
        logIn("wrong");
        assertEquals(401, get("/agora/rtc/room-1/publisher/userAccount/ann").statusCode());
    }

    @Test
    void whoIsSignedInGetsTokensForThemselvesAndNobodyElse() throws Exception {
        logIn("correct horse");
        HttpResponse<String> given = get("/agora/rtc/room-1/publisher/userAccount/ann");
        assertEquals(200, given.statusCode(), given.body());
        assertTrue(given.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        Matcher token = Pattern.compile("\"rtcToken\":\"(007[^\"]+)\"").matcher(given.body());
        assertTrue(token.find(), given.body());
        try (Issuer issuer = new Issuer(APP_ID, APP_CERTIFICATE)) {
            issuer.checkRtc(token.group(1), "room-1", User.account("ann"), RtcPrivilege.PUBLISH_VIDEO);
        }
        assertEquals(403, get("/agora/rtc/room-1/publisher/userAccount/bob").statusCode());
        assertEquals(403, get("/agora/rtc/lobby/publisher/userAccount/ann").statusCode());
        assertEquals(400, get("/agora/rtc/room-1/king/userAccount/ann").statusCode());
    }

    @Test
    void springItselfRefusesAPostWithoutItsTokenAndPathsThatItsFirewallTakesForAnAttack() throws Exception {
        logIn("correct horse");
        HttpRequest post = HttpRequest.newBuilder(URI.create(root + "/agora/getToken"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"tokenType\":\"rtm\",\"uid\":\"ann\"}"))
                .build();
        assertEquals(403, browser.send(post, HttpResponse.BodyHandlers.discarding()).statusCode());
        for (String path : new String[] {"/agora/rtm//ann", "/agora/rtm/a%2Fb", "/agora/rtm/a%25b"}) {
            assertEquals(400, get(path).statusCode(), path);
        }
    }

    /** As a browser does: the page has the token without which Spring takes no form. */
    private void logIn(String password) throws Exception {
        Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"").matcher(get("/login").body());
        assertTrue(csrf.find());
        String form = "username=ann&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8) + "&_csrf="
                + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);
        browser.send(
                HttpRequest.newBuilder(URI.create(root + "/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(root + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
