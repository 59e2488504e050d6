/**
 * What the packages that this one stands in for do without: they make any token, and here it is made too. Where Agora's
 * rules would refuse it, that is said once a process, or is an error after `strict(true)`.
 */
import { STATUSES } from "../abi.js";
import { AgoraTokenError } from "../errors.js";
import { Issuer } from "../issuer.js";
import { call, enter, errorOf, now, outWord, put, tokenAt } from "../native.js";

let isStrict = false;
const said = new Set<string>();

/** Whether what Agora's rules refuse is an `AgoraTokenError`, instead of a warning and the token all the same. */
export function strict(on: boolean): void {
  isStrict = on;
}

/** Says what is wrong, or throws it. */
export function complain(error: AgoraTokenError, outcome = "the token is made all the same"): void {
  if (isStrict) throw error;
  if (said.has(error.code)) return;
  said.add(error.code);
  const text = `${error.message} (${outcome}; strict(true) makes this an error)`;
  if (typeof process === "object" && typeof process.emitWarning === "function") {
    process.emitWarning(text, { type: "AgoraTokenWarning", code: error.code });
  } else console.warn(text);
}

/** Has the library's own rules look at what a one-call function would be given; without room for it no token is made. */
export function heed(body: (out: number, capacity: number, outLen: number) => number): void {
  const status = call(() => body(0, 0, outWord()));
  if (status !== 0 && status !== STATUSES.BUFFER_TOO_SMALL) complain(errorOf(status));
}

/** A one-call function, with the pointers of two names. */
type OneCall = (
  issuer: number, first: number, second: number, life: number, out: number, capacity: number, outLen: number,
) => number;

/**
 * A 006 token whose privileges all end at one time, by the one-call function that makes the same: a third of the builder's
 * work. Undefined where that refuses it, so that the builder makes it, and says what is wrong.
 */
export function inOneCall(
  appId: unknown, appCertificate: unknown, name: unknown, user: string, end: unknown, body: OneCall,
): string | undefined {
  const issuer = issuerOf(appId, appCertificate);
  if (issuer === undefined) return undefined;
  const issuedAt = now();
  const life = u32("expireTimestamp", end) - issuedAt;
  if (life <= 0) return undefined;
  enter();
  const address = issuer.address();
  const first = put(0, "channelName", text("channelName", name));
  const second = put(1, "account", user);
  try {
    return tokenAt(issuedAt, (out, size, len) => body(address, first, second, life, out, size, len));
  } catch (error) {
    if (error instanceof AgoraTokenError) return undefined;
    throw error;
  }
}

/** The issuers that were used last: these packages are given the pair with every token. */
const issuers = new Map<string, Issuer>();
const KEPT = 16;
let last: { appId: unknown; appCertificate: unknown; issuer: Issuer } | undefined;

/** The issuer of a pair, or undefined where it is none: for those packages the token is "" then. */
export function issuerOf(appId: unknown, appCertificate: unknown): Issuer | undefined {
  if (last?.appId === appId && last?.appCertificate === appCertificate) return last?.issuer;
  const issuer = find(appId, appCertificate);
  last = issuer && { appId, appCertificate, issuer };
  return issuer;
}

function find(appId: unknown, appCertificate: unknown): Issuer | undefined {
  const key = `${appId} ${appCertificate}`;
  const known = issuers.get(key);
  if (known !== undefined) return known;
  try {
    const issuer = new Issuer(String(appId), String(appCertificate));
    if (issuers.size >= KEPT) forget(issuers.keys().next().value!);
    issuers.set(key, issuer);
    return issuer;
  } catch (error) {
    if (!(error instanceof AgoraTokenError) || !error.code.startsWith("BAD_APP_")) throw error;
    complain(error, "so there is no token");
    return undefined;
  }
}

function forget(key: string): void {
  issuers.get(key)?.close();
  issuers.delete(key);
}

/** A text as those packages write it: half of a surrogate pair is U+FFFD. */
export function text(name: string, value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, not ${typeof value}`);
  // All but the oldest runtimes know whether there is anything to replace.
  return (value as { isWellFormed?(): boolean }).isWellFormed?.() ? value : value.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
}

/** An account as those packages take it: the number 0 is any user. */
export function account(value: unknown): string {
  return value === 0 ? "" : text("the account", `${value}`);
}

/** A number as those packages write it: digits are one, a fraction is cut off, and nothing is 0. */
export function u32(name: string, value: unknown): number {
  const number = Math.trunc(Number(value)) || 0;
  if (number >= 0 && number <= 0xffffffff) return number;
  throw new RangeError(`${name} must be from 0 to 4294967295, not ${number}`);
}

/** Complains of a uid that is none. */
export function heedUid(uid: unknown): void {
  if (typeof uid === "number" && Number.isInteger(uid) && uid >= 0 && uid <= 0xffffffff) return;
  if (typeof uid === "string" && /^\d{1,10}$/.test(uid) && Number(uid) <= 0xffffffff) return;
  complain(
    new AgoraTokenError("OUT_OF_RANGE", "the uid must be a whole number from 0 to 4294967295; a name is a user account"),
  );
}

export { enter };
