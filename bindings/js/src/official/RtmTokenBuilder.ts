/** Stands in for `src/RtmTokenBuilder` of `agora-token` and `agora-access-token`: version 006. */
import { VERSION_006 } from "../abi.js";
import { wasm } from "../native.js";
import { AccessToken, priviledges } from "./AccessToken.js";
import { inOneCall } from "./rules.js";

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
    const userId = `${account}`;
    const made = inOneCall(appID, appCertificate, userId, "", privilegeExpiredTs, (issuer, user, _, life, out, size, len) =>
      wasm.agora_token_rtm(issuer, VERSION_006, user, life, out, size, len),
    );
    if (made !== undefined) return made;
    const token = new AccessToken(appID, appCertificate, userId, "");
    token.addPriviledge(priviledges.kRtmLogin, privilegeExpiredTs);
    return token.build();
  }
}
