package io.github.agoratoken;

import static io.github.agoratoken.Official.number;
import static io.github.agoratoken.Official.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a token is not good: the explanations, and what the exceptions of failed checks carry of them. */
class ExplainTest {
    private static final JsonObject TABLE = Official.json("tests/explain.json");
    private static final Issuer ISSUER = new Issuer(text(TABLE, "app_id"), text(TABLE, "app_certificate"));

    static Stream<JsonObject> rows() {
        return Official.rows(TABLE.getAsJsonArray("rows"));
    }

    static Stream<JsonObject> refused() {
        // Java's types leave no way to ask for a service that is none, or for a privilege without a service.
        return Official.rows(TABLE.getAsJsonArray("refused"))
                .filter(row -> number(row, "service") <= 10)
                .filter(row -> number(row, "service") != 0 || number(row, "privilege") == 0);
    }

    @Test
    void thereAreRows() {
        assertTrue(rows().count() > 30);
        assertTrue(refused().count() > 5);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anExplanationSaysWhatItSaysInEveryLanguage(JsonObject row) {
        Explanation why = ISSUER.explain(text(row, "token"), question(row));
        JsonObject expected = row.getAsJsonObject("expected");
        assertEquals(expected.get("good").getAsBoolean(), why.good());
        assertEquals(number(expected, "status"), why.statusNumber());
        assertEquals(number(expected, "status"), why.status().number());
        assertEquals(text(expected, "name"), why.name());
        assertEquals(text(expected, "reason"), why.reason());
        assertEquals(text(expected, "found"), why.found());
        assertEquals(text(expected, "asked"), why.asked());
        assertEquals(text(expected, "advice"), why.advice());
        assertEquals(number(expected, "sdk_error"), why.sdkError() == null ? null : Long.valueOf(why.sdkError()));
        assertEquals(time(expected, "expires_at"), why.expiresAt());
        assertEquals(time(expected, "cut_at"), why.cutAt());
        assertEquals(time(expected, "now"), why.now());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aQuestionThatCannotBeAskedIsRefused(JsonObject row) {
        InvalidArgumentException refused =
                assertThrows(InvalidArgumentException.class, () -> ISSUER.explain("x", question(row)));
        assertEquals(number(row, "status"), refused.statusNumber());
        assertNull(refused.found());
        // A check must not leave out what it cannot ask.
        String token = ISSUER.fpa();
        Official.fails(Status.of(number(row, "status").intValue()), () -> ISSUER.check(token, question(row)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theExceptionOfAFailedCheckCarriesTheTwoValues(JsonObject row) {
        JsonObject expected = row.getAsJsonObject("expected");
        AgoraTokenException failed = failureOf(row);
        if (failed == null) {
            // That Agora has cut it a check does not know.
            Long cutAt = number(expected, "cut_at");
            boolean isCut = cutAt != null && number(row, "now") >= cutAt;
            assertEquals(isCut ? "EXPIRED" : "OK", text(expected, "name"));
            return;
        }
        assertEquals(number(expected, "status"), failed.statusNumber());
        assertEquals(text(expected, "found"), failed.found());
        assertEquals(text(expected, "asked"), failed.asked());
    }

    private static AgoraTokenException failureOf(JsonObject row) {
        try {
            ISSUER.check(text(row, "token"), question(row));
            return null;
        } catch (AgoraTokenException failed) {
            return failed;
        }
    }

    private static Instant time(JsonObject row, String name) {
        Long seconds = number(row, name);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    private static Question question(JsonObject row) {
        int service = number(row, "service").intValue();
        Instant now = row.has("now") ? time(row, "now") : null;
        Question asked = service == 0
                ? Question.SIGNATURE
                : Question.of(ServiceType.of(service), number(row, "privilege").intValue());
        return asked.channel(text(row, "channel")).user(text(row, "user")).at(now);
    }
}
