/** Stands in for `src/RtcTokenBuilder` of `agora-token` and `agora-access-token`: version 006. */
import { AccessToken, priviledges } from "./AccessToken.js";
import { heedUid } from "./rules.js";

/** ATTENDEE and ADMIN publish as PUBLISHER does. */
export const Role = { ATTENDEE: 0, PUBLISHER: 1, SUBSCRIBER: 2, ADMIN: 101 } as const;

/** RTC tokens, version 006. `privilegeExpiredTs` is a Unix time in seconds. */
export class RtcTokenBuilder {
  /** A token for a numeric uid; 0 is any user. */
  static buildTokenWithUid(
    appID: string,
    appCertificate: string,
    channelName: string,
    uid: string | number,
    role: number,
    privilegeExpiredTs: number,
  ): string {
    heedUid(uid);
    return RtcTokenBuilder.buildTokenWithAccount(appID, appCertificate, channelName, uid, role, privilegeExpiredTs);
  }

  /** A token for a user account. */
  static buildTokenWithAccount(
    appID: string,
    appCertificate: string,
    channelName: string,
    account: string | number,
    role: number,
    privilegeExpiredTs: number,
  ): string {
    const token = new AccessToken(appID, appCertificate, channelName, account);
    token.addPriviledge(priviledges.kJoinChannel, privilegeExpiredTs);
    // A role from an environment variable is a string.
    if ([Role.ATTENDEE, Role.PUBLISHER, Role.ADMIN].some((one) => one === Number(role))) {
      token.addPriviledge(priviledges.kPublishAudioStream, privilegeExpiredTs);
      token.addPriviledge(priviledges.kPublishVideoStream, privilegeExpiredTs);
      token.addPriviledge(priviledges.kPublishDataStream, privilegeExpiredTs);
    }
    return token.build();
  }
}
