import { NO_PRIVILEGE, NO_ROLE, RtcPrivilege, RtmPrivilege, ServiceType } from "./abi.js";
import { TokenBuilder } from "./builder.js";
import { type Explanation, explanationOf, judge } from "./explain.js";
import { Handle } from "./handle.js";
import { checked, Members, own } from "./options.js";
import { type RoleName, roleNumber, type Version, versionNumber } from "./names.js";
import * as native from "./native.js";
import { enter, integer, put, seconds, string, tokenOf, time, u32, wasm } from "./native.js";

/** For how long a token is good. */
export interface Lifetime {
  /** Seconds from now, at least 1. Agora honours at most 24 hours (86400). */
  expiresIn: number;
}

/** Who may use an RTC token: a numeric uid, of which 0 is any user, or a user account. */
export type RtcUser = { uid: number; account?: never } | { account: string; uid?: never };

/** What {@link Issuer.rtc} is told. */
export type RtcOptions = RtcUser & Lifetime & { role: RoleName; version?: Version };

/** What {@link Issuer.rtm} is told. */
export interface RtmOptions extends Lifetime {
  version?: Version;
}

/** What {@link Issuer.rtcRtm} is told. */
export interface AccountOptions extends Lifetime {
  /** 1 to 64 bytes. */
  account: string;
  role: RoleName;
}

/** What {@link Issuer.educationRoomUser} is told. */
export interface EducationOptions extends Lifetime {
  /** The classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another; none unless given. */
  role?: number;
}

/** When a check is: a Unix time in seconds; the clock's unless given. */
export interface At {
  now?: number;
}

/** What {@link Issuer.check} asks of a token. */
export type Question = At & Grant & Names;

/** A privilege of a service, such as `RtcPrivilege.JOIN_CHANNEL` of `ServiceType.RTC`. ConvoAI and STT have none: that
 *  the token carries them is the grant. */
export type Grant =
  | { service: number; privilege: number }
  | { service: typeof ServiceType.CONVOAI | typeof ServiceType.STT; privilege?: typeof NO_PRIVILEGE };

/** What {@link Issuer.explain} is asked of no service. */
export type AboutTheTokenAlone = At & { service?: never; privilege?: never; channel?: never; user?: never };

/** Where and for whom a token is to be good. */
export interface Names {
  /** The channel, or the room uuid for Education; none for a service without. */
  channel?: string;
  /** The account, user id or user uuid; none for a service without, and in RTC a token that is good for any user. */
  user?: string;
}

/** What {@link Issuer.checkRtc} asks of a token. */
export type RtcQuestion = RtcUser & At & { /** Joining unless given. */ privilege?: number };

// Every name that an argument may have.
const LIFETIME = new Members("expiresIn");
const RTM = new Members("expiresIn", "version");
const RTC = new Members("uid", "account", "role", "expiresIn", "version");
const ACCOUNT = new Members("account", "role", "expiresIn");
const EDUCATION = new Members("expiresIn", "role");
const AT = new Members("now");
const QUESTION = new Members("service", "privilege", "channel", "user", "now");
const RTC_QUESTION = new Members("uid", "account", "privilege", "now");

/** The service of a question about the signature and the lifetime alone. */
const NO_SERVICE = 0;

/** A question whatever its service. */
type Asked = At & Names & { service: number; privilege: number };

type ForAccount = "agora_token_rtc_rtm" | "agora_token_convoai" | "agora_token_stt";

const LENGTH = 32;

/**
 * An app's App ID and App Certificate, and what they sign.
 *
 * ```js
 * const issuer = new Issuer(process.env.APP_ID, process.env.APP_CERTIFICATE);
 * const token = issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 3600 });
 * ```
 *
 * Every call throws an {@link AgoraTokenError} where it fails: its `code` is in the list of each method, besides
 * `"CLOCK_FAILED"` and `"RANDOM_FAILED"` of every call that signs, `"NOT_UTF8"` of text with half of a surrogate pair,
 * `"CLOSED"`, `"OUT_OF_RANGE"` and `"PANIC"`. An argument of a wrong type is a `TypeError`, as is an option that there is
 * not: a misspelt one would be left out in silence.
 */
export class Issuer extends Handle {
  /** App ID and certificate, for an instance of the module that is made after a failure. */
  readonly #pair = new Uint8Array(2 * LENGTH);

