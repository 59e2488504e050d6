package io.github.agoratoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IssuerTest {
    @Test
    void thePackageHasTheVersionOfItsLibrary() {
        assertEquals(Abi.agora_token_library_version().getString(0), System.getProperty("version"));
    }

    @Test
    void aTokenOfTheIssuerPassesItsCheckAndNoOther() {
        try (Issuer issuer = Official.issuer()) {
            String token = issuer.rtc("room", User.uid(42), Role.PUBLISHER, Duration.ofHours(1));
            issuer.verify(token);
            issuer.checkRtc(token, "room", User.uid(42), RtcPrivilege.PUBLISH_AUDIO);
            TokenNotGoodException refused = assertThrows(
                    TokenNotGoodException.class,
                    () -> issuer.checkRtc(token, "hall", User.uid(42), RtcPrivilege.JOIN_CHANNEL));
            assertEquals(Status.WRONG_CHANNEL, refused.status());
            assertEquals("\"room\"", refused.found());
            assertEquals("\"hall\"", refused.asked());
        }
    }
}
