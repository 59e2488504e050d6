/** Stands in for `agora-token/src/ConvoAITokenBuilder`. */
import { AccessToken2, ServiceConvoAI } from "./AccessToken2.js";
import { rtcService, rtmService } from "./RtcTokenBuilder2.js";

/** Tokens for conversations with an AI agent, with RTC and RTM. Lifetimes are in seconds from now. */
export class ConvoAITokenBuilder {
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
    token.add_service(new ServiceConvoAI());
    return token.build();
  }
}
