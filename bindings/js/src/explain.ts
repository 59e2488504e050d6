import { AgoraTokenError, type ErrorCode, type ErrorDetails } from "./errors.js";
import { call, errorOf, textOf, wasm } from "./native.js";

/** Whether a token is good, and where it is not, why and what to do; what there is nothing to say about is null. */
export interface Explanation {
  good: boolean;
  /** What a check throws: its number, 0 where the token is good. */
  status: number;
  /** Its name: `"OK"`, or the `code` of the error. */
  name: "OK" | ErrorCode;
  /** Why it is not good, in a sentence. */
  reason: string | null;
  /** What the token has in place of what was asked, for people: names between quotes. */
  found: string | null;
  /** What was asked, written as `found` is. */
  asked: string | null;
  /** What to do. */
  advice: string | null;
  /** How the RTC SDK reports it to a client that joins: 109 for a token that has expired, 110 otherwise. */
  sdkError: number | null;
  /** Until when it is good, or when it expired. Times are Unix times in seconds. */
  expiresAt: number | null;
  /** Where `expiresAt` is more than the 24 hours that Agora honours: when Agora cuts it. */
  cutAt: number | null;
  /** When it was looked at. */
  now: number;
}

/** A question in the module's memory. The service 0 asks about the signature and the lifetime alone. */
export interface Asked {
  issuer: number;
  token: number;
  service: number;
  channel: number;
  user: number;
  privilege: number;
  now: bigint;
}

export function explanationOf({ issuer, token, service, channel, user, privilege, now }: Asked): Explanation {
  const json = textOf((out, size, len) =>
    wasm.agora_token_explain(issuer, token, service, channel, user, privilege, now, out, size, len),
  );
  const { sdk_error, expires_at, cut_at, now: at, ...rest } = JSON.parse(json);
  return { ...rest, sdkError: sdk_error, expiresAt: expires_at, cutAt: cut_at, now: at };
}

/** Runs a check. Where it fails because of the token, the error says what the token has, what was asked, what to do. */
export function judge(check: () => number, asked: () => Asked): void {
  const status = call(check);
  if (status !== 0) throw errorOf(status, detailsOf(status, asked()));
}

/**
 * What explain says; of a question that cannot be asked it has nothing to say, and where a second has passed since the
 * check, it may speak of something else.
 */
function detailsOf(status: number, asked: Asked): ErrorDetails | undefined {
  try {
    const explanation = explanationOf(asked);
    return explanation.status === status ? explanation : undefined;
  } catch (error) {
    if (error instanceof AgoraTokenError && error.code !== "PANIC") return undefined;
    throw error;
  }
}
