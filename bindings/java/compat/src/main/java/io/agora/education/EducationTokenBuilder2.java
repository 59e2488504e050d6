package io.agora.education;

import io.agora.media.AccessToken2;
import io.agora.media.AccessToken2.PrivilegeApaas;
import io.github.agoratoken.InvalidArgumentException;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.ServiceType;
import io.github.agoratoken.TokenInfo;
import java.time.Duration;

/** Tokens of Flexible Classroom. {@code expire} is seconds from now. */
public class EducationTokenBuilder2 {
    /** A token for a user of a room, with that user's RTM and Chat. */
    public String buildRoomUserToken(
            String appId, String appCertificate, String roomUuid, String userUuid, Short role, int expire) {
        AccessToken2.ServiceApaas room = new AccessToken2.ServiceApaas(roomUuid, userUuid, role);
        AccessToken2.ServiceRtm rtm = new AccessToken2.ServiceRtm(userUuid);
        AccessToken2.ServiceChat chat =
                new AccessToken2.ServiceChat(chatUserIdOf(appId, appCertificate, userUuid));
        room.addPrivilegeApaas(PrivilegeApaas.PRIVILEGE_ROOM_USER, expire);
        rtm.addPrivilegeRtm(AccessToken2.PrivilegeRtm.PRIVILEGE_LOGIN, expire);
        chat.addPrivilegeChat(AccessToken2.PrivilegeChat.PRIVILEGE_CHAT_USER, expire);
        return build(appId, appCertificate, expire, room, rtm, chat);
    }

    /** A token for a user outside of rooms. */
    public String buildUserToken(String appId, String appCertificate, String userUuid, int expire) {
        AccessToken2.ServiceApaas service = new AccessToken2.ServiceApaas(userUuid);
        service.addPrivilegeApaas(PrivilegeApaas.PRIVILEGE_USER, expire);
        return build(appId, appCertificate, expire, service);
    }

    /** A token for the whole app: for your backend alone. */
    public String buildAppToken(String appId, String appCertificate, int expire) {
        AccessToken2.ServiceApaas service = new AccessToken2.ServiceApaas();
        service.addPrivilegeApaas(PrivilegeApaas.PRIVILEGE_APP, expire);
        return build(appId, appCertificate, expire, service);
    }

    /** The Chat user id of an Education user, which the library makes of the uuid: read from a token of its own. */
    private static String chatUserIdOf(String appId, String appCertificate, String userUuid) {
        Issuer issuer;
        try {
            issuer = new Issuer(appId, appCertificate);
        } catch (InvalidArgumentException none) {
            return ""; // Whoever builds the token says that.
        }
        try (issuer) {
            String token = issuer.educationRoomUser("room", userUuid, 1, Duration.ofSeconds(1));
            return TokenInfo.parse(token).services().stream()
                    .filter(service -> service.type() == ServiceType.CHAT)
                    .map(TokenInfo.Service::userId)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String build(String appId, String appCertificate, int expire, AccessToken2.Service... services) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, expire);
        for (AccessToken2.Service service : services) {
            token.addService(service);
        }
        return token.build();
    }
}