  /**
   * @param appId 32 hexadecimal characters, exactly as Agora's console shows them.
   * @param appCertificate As the App ID. It is never part of an output, error or log.
   * @throws {AgoraTokenError} `BAD_APP_ID`, `BAD_APP_CERTIFICATE`
   */
  constructor(appId: string, appCertificate: string) {
    super("issuer", "agora_token_issuer_free", signed(() => {
      put(0, "appId", appId);
      put(1, "appCertificate", appCertificate);
    }));
    for (let index = 0; index < LENGTH; index++) {
      this.#pair[index] = appId.charCodeAt(index);
      this.#pair[LENGTH + index] = appCertificate.charCodeAt(index);
    }
  }

  /** @internal */
  protected again(): number {
    return signed(() => {
      native.putBytes(string(0), this.#pair.subarray(0, LENGTH));
      native.putBytes(string(1), this.#pair.subarray(LENGTH));
    });
  }

  override close(): void {
    super.close();
    this.#pair.fill(0);
  }

  /**
   * An RTC token for one user in one channel; `"*"` is every channel. 007 unless `version` says otherwise.
   *
   * @throws {AgoraTokenError} `BAD_VERSION`, `BAD_ROLE`, `BAD_CHANNEL`, `BAD_ACCOUNT`, `BAD_EXPIRY`,
   *     `EXPIRY_LOOKS_ABSOLUTE`
   */
  rtc(channel: string, options: RtcOptions): string {
    const { uid, account, role, expiresIn, version = "007" } = checked("the options of rtc", options, RTC);
    enter();
    const issuer = this.address();
    const kind = versionNumber(version);
    const who = roleNumber(role);
    const life = seconds("expiresIn", expiresIn);
    const room = put(0, "channel", channel);
    if (isAccount(uid, account)) {
      const user = put(1, "account", account);
      return tokenOf((out, size, len) => wasm.agora_token_rtc_account(issuer, kind, room, user, who, life, out, size, len));
    }
    const number = u32("uid", uid!);
    return tokenOf((out, size, len) => wasm.agora_token_rtc_uid(issuer, kind, room, number, who, life, out, size, len));
  }

  /**
   * An RTM (Signaling) token for one user id of 1 to 64 bytes. 007 unless `version` says otherwise.
   *
   * @throws {AgoraTokenError} `BAD_VERSION`, `BAD_ACCOUNT`, `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  rtm(userId: string, options: RtmOptions): string {
    const { expiresIn, version = "007" } = checked("the options of rtm", options, RTM);
    enter();
    const issuer = this.address();
    const kind = versionNumber(version);
    const life = seconds("expiresIn", expiresIn);
    const user = put(0, "userId", userId);
    return tokenOf((out, size, len) => wasm.agora_token_rtm(issuer, kind, user, life, out, size, len));
  }

  /**
   * One 007 token for RTC in a channel and for RTM, both under the same account.
   *
   * @throws {AgoraTokenError} `BAD_ROLE`, `BAD_CHANNEL`, `BAD_ACCOUNT`, `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  rtcRtm(channel: string, options: AccountOptions): string {
    return this.#forAccount("agora_token_rtc_rtm", channel, options);
  }

  /**
   * One 007 token for a conversation with an AI agent: RTC in a channel, RTM and ConvoAI, all under the same account.
   * Whoever holds it can start agents at your cost.
   *
   * @throws {AgoraTokenError} As {@link Issuer.rtcRtm}
   */
  convoai(channel: string, options: AccountOptions): string {
    return this.#forAccount("agora_token_convoai", channel, options);
  }

  /**
   * One 007 token for real-time speech to text: RTC in a channel, RTM and STT, all under the same account. Whoever holds
   * it can start transcriptions at your cost.
   *
   * @throws {AgoraTokenError} As {@link Issuer.rtcRtm}
   */
  stt(channel: string, options: AccountOptions): string {
    return this.#forAccount("agora_token_stt", channel, options);
  }

  #forAccount(name: ForAccount, channel: string, options: AccountOptions): string {
    const { account, role, expiresIn } = checked("the options", options, ACCOUNT);
    enter();
    const issuer = this.address();
    const who = roleNumber(role);
    const life = seconds("expiresIn", expiresIn);
    const room = put(0, "channel", channel);
    const user = put(1, "account", account);
    return tokenOf((out, size, len) => wasm[name](issuer, room, user, who, life, out, size, len));
  }

  /**
   * A 007 token for one Chat user id of 1 to 64 bytes.
   *
   * @throws {AgoraTokenError} `BAD_ACCOUNT`, `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  chatUser(userId: string, options: Lifetime): string {
    const { expiresIn } = checked("the options of chatUser", options, LIFETIME);
    enter();
    const issuer = this.address();
    const life = seconds("expiresIn", expiresIn);
    const user = put(0, "userId", userId);
    return tokenOf((out, size, len) => wasm.agora_token_chat_user(issuer, user, life, out, size, len));
  }

  /**
   * A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a user.
   *
   * @throws {AgoraTokenError} `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  chatApp(options: Lifetime): string {
    const { expiresIn } = checked("the options of chatApp", options, LIFETIME);
    enter();
    const issuer = this.address();
    const life = seconds("expiresIn", expiresIn);
    return tokenOf((out, size, len) => wasm.agora_token_chat_app(issuer, life, out, size, len));
  }

  /**
   * A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat. The uuids have
   * 1 to 64 bytes.
   *
   * @throws {AgoraTokenError} `BAD_ACCOUNT`, `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  educationRoomUser(roomUuid: string, userUuid: string, options: EducationOptions): string {
    const { expiresIn, role = NO_ROLE } = checked("the options of educationRoomUser", options, EDUCATION);
    enter();
    const issuer = this.address();
    const part = integer("role", role, -32768, 32767);
    const life = seconds("expiresIn", expiresIn);
    const room = put(0, "roomUuid", roomUuid);
    const user = put(1, "userUuid", userUuid);
    return tokenOf((out, size, len) =>
      wasm.agora_token_education_room_user(issuer, room, user, part, life, out, size, len),
    );
  }

  /**
   * A 007 token for one Education user outside of rooms. The uuid has 1 to 64 bytes.
   *
   * @throws {AgoraTokenError} `BAD_ACCOUNT`, `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  educationUser(userUuid: string, options: Lifetime): string {
    const { expiresIn } = checked("the options of educationUser", options, LIFETIME);
    enter();
    const issuer = this.address();
    const life = seconds("expiresIn", expiresIn);
    const user = put(0, "userUuid", userUuid);
    return tokenOf((out, size, len) => wasm.agora_token_education_user(issuer, user, life, out, size, len));
  }

  /**
   * A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to a user.
   *
   * @throws {AgoraTokenError} `BAD_EXPIRY`, `EXPIRY_LOOKS_ABSOLUTE`
   */
  educationApp(options: Lifetime): string {
    const { expiresIn } = checked("the options of educationApp", options, LIFETIME);
    enter();
    const issuer = this.address();
    const life = seconds("expiresIn", expiresIn);
    return tokenOf((out, size, len) => wasm.agora_token_education_app(issuer, life, out, size, len));
  }

  /** A 007 token for FPA. It names no user and lives for 24 hours. */
  fpa(): string {
    enter();
    const issuer = this.address();
    return tokenOf((out, size, len) => wasm.agora_token_fpa(issuer, out, size, len));
  }

  /**
   * A builder of every other token: several services, a lifetime for each privilege, RTM2 permissions, a fixed time and
   * salt. It goes on when the issuer is closed.
   *
   * @throws {AgoraTokenError} `BAD_VERSION`
   */
  builder(version: Version = "007"): TokenBuilder {
    return new TokenBuilder(this, version);
  }

  /**
   * Checks the signature and the lifetime of a 007 token, and nothing about whom it is for.
   *
   * @throws {AgoraTokenError} `MALFORMED_TOKEN`, `UNKNOWN_VERSION`, `TOKEN_TOO_LARGE`, `NO_SERVICE`,
   *     `UNSUPPORTED_IN_VERSION` for a 006 token, `WRONG_APP`, `BAD_SIGNATURE`, `EXPIRED`
   */
  verify(token: string, options: At = {}): void {
    const { now } = checked("the options of verify", options, AT);
    enter();
    const issuer = this.address();
    const at = time(now);
    const text = put(0, "token", token);
    const none = put(1, "nothing", "");
    judge(
      () => wasm.agora_token_verify(issuer, text, at),
      () => ({ issuer, token: text, service: 0, channel: none, user: none, privilege: 0, now: at }),
    );
  }

  /**
   * Checks a token for one privilege of one service.
   *
   * @throws {AgoraTokenError} As {@link Issuer.verify}, and `BAD_SERVICE`, `BAD_PRIVILEGE`, `BAD_CHANNEL` or
   *     `BAD_ACCOUNT` where the service has none, `WRONG_CHANNEL`, `WRONG_USER`, `NOT_GRANTED`
   */
  check(token: string, question: Question): void {
    const asked = checked("questions of check", question, QUESTION);
    const { service, privilege = NO_PRIVILEGE, channel = "", user = "", now } = asked;
    enter();
    const issuer = this.address();
    const kind = u32("service", service);
    const number = u32("privilege", privilege);
    const at = time(now);
    const text = put(0, "token", token);
    const room = put(1, "channel", channel);
    const who = put(2, "user", user);
    judge(
      () => wasm.agora_token_check(issuer, text, kind, room, who, number, at),
      () => ({ issuer, token: text, service: kind, channel: room, user: who, privilege: number, now: at }),
    );
  }

  /**
   * Checks a token for one user of one RTC channel. The uid 0 asks for a token that is good for any user.
   *
   * @throws {AgoraTokenError} As {@link Issuer.check}
   */
  checkRtc(token: string, channel: string, question: RtcQuestion): void {
    const asked = checked("questions of checkRtc", question, RTC_QUESTION);
    const { uid, account, privilege = RtcPrivilege.JOIN_CHANNEL, now } = asked;
    enter();
    const issuer = this.address();
    const number = u32("privilege", privilege);
    const at = time(now);
    const text = put(0, "token", token);
    const room = put(1, "channel", channel);
    const isText = isAccount(uid, account);
    const digits = isText ? 0 : u32("uid", uid!);
    // The account of a uid is its digits, and none for any user.
    const user = put(2, "account", isText ? account : digits === 0 ? "" : String(digits));
    judge(
      () =>
        isText
          ? wasm.agora_token_check_rtc_account(issuer, text, room, user, number, at)
          : wasm.agora_token_check_rtc_uid(issuer, text, room, digits, number, at),
      () => ({ issuer, token: text, service: ServiceType.RTC, channel: room, user, privilege: number, now: at }),
    );
  }

  /**
   * Checks a token for the RTM login of one user id.
   *
   * @throws {AgoraTokenError} As {@link Issuer.check}
   */
  checkRtm(token: string, userId: string, options: At = {}): void {
    const { now } = checked("the options of checkRtm", options, AT);
    enter();
    const issuer = this.address();
    const at = time(now);
    const text = put(0, "token", token);
    const user = put(1, "userId", userId);
    const channel = put(2, "nothing", "");
    judge(
      () => wasm.agora_token_check_rtm(issuer, text, user, at),
      () => ({ issuer, token: text, service: ServiceType.RTM, channel, user, privilege: RtmPrivilege.LOGIN, now: at }),
    );
  }

  /**
   * Says whether a token is good for what is asked, and where it is not, why and what to do. It throws nothing of that;
   * to let somebody in, take {@link Issuer.check}. A token that came in quotes, URL-encoded or cut is told from others.
   *
   * @param question As {@link Issuer.check} has it; without a service, the signature and the lifetime alone.
   * @throws {AgoraTokenError} `BAD_SERVICE`, `BAD_PRIVILEGE`, `BAD_CHANNEL`, `BAD_ACCOUNT` for what cannot be asked
   */
  explain(token: string, question: Question | AboutTheTokenAlone = {}): Explanation {
    const asked: Partial<Asked> = own("questions of explain", question, QUESTION);
    const { service, privilege = NO_PRIVILEGE, channel = "", user = "", now } = asked;
    if (service === undefined) refuseWithoutService(asked);
    enter();
    const issuer = this.address();
    const kind = service === undefined ? NO_SERVICE : u32("service", service);
    const number = u32("privilege", privilege);
    const at = time(now);
    const text = put(0, "token", token);
    const room = put(1, "channel", channel);
    const who = put(2, "user", user);
    return explanationOf({ issuer, token: text, service: kind, channel: room, user: who, privilege: number, now: at });
  }
}

/** Of no service nothing can be asked but the signature and the lifetime. */
function refuseWithoutService(asked: Partial<Asked>): void {
  const name = (["privilege", "channel", "user"] as const).find((name) => asked[name] !== undefined);
  if (name === undefined) return;
  throw new TypeError(`a question of explain has a ${name} but no service: give it, such as ServiceType.RTC`);
}

/** An issuer of the pair that `write` writes to the first two strings. */
function signed(write: () => void): number {
  enter();
  try {
    write();
    return native.make((out) => wasm.agora_token_issuer_new(string(0), string(1), out));
  } finally {
    native.wipeTexts();
    native.wipeStack();
  }
}

/** Which of the two there is. */
function isAccount(uid: unknown, account: unknown): account is string {
  if ((uid === undefined) === (account === undefined)) throw new TypeError("give either a uid or an account");
  return uid === undefined;
}
