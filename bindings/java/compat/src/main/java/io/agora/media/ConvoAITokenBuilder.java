package io.agora.media;

/** Tokens to start a voice agent in a channel, with RTC and RTM in it. Lifetimes are seconds from now. */
public class ConvoAITokenBuilder {
    public static String buildToken(
            String appId,
            String appCertificate,
            String channelName,
            String rtcAccount,
            RtcTokenBuilder2.Role rtcRole,
            int rtcTokenExpire,
            int joinChannelPrivilegeExpire,
            int pubAudioPrivilegeExpire,
            int pubVideoPrivilegeExpire,
            int pubDataStreamPrivilegeExpire,
            String rtmUserId,
            int rtmTokenExpire) {
        RtcTokenBuilder2.Lifetimes lives = new RtcTokenBuilder2.Lifetimes(
                joinChannelPrivilegeExpire,
                pubAudioPrivilegeExpire,
                pubVideoPrivilegeExpire,
                pubDataStreamPrivilegeExpire);
        AccessToken2 token = new AccessToken2(appId, appCertificate, rtcTokenExpire);
        token.addService(RtcTokenBuilder2.rtc(channelName, rtcAccount, rtcRole, lives));
        token.addService(RtcTokenBuilder2.rtm(rtmUserId, rtmTokenExpire));
        token.addService(new AccessToken2.ServiceConvoAI());
        return token.build();
    }
}
