package io.agora.media;

/** FPA tokens, which live for 24 hours. */
public class FpaTokenBuilder {
    private static final int DAY = 24 * 3600;

    public String buildToken(String appId, String appCertificate) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, DAY);
        AccessToken2.ServiceFpa service = new AccessToken2.ServiceFpa();
        service.addPrivilegeFpa(AccessToken2.PrivilegeFpa.PRIVILEGE_LOGIN, 0);
        token.addService(service);
        return token.build();
    }
}
