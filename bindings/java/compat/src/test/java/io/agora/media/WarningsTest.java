package io.agora.media;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agora.chat.ChatTokenBuilder2;
import io.agora.education.EducationTokenBuilder2;
import io.agora.rtm.RtmTokenBuilder;
import io.agora.rtm.RtmTokenBuilder2;
import io.github.agoratoken.InvalidArgumentException;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.RtcPrivilege;
import io.github.agoratoken.Status;
import io.github.agoratoken.TokenInfo;
import io.github.agoratoken.User;
import io.github.agoratoken.compat.Compat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules would refuse is made all the same, and said once a process; when strict it is an exception. */
class WarningsTest {
    private static final String APP_ID = "970CA35de60c44645bbae8a215061b33";
    private static final String CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";
    private static final int SOON = (int) (System.currentTimeMillis() / 1000) + 3600;

    private static final RtcTokenBuilder RTC_006 = new RtcTokenBuilder();
    private static final RtcTokenBuilder2 RTC = new RtcTokenBuilder2();
    private static final RtmTokenBuilder2 RTM = new RtmTokenBuilder2();
    private static final EducationTokenBuilder2 EDUCATION = new EducationTokenBuilder2();

    /** What the logger was given. The logger is kept, since the JVM holds it weakly. */
    private static final List<String> WARNINGS = new ArrayList<>();

