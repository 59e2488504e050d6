import { NO_ROLE } from "./abi.js";
import { AgoraTokenError } from "./errors.js";
import { Handle } from "./handle.js";
import type { Issuer } from "./issuer.js";
import { type Version, versionNumber } from "./names.js";
import { checked, Members } from "./options.js";
import * as native from "./native.js";
import { enter, put, run, tokenOf, u32, wasm } from "./native.js";

/** Whom an Education service is for; what is not given is none. */
export interface ApaasOptions {
  roomUuid?: string;
  userUuid?: string;
  role?: number;
}

/**
 * Builds every token that the formats can hold. It writes what it is given, bounded by the format alone: Agora's rules
 * for names and lifetimes are those of the {@link Issuer}'s own methods. Each privilege is granted to the service that
 * was added last:
 *
 * ```js
 * const token = issuer.builder().expiresIn(3600)
 *   .addRtc("room", 42).grant(RtcPrivilege.JOIN_CHANNEL, 3600).grant(RtcPrivilege.PUBLISH_AUDIO, 600)
 *   .addRtm("42").grant(RtmPrivilege.LOGIN, 3600)
 *   .build();
 * ```
 *
 * A call that throws leaves the builder as it was, but for `"PANIC"`, after which a new one is needed.
 */
export class TokenBuilder extends Handle {
  /** @internal Ask {@link Issuer.builder} for one. */
  constructor(issuer: Issuer, version: Version) {
    enter();
    const address = Handle.issuerAddress(issuer);
    const made = native.make((out) => wasm.agora_token_builder_new(address, versionNumber(version), out));
    super("builder", "agora_token_builder_free", made, issuer);
  }

  /** @internal */
  protected again(): number {
    throw new AgoraTokenError("PANIC", "the module failed since this builder was made: make a new one");
  }

