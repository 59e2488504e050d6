import {
  ENDPOINT_OPTIONS,
  ENDPOINT_OPTIONS_INITIAL,
  ENDPOINT_OPTIONS_SIZE,
  POLICY,
  POLICY_INITIAL,
  POLICY_SIZE,
  REQUEST,
  REQUEST_SIZE,
} from "./abi.js";
import { Handle } from "./handle.js";
import type { Issuer } from "./issuer.js";
import { type RoleName, roleNumber, type Version, versionNumber } from "./names.js";
import { Members, own } from "./options.js";
import * as native from "./native.js";
import { call, enter, lent, make, put, putAt, putBytes, setWord, struct, u32, wasm } from "./native.js";

/** How an endpoint answers where the servers in the field differ. */
export interface EndpointOptions {
  /** The version of the tokens that GET answers: `"006"` unless given, as the article's server. `?version=007` in a
   *  request goes before it, and a policy that limits the user or the channels makes it 007. */
  version?: Version;
  /** The HTTP status of a mistake in a GET: 500 unless given, as the article's server, or 400. */
  clientErrorStatus?: 400 | 500;
  /** The origins that browsers may ask from, such as `"https://example.com"`; none is every origin. */
  allowOrigins?: readonly string[];
  /** Leaves out every header of CORS, for a host that writes its own. */
  omitCorsHeaders?: boolean;
}

/**
 * What the sender of a request may be given. Every token that a request asks for is held against it before it is signed,
 * and one that asks for more is answered with 403.
 *
 * It names one user, or says `allowAnyUser`. A 006 token can be changed by its holder, so a policy that limits the user
 * or the channels makes every token a 007 one.
 */
export type Policy = PolicyLimits & ({ user: string; allowAnyUser?: false } | { user?: undefined; allowAnyUser: true });

/** The part of a {@link Policy} that is not about the user. */
export interface PolicyLimits {
  /** The channels that tokens may open: names, or prefixes that end in `*`. Only a literal `"*"` allows the token for
   *  every channel. None unless given. */
  channels?: readonly string[];
  /** Any channel by its name, whatever `channels` lists, but not the token for every channel. */
  allowAnyChannel?: boolean;
  /** The highest role: `"subscriber"` unless given. */
  maxRole?: RoleName;
  /** The longest lifetime in seconds: 86400 unless given; `Infinity` is no limit. */
  maxExpiresIn?: number;
  /** Tokens that name no user and act for the whole app: Chat app, Education app, FPA. */
  allowAppTokens?: boolean;
  /** Tokens that carry ConvoAI or STT, with which their holder starts agents and transcriptions at your cost. */
  allowAiServices?: boolean;
}

/** A request as it came. Nothing in it needs to be valid. */
export interface EndpointRequest {
  /** Such as `"GET"`. */
  method: string;
  /** Path and query, not decoded: `"/rtc/room/publisher/uid/42?expiry=600"`. */
  target: string;
  /** The Origin header, if there is one. */
  origin?: string;
  body?: string | Uint8Array;
}

/** An answer. Content-Length and Date are for the host to add. */
export interface EndpointResponse {
  status: number;
  headers: [name: string, value: string][];
  /** JSON, or "". */
  body: string;
}

// Every name that an argument may have.

/** @internal */
export const OPTIONS = new Members("version", "clientErrorStatus", "allowOrigins", "omitCorsHeaders");
const LIMITS = new Members(
  "user", "channels", "maxRole", "maxExpiresIn", "allowAnyUser", "allowAnyChannel", "allowAppTokens", "allowAiServices",
);

const NO_LIMIT = 0;

/**
 * The token server without the sockets: it answers the requests of Agora's token server article and of the servers that
 * are built like it. {@link createHandler} mounts it wherever there are fetch handlers, and
 * `agora-token-wasm/node` in Node's `http`, Express and Fastify.
 */
export class Endpoint extends Handle {
  readonly #issuer: Issuer;
  readonly #options: EndpointOptions;

  /** @throws {AgoraTokenError} `BAD_VERSION`; `OUT_OF_RANGE` of the status, or of an origin that is none */
  constructor(issuer: Issuer, options: EndpointOptions = {}) {
    const given = own("the options of the endpoint", options, OPTIONS);
    const copy = { ...given, allowOrigins: native.copied("allowOrigins", given.allowOrigins ?? []) };
    super("endpoint", "agora_token_endpoint_free", made(issuer, copy), issuer);
    this.#issuer = issuer;
    this.#options = copy;
  }

