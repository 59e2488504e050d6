package io.github.agoratoken;

import static io.github.agoratoken.Official.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each one-call builder, and everything else that takes an argument, with what nobody should give it. */
class HostileInputTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String MEGABYTE = "a".repeat(1 << 20);

    static List<String> oneCalls() {
        return List.copyOf(OneCalls.ALL.keySet());
    }

    private final Issuer issuer = Official.issuer();

    @Test
    void eachOneCallBuilderOfTheAbiIsTriedHere() {
        TreeMap<String, Object> recorded = new TreeMap<>();
        Official.rows(Official.json("abi/agora_token.json").getAsJsonArray("functions"))
                .filter(function -> Official.text(function, "kind").equals("one call"))
                .forEach(function -> recorded.put(Official.text(function, "name").substring(12), true));
        assertEquals(recorded.keySet(), new TreeMap<>(OneCalls.ALL).keySet());
    }

    @ParameterizedTest
    @MethodSource("oneCalls")
    void eachOneCallTokenIsWhatItSays(String name) {
        OneCalls.OneCall made = OneCalls.ALL.get(name);
        TokenInfo info = TokenInfo.parse(made.call.with(issuer, "ann", HOUR));
        Map<ServiceType, Integer> found = new TreeMap<>();
        info.services().forEach(service -> found.put(service.type(), service.privileges().size()));
        assertEquals(made.services, found);
        Duration lifetime = Duration.between(info.issuedAt(), info.expiresAt());
        assertEquals(made.takesLifetime ? HOUR : Duration.ofDays(1), lifetime);
    }

    @ParameterizedTest
    @MethodSource("oneCalls")
    void namesThatAreNoneAreRefused(String name) {
        OneCalls.OneCall made = OneCalls.ALL.get(name);
        if (!made.takesName) {
            return;
        }
        for (String bad : List.of("", "a\0b", "a\nb", "ü".repeat(128), MEGABYTE)) {
            fails(Status.BAD_ACCOUNT, () -> made.call.with(issuer, bad, HOUR));
        }
        for (String lone : List.of("\ud800", "a\udc00b", "\udc00\ud800", "a\ud83d")) {
            fails(Status.NOT_UTF8, () -> made.call.with(issuer, lone, HOUR));
        }
        isNullWith("is null", () -> made.call.with(issuer, null, HOUR));
        TokenInfo.parse(made.call.with(issuer, "\ud83d\ude00 é", HOUR));
    }

    @ParameterizedTest
    @MethodSource("oneCalls")
    void lifetimesThatAreNoneAreRefused(String name) {
        OneCalls.OneCall made = OneCalls.ALL.get(name);
        if (!made.takesLifetime) {
            return;
        }
        for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1500))) {
            fails(Status.BAD_EXPIRY, () -> made.call.with(issuer, "ann", bad));
        }
        for (long seconds : new long[] {1_000_000_000, 1L << 32, (1L << 32) + 60, Long.MAX_VALUE}) {
            fails(Status.EXPIRY_LOOKS_ABSOLUTE, () -> made.call.with(issuer, "ann", Duration.ofSeconds(seconds)));
        }
        isNullWith("expiresIn is null", () -> made.call.with(issuer, "ann", null));
    }

    @ParameterizedTest
    @MethodSource("oneCalls")
    void aClosedIssuerMakesNothing(String name) {
        issuer.close();
        issuer.close();
        assertThrows(IllegalStateException.class, () -> OneCalls.ALL.get(name).call.with(issuer, "ann", HOUR));
    }

    @Test
    void channelsThatAreNoneAreRefused() {
        for (String bad : List.of("", "a\0b", "ü", "a".repeat(65), MEGABYTE)) {
            fails(Status.BAD_CHANNEL, () -> issuer.rtc(bad, User.uid(1), Role.PUBLISHER, HOUR));
        }
        fails(Status.NOT_UTF8, () -> issuer.rtc("\ud800", User.uid(1), Role.PUBLISHER, HOUR));
        isNullWith("channel is null", () -> issuer.rtc(null, User.uid(1), Role.PUBLISHER, HOUR));
        isNullWith("user is null", () -> issuer.rtc("room", null, Role.PUBLISHER, HOUR));
        isNullWith("role is null", () -> issuer.rtc("room", User.uid(1), null, HOUR));
        isNullWith("version is null", () -> issuer.rtc("room", User.uid(1), Role.PUBLISHER, HOUR, null));
    }

    @Test
    void numbersThatDoNotFitAreRefusedAndNeverCut() {
        for (long bad : new long[] {-1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            fails(Status.OUT_OF_RANGE, () -> User.uid(bad));
            fails(Status.OUT_OF_RANGE, () -> issuer.builder().salt(bad));
        }
        for (int bad : new int[] {32768, -32769, 65537}) {
            fails(Status.OUT_OF_RANGE, () -> issuer.educationRoomUser("class", "ann", bad, HOUR));
        }
        String token = issuer.rtc("room", User.uid(4294967295L), Role.PUBLISHER, HOUR);
        assertEquals("4294967295", TokenInfo.parse(token).services().get(0).account());
        assertEquals(User.ANY, User.uid(0));
        fails(Status.OUT_OF_RANGE, () -> Question.SIGNATURE.at(Instant.EPOCH));
    }

    @Test
    void credentialsThatAreNoneAreRefusedAndNotShown() {
        fails(Status.BAD_APP_ID, () -> new Issuer("x", Official.APP_CERTIFICATE));
        fails(Status.BAD_APP_CERTIFICATE, () -> new Issuer(Official.APP_ID, MEGABYTE));
        isNullWith("appId is null", () -> new Issuer(null, Official.APP_CERTIFICATE));
        isNullWith("appCertificate is null", () -> new Issuer(Official.APP_ID, null));
        // One character too many, so that it is refused with the certificate in hand.
        String wrong = Official.APP_CERTIFICATE + "x";
        for (String bad : List.of(wrong, wrong + "\ud800")) {
            AgoraTokenException refused =
                    assertThrows(AgoraTokenException.class, () -> new Issuer(Official.APP_ID, bad));
            StringWriter trace = new StringWriter();
            refused.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains(Official.APP_CERTIFICATE));
        }
    }

    @Test
    void nothingShowsTheCertificate() {
        Endpoint endpoint = new Endpoint(issuer);
        TokenBuilder builder = issuer.builder();
        String token = issuer.fpa();
        for (Object shown : List.of(
                issuer, endpoint, builder, TokenInfo.parse(token), issuer.explain(token, Question.SIGNATURE))) {
            assertFalse(shown.toString().contains(Official.APP_CERTIFICATE), shown.getClass().getName());
        }
        assertTrue(issuer.toString().contains(Official.APP_ID));
    }

    @Test
    void tokensThatAreNoneCannotBeRead() {
        for (String bad : List.of("", "x", "\ud800", "007", "\0")) {
            fails(Status.MALFORMED_TOKEN, () -> TokenInfo.parse(bad));
            fails(Status.MALFORMED_TOKEN, () -> issuer.verify(bad));
        }
        fails(Status.UNKNOWN_VERSION, () -> TokenInfo.parse("005abc"));
        assertThrows(UnreadableTokenException.class, () -> issuer.verify("007" + MEGABYTE));
        isNullWith("token is null", () -> TokenInfo.parse(null));
        isNullWith("token is null", () -> issuer.verify(null));
        isNullWith("question is null", () -> issuer.check("x", null));
    }

    @Test
    void aBuilderThatIsAskedForNonsenseStaysAsItWas() {
        TokenBuilder builder = issuer.builder();
        fails(Status.NO_SERVICE, builder::build);
        fails(Status.NO_SERVICE, () -> builder.grant(RtcPrivilege.JOIN_CHANNEL, HOUR));
        fails(Status.STRING_TOO_LONG, () -> builder.addRtc(MEGABYTE, ""));
        fails(Status.NOT_UTF8, () -> builder.addRtm("\ud800"));
        isNullWith("userId is null", () -> builder.addRtm(null));
        builder.addRtm2("ann");
        fails(Status.BAD_PRIVILEGE, () -> builder.grant(65536, HOUR));
        fails(Status.OUT_OF_RANGE, () -> builder.grant(-1, HOUR));
        fails(Status.NOT_UTF8, () -> builder.permit(0, 0, List.of("a", "\ud800")));
        fails(Status.UNSUPPORTED_IN_VERSION, () -> issuer.builder(Version.V006).addFpa());
        TokenInfo info = TokenInfo.parse(builder.grant(Rtm2Privilege.LOGIN, HOUR).build());
        assertEquals(1, info.services().size());
        assertTrue(info.services().get(0).permissions().isEmpty());
        builder.close();
        assertThrows(IllegalStateException.class, builder::build);
    }

    @Test
    void aTokenLongerThanAOneCallTokenIsNotCut() {
        // Names that do not pack well.
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            name.append(Integer.toHexString((i * 0x9E3779B9) >>> 12));
        }
        String token = issuer.builder().addRtm(name.toString()).grant(RtmPrivilege.LOGIN, HOUR).build();
        assertTrue(token.length() > 5000);
        assertEquals(name.toString(), TokenInfo.parse(token).services().get(0).userId());
        issuer.check(token, Question.of(ServiceType.RTM, RtmPrivilege.LOGIN).user(name.toString()));
    }

    @Test
    void aStatusOfANewerLibraryIsTheBaseException() {
        AgoraTokenException unknown = AgoraTokenException.of(54321, null);
        assertEquals(AgoraTokenException.class, unknown.getClass());
        assertEquals(Status.UNKNOWN, unknown.status());
        assertEquals(54321, unknown.statusNumber());
        assertTrue(unknown.getMessage().startsWith("status 54321: "));
    }

    private static void isNullWith(String message, Executable call) {
        String said = assertThrows(NullPointerException.class, call).getMessage();
        assertTrue(said != null && said.contains(message), said);
    }
}