  #change(body: (builder: number) => number): this {
    const builder = this.address();
    run(() => body(builder));
    return this;
  }

  /** Fixes the time of issuing, as a Unix time in seconds. Without it each build takes the current time. */
  issuedAt(unixSeconds: number): this {
    enter();
    const value = u32("issuedAt", unixSeconds);
    return this.#change((builder) => wasm.agora_token_builder_set_issued_at(builder, value));
  }

  /** Fixes the salt. Without it each build takes a new one. */
  salt(salt: number): this {
    enter();
    const value = u32("salt", salt);
    return this.#change((builder) => wasm.agora_token_builder_set_salt(builder, value));
  }

  /** The token's own lifetime in seconds from its issuing, 86400 unless set. In a 006 token this is the `ts` field. */
  expiresIn(seconds: number): this {
    enter();
    const value = u32("expiresIn", seconds);
    return this.#change((builder) => wasm.agora_token_builder_set_expires_in(builder, value));
  }

  /**
   * Adds RTC in one channel (`"*"` is every channel) for one account, or one uid, of which 0 is any user, as is `""`.
   *
   * @throws {AgoraTokenError} `STRING_TOO_LONG`; `UNSUPPORTED_IN_VERSION` where a 006 token has a service already
   */
  addRtc(channel: string, account: string | number = ""): this {
    return this.#add("agora_token_builder_add_rtc", ["channel", channel], ["account", accountOf(account)]);
  }

  /**
   * Adds RTM (Signaling) for one user id.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addRtm(userId: string): this {
    return this.#add("agora_token_builder_add_rtm", ["userId", userId]);
  }

  /**
   * Adds Streaming in one channel for one account or uid. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addStreaming(channel: string, account: string | number = ""): this {
    return this.#add("agora_token_builder_add_streaming", ["channel", channel], ["account", accountOf(account)]);
  }

  /**
   * Adds FPA. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} `UNSUPPORTED_IN_VERSION`
   */
  addFpa(): this {
    return this.#add("agora_token_builder_add_fpa");
  }

  /**
   * Adds Chat for one user id; `""` for an app token. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addChat(userId = ""): this {
    return this.#add("agora_token_builder_add_chat", ["userId", userId]);
  }

  /**
   * Adds FCDN in one channel for one account or uid. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addFcdn(channel: string, account: string | number = ""): this {
    return this.#add("agora_token_builder_add_fcdn", ["channel", channel], ["account", accountOf(account)]);
  }

  /**
   * Adds Education: a user of a room in a role. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addApaas(options: ApaasOptions = {}): this {
    const { roomUuid = "", userUuid = "", role = NO_ROLE } = checked("the options of addApaas", options, APAAS);
    enter();
    const builder = this.address();
    const part = native.integer("role", role, -32768, 32767);
    const room = put(0, "roomUuid", roomUuid);
    const user = put(1, "userUuid", userUuid);
    run(() => wasm.agora_token_builder_add_apaas(builder, room, user, part));
    return this;
  }

  /**
   * Adds RTM2 (Signaling with permissions) for one user id. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} As {@link TokenBuilder.addRtc}
   */
  addRtm2(userId: string): this {
    return this.#add("agora_token_builder_add_rtm2", ["userId", userId]);
  }

  /**
   * Adds ConvoAI, which has no privileges: that the token carries it is the grant. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} `UNSUPPORTED_IN_VERSION`
   */
  addConvoai(): this {
    return this.#add("agora_token_builder_add_convoai");
  }

  /**
   * Adds STT (real-time speech to text), which has no privileges. Only in 007 tokens.
   *
   * @throws {AgoraTokenError} `UNSUPPORTED_IN_VERSION`
   */
  addStt(): this {
    return this.#add("agora_token_builder_add_stt");
  }

  #add(name: Adder, first?: [name: string, text: string], second?: [name: string, text: string]): this {
    enter();
    const builder = this.address();
    const a = first === undefined ? 0 : put(0, ...first);
    const b = second === undefined ? 0 : put(1, ...second);
    run(() => (wasm[name] as (builder: number, a: number, b: number) => number)(builder, a, b));
    return this;
  }

  /**
   * Grants a privilege of the service that was added last, for so many seconds from the token's issuing. 0 is as long
   * as the token (007), or for ever (006). A second grant of the same privilege replaces the first.
   *
   * @param privilege Such as `RtcPrivilege.JOIN_CHANNEL`, up to 65535.
   * @throws {AgoraTokenError} `BAD_PRIVILEGE`; `NO_SERVICE` before the first service
   */
  grant(privilege: number, expiresIn = 0): this {
    enter();
    const number = u32("privilege", privilege);
    const life = u32("expiresIn", expiresIn);
    return this.#change((builder) => wasm.agora_token_builder_grant(builder, number, life));
  }

  /**
   * Gives the RTM2 service that was added last a permission on named resources. A second call for the same resource and
   * permission replaces the first.
   *
   * @param resource Such as `Rtm2Resource.MESSAGE_CHANNELS`, up to 65535.
   * @param permission `Rtm2Permission.READ`, `.WRITE`, or another up to 65535.
   * @param names Such as the names of channels; at most 65535.
   * @throws {AgoraTokenError} `BAD_PRIVILEGE`, `NO_SERVICE`, `STRING_TOO_LONG`; `BAD_SERVICE` where the last is not RTM2
   */
  permit(resource: number, permission: number, names: readonly string[]): this {
    const copy = native.copied("names", names);
    enter();
    const builder = this.address();
    const about = u32("resource", resource);
    const what = u32("permission", permission);
    const list = native.putList("names", copy);
    run(() => wasm.agora_token_builder_permit(builder, about, what, list, copy.length));
    return this;
  }

  /**
   * Signs a token. The builder stays as it is and can build again.
   *
   * @throws {AgoraTokenError} `NO_SERVICE`, `STRING_TOO_LONG`, `TOKEN_TOO_LARGE`; `BAD_EXPIRY` where a time of a 006
   *     token would be above 4294967295; `CLOCK_FAILED`, `RANDOM_FAILED`
   */
  build(): string {
    enter();
    const builder = this.address();
    return tokenOf((out, size, len) => wasm.agora_token_builder_build(builder, out, size, len));
  }
}

const APAAS = new Members("roomUuid", "userUuid", "role");

type Adder =
  | "agora_token_builder_add_rtc"
  | "agora_token_builder_add_rtm"
  | "agora_token_builder_add_streaming"
  | "agora_token_builder_add_fpa"
  | "agora_token_builder_add_chat"
  | "agora_token_builder_add_fcdn"
  | "agora_token_builder_add_rtm2"
  | "agora_token_builder_add_convoai"
  | "agora_token_builder_add_stt";

/** The account of a uid is its digits, and none where it is 0. */
function accountOf(account: string | number): string {
  if (typeof account !== "number") return account;
  return u32("account", account) === 0 ? "" : String(account);
}
