package io.agora.apaas;

import io.agora.education.EducationTokenBuilder2;

/** The same as {@link EducationTokenBuilder2}. */
public class ApaasTokenBuilder {
    private final EducationTokenBuilder2 builder = new EducationTokenBuilder2();

    /** A token for a user of a room, with that user's RTM and Chat. */
    public String buildRoomUserToken(
            String appId, String appCertificate, String roomUuid, String userUuid, Short role, int expire) {
        return builder.buildRoomUserToken(appId, appCertificate, roomUuid, userUuid, role, expire);
    }

    /** A token for a user outside of rooms. */
    public String buildUserToken(String appId, String appCertificate, String userUuid, int expire) {
        return builder.buildUserToken(appId, appCertificate, userUuid, expire);
    }

    /** A token for the whole app: for your backend alone. */
    public String buildAppToken(String appId, String appCertificate, int expire) {
        return builder.buildAppToken(appId, appCertificate, expire);
    }
}
