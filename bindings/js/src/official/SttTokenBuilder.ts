/** Stands in for `agora-token/src/SttTokenBuilder`. */
import { AccessToken2, ServiceStt } from "./AccessToken2.js";
import { rtcService, rtmService } from "./RtcTokenBuilder2.js";

/** Tokens for real-time speech to text, with RTC and RTM. Lifetimes are in seconds from now. */
export class SttTokenBuilder {
  static buildToken(
    appId: string,
    appCertificate: string,
    channelName: string,
    rtcAccount: string | number,
    rtcRole: number,
    rtcTokenExpire: number,
    joinChannelPrivilegeExpire: number,
    pubAudioPrivilegeExpire: number,
    pubVideoPrivilegeExpire: number,
    pubDataStreamPrivilegeExpire: number,
    rtmUserId: string | number,
    rtmTokenExpire: number,
  ): string {
    const token = new AccessToken2(appId, appCertificate, 0, rtcTokenExpire);
    const lives = {
      join: joinChannelPrivilegeExpire,
      audio: pubAudioPrivilegeExpire,
      video: pubVideoPrivilegeExpire,
      data: pubDataStreamPrivilegeExpire,
    };
    token.add_service(rtcService(channelName, rtcAccount, rtcRole, lives));
    token.add_service(rtmService(rtmUserId, rtmTokenExpire));
    token.add_service(new ServiceStt());
    return token.build();
  }
}
