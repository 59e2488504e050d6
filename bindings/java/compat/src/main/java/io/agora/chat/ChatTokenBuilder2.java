package io.agora.chat;

import io.agora.media.AccessToken2;

/** Chat tokens. {@code expire} is seconds from now. */
public class ChatTokenBuilder2 {
    public String buildUserToken(String appId, String appCertificate, String userId, int expire) {
        AccessToken2.ServiceChat service = new AccessToken2.ServiceChat(userId);
        return build(appId, appCertificate, service, AccessToken2.PrivilegeChat.PRIVILEGE_CHAT_USER, expire);
    }

    /** A token for the whole app: for your backend alone. */
    public String buildAppToken(String appId, String appCertificate, int expire) {
        AccessToken2.ServiceChat service = new AccessToken2.ServiceChat();
        return build(appId, appCertificate, service, AccessToken2.PrivilegeChat.PRIVILEGE_CHAT_APP, expire);
    }

    private static String build(
            String appId,
            String appCertificate,
            AccessToken2.ServiceChat service,
            AccessToken2.PrivilegeChat privilege,
            int expire) {
        service.addPrivilegeChat(privilege, expire);
        AccessToken2 token = new AccessToken2(appId, appCertificate, expire);
        token.addService(service);
        return token.build();
    }
}
