package io.github.agoratoken;

import static io.github.agoratoken.Official.number;
import static io.github.agoratoken.Official.text;
import static io.github.agoratoken.Official.textOrEmpty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** tests/contract.json: its cases, and an answer against one. */
final class Contract {
    static final JsonObject ALL = Official.json("tests/contract.json");
    static final List<JsonObject> CASES = Official.rows(ALL.getAsJsonArray("cases")).collect(Collectors.toList());
    static final Issuer ISSUER = new Issuer(text(ALL, "app_id"), text(ALL, "app_certificate"));

    private Contract() {}

    static Endpoint endpointOf(JsonObject given) {
        EndpointOptions options = new EndpointOptions();
        if (given.has("options")) {
            JsonObject set = given.getAsJsonObject("options");
            if (set.has("version")) {
                options.version(Version.of(set.get("version").getAsInt()));
            }
            if (set.has("client_error_status")) {
                options.clientErrorStatus(set.get("client_error_status").getAsInt());
            }
            if (set.has("allow_origins")) {
                options.allowOrigins(texts(set.getAsJsonArray("allow_origins")));
            }
            if (set.has("omit_cors_headers") && set.get("omit_cors_headers").getAsBoolean()) {
                options.omitCorsHeaders();
            }
        }
        return new Endpoint(ISSUER, options);
    }

    static Policy policyOf(JsonObject given) {
        if (!given.has("policy")) {
            return Policy.OPEN;
        }
        JsonObject set = given.getAsJsonObject("policy");
        // The user "" of the contract is one whom no token names.
        String user = textOrEmpty(set, "user");
        Policy policy = Policy.of(user.isEmpty() ? "nobody" : user);
        if (set.has("channels")) {
            policy = policy.channels(texts(set.getAsJsonArray("channels")));
        }
        if (set.has("max_role")) {
            policy = policy.maxRole(Role.valueOf(text(set, "max_role").toUpperCase()));
        }
        if (set.has("max_expires_in")) {
            Long longest = number(set, "max_expires_in");
            policy = longest == null || longest == 0
                    ? policy.allowAnyLifetime()
                    : policy.maxExpiresIn(Duration.ofSeconds(longest));
        }
        policy = isOn(set, "allow_any_channel") ? policy.allowAnyChannel() : policy;
        policy = isOn(set, "allow_app_tokens") ? policy.allowAppTokens() : policy;
        return isOn(set, "allow_ai_services") ? policy.allowAiServices() : policy;
    }

    static String target(JsonObject given) {
        return joined(given.getAsJsonObject("request").get("target"));
    }

    static String method(JsonObject given) {
        return text(given.getAsJsonObject("request"), "method");
    }

    static String origin(JsonObject given) {
        JsonObject request = given.getAsJsonObject("request");
        return request.has("headers") ? textOrEmpty(request.getAsJsonObject("headers"), "Origin") : "";
    }

    static byte[] body(JsonObject given) {
        JsonObject request = given.getAsJsonObject("request");
        if (request.has("body_hex")) {
            return HexFormat.of().parseHex(text(request, "body_hex"));
        }
        return request.has("body") ? joined(request.get("body")).getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** A text, or a list of texts and repetitions to be joined. */
    private static String joined(JsonElement value) {
        if (value.isJsonPrimitive()) {
            return value.getAsString();
        }
        if (value.isJsonObject()) {
            JsonObject repetition = value.getAsJsonObject();
            return text(repetition, "repeat").repeat(repetition.get("times").getAsInt());
        }
        StringBuilder all = new StringBuilder();
        value.getAsJsonArray().forEach(part -> all.append(joined(part)));
        return all.toString();
    }

    private static boolean isOn(JsonObject set, String name) {
        return set.has(name) && set.get(name).getAsBoolean();
    }

    private static List<String> texts(JsonArray array) {
        List<String> all = new ArrayList<>();
        array.forEach(element -> all.add(element.getAsString()));
        return all;
    }

    /** Holds an answer against a case. */
    static void check(JsonObject given, int status, Map<String, String> headers, byte[] body, Instant askedAt) {
        String name = text(given, "name");
        JsonObject expect = given.getAsJsonObject("expect");
        assertEquals(expect.get("status").getAsInt(), status, name);
        TreeMap<String, String> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonObject some : List.of(
                ALL.getAsJsonObject("headers"),
                expect.has("headers") ? expect.getAsJsonObject("headers") : new JsonObject())) {
            some.keySet().forEach(header -> expected.put(header, text(some, header)));
        }
        expected.values().removeIf(value -> value == null);
        TreeMap<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        assertEquals(expected, sent, name);
        String text = new String(body, StandardCharsets.UTF_8);
        if (expect.has("body")) {
            checkBody(name, JsonParser.parseString(text), expect.get("body"), askedAt);
        } else {
            assertEquals("", text, name);
        }
    }

    private static void checkBody(String name, JsonElement actual, JsonElement expected, Instant askedAt) {
        if (!expected.isJsonObject()) {
            assertEquals(expected, actual, name);
            return;
        }
        JsonObject described = expected.getAsJsonObject();
        if (described.has("$token")) {
            checkToken(name, actual.getAsString(), described.getAsJsonObject("$token"), askedAt);
            return;
        }
        JsonObject object = actual.getAsJsonObject();
        assertEquals(List.copyOf(described.keySet()), List.copyOf(object.keySet()), name);
        described.keySet().forEach(member -> checkBody(name, object.get(member), described.get(member), askedAt));
    }

    private static void checkToken(String name, String token, JsonObject expected, Instant askedAt) {
        TokenInfo info = TokenInfo.parse(token);
        assertEquals("V" + text(expected, "version"), info.version().name(), name);
        assertEquals(ISSUER.appId(), info.appId(), name);
        checkEnd(name, info.expiresAt(), number(expected, "expires_in"), askedAt);
        JsonArray services = expected.getAsJsonArray("services");
        assertEquals(services.size(), info.services().size(), name);
        for (int i = 0; i < services.size(); i++) {
            checkService(name, token, info.services().get(i), services.get(i).getAsJsonObject(), askedAt);
        }
    }

    private static void checkService(
            String name, String token, TokenInfo.Service service, JsonObject expected, Instant askedAt) {
        assertEquals(number(expected, "type"), service.type().number(), name);
        JsonObject privileges = expected.getAsJsonObject("privileges");
        assertEquals(privileges.size(), service.privileges().size(), name);
        for (TokenInfo.Grant grant : service.privileges()) {
            checkEnd(name, grant.expiresAt(), number(privileges, "" + grant.privilege()), askedAt);
            // The names, too, which a 006 token does not say.
            Question question = Question.of(service.type(), grant.privilege());
            String channel = textOrEmpty(expected, "channel");
            String user = textOrEmpty(expected, "user");
            ISSUER.check(token, question.channel(channel).user(user));
            if (!user.isEmpty()) {
                Official.fails(
                        Status.WRONG_USER, () -> ISSUER.check(token, question.channel(channel).user("somebody else")));
            }
        }
    }

    private static void checkEnd(String name, Instant end, Long lifetime, Instant askedAt) {
        assertNotNull(end, name);
        assertNotNull(lifetime, name);
        long seconds = end.getEpochSecond() - askedAt.getEpochSecond() - lifetime;
        assertTrue(0 <= seconds && seconds <= 30, name + ": " + seconds + " s off");
    }
}