    private static final Logger LOGGER = Logger.getLogger(Compat.LOGGER);

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord warning) {
            WARNINGS.add(warning.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void asInANewProcess() {
        Rules.SAID.clear();
        WARNINGS.clear();
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void asItWas() {
        LOGGER.removeHandler(handler);
        Compat.strict(false);
    }

    private static String rtc006(String channel, int uid, RtcTokenBuilder.Role role, int end) {
        return RTC_006.buildTokenWithUid(APP_ID, CERTIFICATE, channel, uid, role, end);
    }

    private static String rtc(String channel, RtcTokenBuilder2.Role role, int expire, int privilegeExpire) {
        return RTC.buildTokenWithUid(APP_ID, CERTIFICATE, channel, 42, role, expire, privilegeExpire);
    }

    private static String account(String account) {
        RtcTokenBuilder2.Role role = RtcTokenBuilder2.Role.ROLE_SUBSCRIBER;
        return RTC.buildTokenWithUserAccount(APP_ID, CERTIFICATE, "room", account, role, 60, 60);
    }

    static List<Map.Entry<Status, Supplier<String>>> mistakes() {
        RtcTokenBuilder.Role publisher006 = RtcTokenBuilder.Role.Role_Publisher;
        RtcTokenBuilder2.Role publisher = RtcTokenBuilder2.Role.ROLE_PUBLISHER;
        String longName = "a".repeat(65);
        return List.of(
                entry(Status.EXPIRY_LOOKS_ABSOLUTE, () -> rtc("room", publisher, SOON, 60)),
                entry(Status.EXPIRY_LOOKS_ABSOLUTE, () -> rtc("room", publisher, 3600, SOON)),
                entry(Status.EXPIRY_LOOKS_ABSOLUTE, () -> rtc("room", publisher, -1, 0)),
                entry(Status.BAD_EXPIRY, () -> rtc("room", publisher, 0, 60)),
                entry(Status.BAD_EXPIRY, () -> rtc006("room", 42, publisher006, 3600)),
                entry(Status.BAD_EXPIRY, () -> rtc006("room", 42, publisher006, 0)),
                entry(Status.BAD_CHANNEL, () -> rtc("no/slash", publisher, 60, 60)),
                entry(Status.BAD_CHANNEL, () -> rtc006("", 42, publisher006, SOON)),
                entry(Status.BAD_ROLE, () -> rtc("room", null, 60, 60)),
                entry(Status.BAD_ROLE, () -> rtc006("room", 42, null, SOON)),
                entry(Status.BAD_ACCOUNT, () -> account("a".repeat(256))),
                entry(Status.NOT_UTF8, () -> account("half \uD83D")),
                entry(Status.BAD_ACCOUNT, () -> RTM.buildToken(APP_ID, CERTIFICATE, longName, 60)),
                entry(Status.BAD_ACCOUNT, () -> RTM.buildTokenWithPermissions(APP_ID, CERTIFICATE, "", null, 60)),
                entry(Status.BAD_ACCOUNT, () -> new RtmTokenBuilder()
                        .buildToken(APP_ID, CERTIFICATE, longName, RtmTokenBuilder.Role.Rtm_User, SOON)),
                entry(Status.BAD_ACCOUNT, () -> new ChatTokenBuilder2()
                        .buildUserToken(APP_ID, CERTIFICATE, "", 60)),
                entry(Status.BAD_EXPIRY, () -> new ChatTokenBuilder2().buildAppToken(APP_ID, CERTIFICATE, 0)),
                entry(Status.BAD_ACCOUNT, () -> EDUCATION.buildUserToken(APP_ID, CERTIFICATE, "", 60)),
                entry(Status.BAD_EXPIRY, () -> EDUCATION.buildAppToken(APP_ID, CERTIFICATE, 0)),
                entry(Status.BAD_ACCOUNT, () -> EDUCATION.buildRoomUserToken(
                        APP_ID, CERTIFICATE, "", "ann", (short) 1, 60)));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsSaidOnceAndTheTokenMadeAndItIsAnExceptionWhenStrict(Map.Entry<Status, Supplier<String>> mistake) {
        Supplier<String> make = mistake.getValue();
        for (int i = 0; i < 2; i++) {
            assertEquals(APP_ID, TokenInfo.parse(make.get()).appId());
            assertEquals(1, WARNINGS.size(), WARNINGS.toString());
        }
        assertTrue(WARNINGS.get(0).contains("the token is"));
        assertTrue(WARNINGS.get(0).contains("Compat.strict(true)"));
        assertEquals(Set.of(mistake.getKey()), Rules.SAID);
        Compat.strict(true);
        assertEquals(mistake.getKey(), assertThrows(InvalidArgumentException.class, make::get).status());
    }

    @Test
    void whatIsRightBringsNoWarning() {
        RtcTokenBuilder.Role publisher006 = RtcTokenBuilder.Role.Role_Publisher;
        try (Issuer issuer = new Issuer(APP_ID, CERTIFICATE)) {
            String old = rtc006("room", -1, publisher006, SOON);
            issuer.checkRtc(old, "room", User.uid(4294967295L), RtcPrivilege.PUBLISH_VIDEO);
            String any = RTC.buildTokenWithUid(
                    APP_ID, CERTIFICATE, "room", 0, RtcTokenBuilder2.Role.ROLE_SUBSCRIBER, 60, 0);
            issuer.checkRtc(any, "room", User.ANY, RtcPrivilege.JOIN_CHANNEL);
            issuer.checkRtm(RTM.buildToken(APP_ID, CERTIFICATE, "ann", 60), "ann");
            issuer.checkRtm(
                    new RtmTokenBuilder().buildToken(APP_ID, CERTIFICATE, "ann", RtmTokenBuilder.Role.Rtm_User, SOON),
                    "ann");
            issuer.verify(EDUCATION.buildRoomUserToken(APP_ID, CERTIFICATE, "class", "ann", (short) 1, 60));
            issuer.verify(new FpaTokenBuilder().buildToken(APP_ID, CERTIFICATE));
        }
        assertEquals(List.of(), WARNINGS);
    }

    @Test
    void aPairThatIsNoneGivesNoTokenAndAWarningWithoutTheCertificate() {
        String appId = "my app";
        assertEquals("", RTM.buildToken(appId, CERTIFICATE, "ann", 60));
        assertEquals("", EDUCATION.buildRoomUserToken(appId, CERTIFICATE, "class", "ann", (short) 1, 60));
        assertEquals(1, WARNINGS.size());
        assertTrue(WARNINGS.get(0).contains("so there is no token"));
        assertEquals("", RTM.buildToken(APP_ID, CERTIFICATE + "0", "ann", 60));
        assertEquals(2, WARNINGS.size());
        assertFalse(WARNINGS.toString().contains(CERTIFICATE));
        Compat.strict(true);
        InvalidArgumentException none =
                assertThrows(InvalidArgumentException.class, () -> RTM.buildToken(appId, CERTIFICATE, "ann", 60));
        assertEquals(Status.BAD_APP_ID, none.status());
    }

    @Test
    void aTokenWithoutAServiceIsEmptyAndOneOfAPlainServiceIsRefused() {
        AccessToken2 token = new AccessToken2(APP_ID, CERTIFICATE, 60);
        assertEquals("", token.build());
        token.addService(new AccessToken2.Service((short) 77));
        InvalidArgumentException refused = assertThrows(InvalidArgumentException.class, token::build);
        assertEquals(Status.BAD_SERVICE, refused.status());
        assertTrue(refused.getMessage().contains("77"));
    }

    @Test
    void tokensOfOneSecondHaveSaltsOfTheirOwn() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(RTM.buildToken(APP_ID, CERTIFICATE, "ann", 60));
            tokens.add(rtc006("room", 42, RtcTokenBuilder.Role.Role_Publisher, SOON));
        }
        assertEquals(200, tokens.size());
    }

    @Test
    void aHundredPairsTakeTurnsInEightThreads() {
        List<String> pairs = IntStream.range(0, 100)
                .mapToObj(index -> String.format("%032d", index))
                .collect(Collectors.toList());
        IntStream.range(0, 8).parallel().forEach(thread -> pairs.forEach(certificate -> {
            String token = RTM.buildToken(APP_ID, certificate, "ann", 60);
            try (Issuer issuer = new Issuer(APP_ID, certificate)) {
                issuer.checkRtm(token, "ann");
            }
        }));
    }
}
