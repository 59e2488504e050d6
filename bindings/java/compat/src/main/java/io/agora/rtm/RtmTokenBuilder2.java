package io.agora.rtm;

import io.agora.media.AccessToken2;

/** RTM tokens, version 007. {@code expire} is seconds from now. */
public class RtmTokenBuilder2 {
    public String buildToken(String appId, String appCertificate, String userId, int expire) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, expire);
        AccessToken2.ServiceRtm service = new AccessToken2.ServiceRtm(userId);
        service.addPrivilegeRtm(AccessToken2.PrivilegeRtm.PRIVILEGE_LOGIN, expire);
        token.addService(service);
        return token.build();
    }

    /** A token with a permission for each resource. */
    public String buildTokenWithPermissions(
            String appId,
            String appCertificate,
            String userId,
            AccessToken2.ServiceRtm2.Permissions permissions,
            int expire) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, expire);
        AccessToken2.ServiceRtm2 service = new AccessToken2.ServiceRtm2(userId, permissions);
        service.addPrivilegeRtm2(AccessToken2.PrivilegeRtm2.PRIVILEGE_LOGIN, expire);
        token.addService(service);
        return token.build();
    }
}
