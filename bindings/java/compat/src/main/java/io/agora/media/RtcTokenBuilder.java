package io.agora.media;

/** RTC tokens, version 006. {@code privilegeTs} is a Unix time in seconds. */
public class RtcTokenBuilder {
    /** A token for a numeric uid, of which the sign is the highest bit; 0 is any user. */
    public String buildTokenWithUid(
            String appId, String appCertificate, String channelName, int uid, Role role, int privilegeTs) {
        String account = AccessToken2.getUidStr(uid);
        return buildTokenWithUserAccount(appId, appCertificate, channelName, account, role, privilegeTs);
    }

    /** A token for a user account. */
    public String buildTokenWithUserAccount(
            String appId, String appCertificate, String channelName, String account, Role role, int privilegeTs) {
        Rules.heedRole(role);
        AccessToken token = new AccessToken(appId, appCertificate, channelName, account);
        token.addPrivilege(AccessToken.Privileges.kJoinChannel, privilegeTs);
        if (role != null && role != Role.Role_Subscriber) {
            token.addPrivilege(AccessToken.Privileges.kPublishAudioStream, privilegeTs);
            token.addPrivilege(AccessToken.Privileges.kPublishVideoStream, privilegeTs);
            token.addPrivilege(AccessToken.Privileges.kPublishDataStream, privilegeTs);
        }
        return token.build();
    }

    /** Attendee and admin publish as a publisher does. */
    public enum Role {
        Role_Attendee(0),
        Role_Publisher(1),
        Role_Subscriber(2),
        Role_Admin(101);

        public int initValue;

        Role(int initValue) {
            this.initValue = initValue;
        }
    }
}
