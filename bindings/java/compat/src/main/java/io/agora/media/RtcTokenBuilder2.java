package io.agora.media;

/** RTC tokens, version 007. Lifetimes are seconds from now; that of a privilege is the token's where it is 0. */
public class RtcTokenBuilder2 {
    /** A token for a numeric uid, of which the sign is the highest bit; 0 is any user. */
    public String buildTokenWithUid(
            String appId,
            String appCertificate,
            String channelName,
            int uid,
            Role role,
            int tokenExpire,
            int privilegeExpire) {
        String account = AccessToken2.getUidStr(uid);
        return buildTokenWithUserAccount(
                appId, appCertificate, channelName, account, role, tokenExpire, privilegeExpire);
    }

    /** A token for a user account. */
    public String buildTokenWithUserAccount(
            String appId,
            String appCertificate,
            String channelName,
            String account,
            Role role,
            int tokenExpire,
            int privilegeExpire) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, tokenExpire);
        token.addService(rtc(channelName, account, role, Lifetimes.all(privilegeExpire)));
        return token.build();
    }

    /** A token for a numeric uid with a lifetime for each privilege. */
    public String buildTokenWithUid(
            String appId,
            String appCertificate,
            String channelName,
            int uid,
            int tokenExpire,
            int joinChannelPrivilegeExpire,
            int pubAudioPrivilegeExpire,
            int pubVideoPrivilegeExpire,
            int pubDataStreamPrivilegeExpire) {
        return buildTokenWithUserAccount(
                appId,
                appCertificate,
                channelName,
                AccessToken2.getUidStr(uid),
                tokenExpire,
                joinChannelPrivilegeExpire,
                pubAudioPrivilegeExpire,
                pubVideoPrivilegeExpire,
                pubDataStreamPrivilegeExpire);
    }

    /** A token for a user account with a lifetime for each privilege. */
    public String buildTokenWithUserAccount(
            String appId,
            String appCertificate,
            String channelName,
            String account,
            int tokenExpire,
            int joinChannelPrivilegeExpire,
            int pubAudioPrivilegeExpire,
            int pubVideoPrivilegeExpire,
            int pubDataStreamPrivilegeExpire) {
        Lifetimes lives = new Lifetimes(
                joinChannelPrivilegeExpire,
                pubAudioPrivilegeExpire,
                pubVideoPrivilegeExpire,
                pubDataStreamPrivilegeExpire);
        AccessToken2 token = new AccessToken2(appId, appCertificate, tokenExpire);
        token.addService(rtc(channelName, account, Role.ROLE_PUBLISHER, lives));
        return token.build();
    }

    /** One token for RTC and RTM under one account. */
    public String buildTokenWithRtm(
            String appId,
            String appCertificate,
            String channelName,
            String account,
            Role role,
            int tokenExpire,
            int privilegeExpire) {
        AccessToken2 token = new AccessToken2(appId, appCertificate, tokenExpire);
        token.addService(rtc(channelName, account, role, Lifetimes.all(privilegeExpire)));
        token.addService(rtm(account, tokenExpire));
        return token.build();
    }

    /** One token for RTC and RTM, with an account and lifetimes for each. */
    public String buildTokenWithRtm2(
            String appId,
            String appCertificate,
            String channelName,
            String rtcAccount,
            Role rtcRole,
            int rtcTokenExpire,
            int joinChannelPrivilegeExpire,
            int pubAudioPrivilegeExpire,
            int pubVideoPrivilegeExpire,
            int pubDataStreamPrivilegeExpire,
            String rtmUserId,
            int rtmTokenExpire) {
        Lifetimes lives = new Lifetimes(
                joinChannelPrivilegeExpire,
                pubAudioPrivilegeExpire,
                pubVideoPrivilegeExpire,
                pubDataStreamPrivilegeExpire);
        AccessToken2 token = new AccessToken2(appId, appCertificate, rtcTokenExpire);
        token.addService(rtc(channelName, rtcAccount, rtcRole, lives));
        token.addService(rtm(rtmUserId, rtmTokenExpire));
        return token.build();
    }

    static AccessToken2.ServiceRtc rtc(String channelName, String account, Role role, Lifetimes lives) {
        Rules.heedRole(role);
        AccessToken2.ServiceRtc service = new AccessToken2.ServiceRtc(channelName, account);
        service.addPrivilegeRtc(AccessToken2.PrivilegeRtc.PRIVILEGE_JOIN_CHANNEL, lives.join);
        if (role == Role.ROLE_PUBLISHER) {
            service.addPrivilegeRtc(AccessToken2.PrivilegeRtc.PRIVILEGE_PUBLISH_AUDIO_STREAM, lives.audio);
            service.addPrivilegeRtc(AccessToken2.PrivilegeRtc.PRIVILEGE_PUBLISH_VIDEO_STREAM, lives.video);
            service.addPrivilegeRtc(AccessToken2.PrivilegeRtc.PRIVILEGE_PUBLISH_DATA_STREAM, lives.data);
        }
        return service;
    }

    static AccessToken2.ServiceRtm rtm(String userId, int expire) {
        AccessToken2.ServiceRtm service = new AccessToken2.ServiceRtm(userId);
        service.addPrivilegeRtm(AccessToken2.PrivilegeRtm.PRIVILEGE_LOGIN, expire);
        return service;
    }

    /** A lifetime for each privilege of RTC. */
    static final class Lifetimes {
        final int join;
        final int audio;
        final int video;
        final int data;

        Lifetimes(int join, int audio, int video, int data) {
            this.join = join;
            this.audio = audio;
            this.video = video;
            this.data = data;
        }

        static Lifetimes all(int life) {
            return new Lifetimes(life, life, life, life);
        }
    }

    public enum Role {
        ROLE_PUBLISHER(1),
        ROLE_SUBSCRIBER(2);

        public int initValue;

        Role(int initValue) {
            this.initValue = initValue;
        }
    }
}
