/** Stands in for `src/RtmTokenBuilder` of `agora-token` and `agora-access-token`: version 006. */
import { AccessToken, priviledges } from "./AccessToken.js";

export const Role = { Rtm_User: 1 } as const;

/** RTM tokens, version 006. `privilegeExpiredTs` is a Unix time in seconds. */
export class RtmTokenBuilder {
  static buildToken(
    appID: string,
    appCertificate: string,
    account: string | number,
    _role: number,
    privilegeExpiredTs: number,
  ): string {
    const token = new AccessToken(appID, appCertificate, `${account}`, "");
    token.addPriviledge(priviledges.kRtmLogin, privilegeExpiredTs);
    return token.build();
  }
}