  /** @internal */
  protected again(): number {
    return made(this.#issuer, this.#options);
  }

  /**
   * Answers a request. A mistake in it is an answer too; what is thrown speaks of the host's own mistakes.
   *
   * @param policy What the sender may be given. Null is everything: whoever reaches an open endpoint can have any token
   *     of the app.
   * @throws {AgoraTokenError} `BAD_ACCOUNT` where the policy has neither a user nor `allowAnyUser`, or both, `BAD_ROLE`
   * @throws {TypeError} where the policy has a limit that there is not
   */
  handle(request: EndpointRequest, policy: Policy | null): EndpointResponse {
    // All is read before the call begins: a getter may make a call of its own.
    const { method, target, origin = "", body = "" } = request;
    if (typeof body !== "string" && !native.isBytes(body)) {
      throw new TypeError(`body must be a string or a Uint8Array, not ${native.kindOf(body)}`);
    }
    const limits = policy === null ? null : readPolicy(policy);
    enter();
    const endpoint = this.address();
    const at = struct(0);
    setWord(at + REQUEST.size, REQUEST_SIZE);
    putAt(at + REQUEST.method, "method", method);
    putAt(at + REQUEST.target, "target", target);
    putAt(at + REQUEST.origin, "origin", origin);
    if (typeof body === "string") putAt(at + REQUEST.body, "body", body);
    else putBytes(at + REQUEST.body, body);
    setWord(at + REQUEST.policy, limits === null ? 0 : putPolicy(limits));
    return read(make((out) => wasm.agora_token_endpoint_handle(endpoint, at, out)));
  }

  /**
   * An answer of the host's own in the endpoint's form, with its headers and the body `{"error":"…"}`.
   *
   * @param status From 400 to 599.
   * @throws {AgoraTokenError} `OUT_OF_RANGE` where the status is another
   */
  error(status: number, text: string, origin = ""): EndpointResponse {
    enter();
    const endpoint = this.address();
    const number = u32("status", status);
    const what = put(0, "text", text);
    const from = put(1, "origin", origin);
    return read(make((out) => wasm.agora_token_endpoint_error(endpoint, number, what, from, out)));
  }
}

function made(issuer: Issuer, options: EndpointOptions): number {
  enter();
  const address = Handle.issuerAddress(issuer);
  const { version, clientErrorStatus = ENDPOINT_OPTIONS_INITIAL.client_error_status, allowOrigins = [] } = options;
  const kind = version === undefined ? ENDPOINT_OPTIONS_INITIAL.version : versionNumber(version);
  const at = struct(2);
  setWord(at + ENDPOINT_OPTIONS.size, ENDPOINT_OPTIONS_SIZE);
  setWord(at + ENDPOINT_OPTIONS.version, kind);
  setWord(at + ENDPOINT_OPTIONS.client_error_status, u32("clientErrorStatus", clientErrorStatus));
  setWord(at + ENDPOINT_OPTIONS.allow_origins, native.putList("allowOrigins", allowOrigins));
  setWord(at + ENDPOINT_OPTIONS.allow_origin_count, allowOrigins.length);
  setWord(at + ENDPOINT_OPTIONS.omit_cors_headers, flag("omitCorsHeaders", options.omitCorsHeaders));
  return make((out) => wasm.agora_token_endpoint_new(address, at, out));
}

/** A policy as the library takes it. */
function readPolicy(policy: Policy) {
  const limits = own<PolicyLimits & { user?: string | undefined; allowAnyUser?: boolean }>("policies", policy, LIMITS);
  const { user = "", channels = [], maxRole, maxExpiresIn = POLICY_INITIAL.max_expires_in } = limits;
  return {
    user,
    channels: native.copied("channels", channels),
    maxRole: maxRole === undefined ? POLICY_INITIAL.max_role : roleNumber(maxRole),
    maxExpiresIn: longest(maxExpiresIn),
    allowAppTokens: flag("allowAppTokens", limits.allowAppTokens),
    allowAnyChannel: flag("allowAnyChannel", limits.allowAnyChannel),
    allowAnyUser: flag("allowAnyUser", limits.allowAnyUser),
    allowAiServices: flag("allowAiServices", limits.allowAiServices),
  };
}

function putPolicy(limits: ReturnType<typeof readPolicy>): number {
  const at = struct(1);
  setWord(at + POLICY.size, POLICY_SIZE);
  putAt(at + POLICY.user, "user", limits.user);
  setWord(at + POLICY.channels, native.putList("channels", limits.channels));
  setWord(at + POLICY.channel_count, limits.channels.length);
  setWord(at + POLICY.max_role, limits.maxRole);
  setWord(at + POLICY.max_expires_in, limits.maxExpiresIn);
  setWord(at + POLICY.allow_app_tokens, limits.allowAppTokens);
  setWord(at + POLICY.allow_any_channel, limits.allowAnyChannel);
  setWord(at + POLICY.allow_any_user, limits.allowAnyUser);
  setWord(at + POLICY.allow_ai_services, limits.allowAiServices);
  return at;
}

function longest(maxExpiresIn: number): number {
  return maxExpiresIn === Infinity ? NO_LIMIT : native.integer("maxExpiresIn", maxExpiresIn, 1, 0xffffffff);
}

function flag(name: string, value: boolean | undefined): number {
  if (value === undefined) return 0;
  if (typeof value !== "boolean") throw new TypeError(`${name} must be true or false, not ${native.kindOf(value)}`);
  return Number(value);
}

function read(response: number): EndpointResponse {
  return call(() => {
    const headers: [string, string][] = [];
    for (let index = 0; index < wasm.agora_token_response_header_count(response); index++) {
      headers.push([
        lent((result) => wasm.agora_token_response_header_name(result, response, index)),
        lent((result) => wasm.agora_token_response_header_value(result, response, index)),
      ]);
    }
    const status = wasm.agora_token_response_status(response);
    const body = lent((result) => wasm.agora_token_response_body(result, response));
    wasm.agora_token_response_free(response);
    return { status, headers, body };
  });
}
