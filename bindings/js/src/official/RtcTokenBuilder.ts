/** Stands in for `src/RtcTokenBuilder` of `agora-token` and `agora-access-token`: version 006. */
import { Role as Roles, VERSION_006 } from "../abi.js";
import { wasm } from "../native.js";
import { AccessToken, priviledges } from "./AccessToken.js";
import { account as accountOf, heedUid, inOneCall } from "./rules.js";

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
    // A role from an environment variable is a string.
    const canPublish = [Role.ATTENDEE, Role.PUBLISHER, Role.ADMIN].some((one) => one === Number(role));
    const who = accountOf(account);
    const part = canPublish ? Roles.PUBLISHER : Roles.SUBSCRIBER;
    const made = inOneCall(appID, appCertificate, channelName, who, privilegeExpiredTs, (issuer, room, user, life, out, size, len) =>
      who === ""
        ? wasm.agora_token_rtc_uid(issuer, VERSION_006, room, 0, part, life, out, size, len)
        : wasm.agora_token_rtc_account(issuer, VERSION_006, room, user, part, life, out, size, len),
    );
    if (made !== undefined) return made;
    const token = new AccessToken(appID, appCertificate, channelName, account);
    token.addPriviledge(priviledges.kJoinChannel, privilegeExpiredTs);
    if (canPublish) {
      token.addPriviledge(priviledges.kPublishAudioStream, privilegeExpiredTs);
      token.addPriviledge(priviledges.kPublishVideoStream, privilegeExpiredTs);
      token.addPriviledge(priviledges.kPublishDataStream, privilegeExpiredTs);
    }
    return token.build();
  }
}
