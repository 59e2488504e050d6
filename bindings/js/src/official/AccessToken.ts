/** Stands in for `src/AccessToken` of `agora-token` and `agora-access-token`: version 006. */
import { Role, VERSION_006 } from "../abi.js";
import { AgoraTokenError } from "../errors.js";
import { parse } from "../info.js";
import { now, put, wasm } from "../native.js";
import { account, complain, enter, heed, issuerOf, text, u32 } from "./rules.js";

export const version = "006";

/** The privileges of a 006 token, as those packages spell it. */
export const priviledges = {
  kJoinChannel: 1,
  kPublishAudioStream: 2,
  kPublishVideoStream: 3,
  kPublishDataStream: 4,
  kPublishAudiocdn: 5,
  kPublishVideoCdn: 6,
  kRequestPublishAudioStream: 7,
  kRequestPublishVideoStream: 8,
  kRequestPublishDataStream: 9,
  kInvitePublishAudioStream: 10,
  kInvitePublishVideoStream: 11,
  kInvitePublishDataStream: 12,
  kAdministrateChannel: 101,
  kRtmLogin: 1000,
} as const;

const DAY = 24 * 3600;

/** Builds and reads a 006 token. Times are Unix times in seconds; a privilege that ends at 0 does not expire. */
export class AccessToken {
  appID: string;
  appCertificate: string;
  channelName: string;
  uid: string;
  messages: Record<number, number> = {};
  /** The library takes one that no other token of the pair has, unless this is set. */
  salt: number | undefined;
  ts: number;

  /** @param uid A number, of which 0 is any user, or a user account. */
  constructor(appID: string, appCertificate: string, channelName: string, uid: string | number) {
    this.appID = appID;
    this.appCertificate = appCertificate;
    this.channelName = channelName;
    this.uid = account(uid);
    this.ts = now() + DAY;
  }

  addPriviledge(priviledge: number, expireTimestamp: number): void {
    this.messages[priviledge] = expireTimestamp;
  }

  /** The token, or "" where the App ID or the certificate is none. */
  build(): string {
    const issuer = issuerOf(this.appID, this.appCertificate);
    if (issuer === undefined) return "";
    const ts = u32("ts", this.ts);
    // The builder takes seconds from the issuing, of which 0 is for ever: below every time each can be given as that.
    let issuedAt = ts;
    let first = Infinity;
    for (const key in this.messages) {
      const end = u32("expireTimestamp", this.messages[key]);
      first = Math.min(first, end);
      if (end > 0) issuedAt = Math.min(issuedAt, end - 1);
    }
    enter();
    this.#heed(issuer.address(), first);
    const builder = issuer.builder("006").issuedAt(issuedAt).expiresIn(ts - issuedAt);
    try {
      if (this.salt !== undefined) builder.salt(u32("salt", this.salt));
      builder.addRtc(text("channelName", this.channelName), this.uid);
      for (const key in this.messages) {
        const end = u32("expireTimestamp", this.messages[key]);
        builder.grant(Number(key), end === 0 ? 0 : end - issuedAt);
      }
      return builder.build();
    } finally {
      builder.close();
    }
  }

  #heed(issuer: number, firstEnd: number): void {
    if (firstEnd <= now()) {
      const right = "it is a Unix time in seconds, such as Math.floor(Date.now() / 1000) + 3600";
      complain(new AgoraTokenError("BAD_EXPIRY", `privilegeExpiredTs is not in the future: ${right}`));
    }
    const name = put(0, "channelName", text("channelName", this.channelName));
    if (priviledges.kRtmLogin in this.messages) {
      return heed((out, size, len) => wasm.agora_token_rtm(issuer, VERSION_006, name, 1, out, size, len));
    }
    if (this.uid === "") {
      return heed((out, size, len) =>
        wasm.agora_token_rtc_uid(issuer, VERSION_006, name, 0, Role.SUBSCRIBER, 1, out, size, len),
      );
    }
    const user = put(1, "account", this.uid);
    heed((out, size, len) =>
      wasm.agora_token_rtc_account(issuer, VERSION_006, name, user, Role.SUBSCRIBER, 1, out, size, len),
    );
  }

  /** Reads a token; false where it is none. It holds no names, so channelName and uid stay as they are. */
  fromString(originToken: string): boolean {
    try {
      const info = parse(originToken);
      if (info.version !== "006") return false;
      this.appID = info.appId;
      this.salt = info.salt;
      this.ts = info.expiresAt;
      this.messages = {};
      for (const { privilege, expiresAt } of info.services[0]?.privileges ?? []) {
        const isLogin = info.services[0]?.name === "RTM";
        this.messages[isLogin ? priviledges.kRtmLogin : privilege] = expiresAt ?? 0;
      }
      return true;
    } catch (error) {
      if (error instanceof AgoraTokenError || error instanceof TypeError) return false;
      throw error;
    }
  }
}
