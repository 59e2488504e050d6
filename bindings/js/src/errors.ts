import { STATUS_NAMES, STATUSES } from "./abi.js";

/** What went wrong, as a word. Later versions add some. */
export type ErrorCode = keyof typeof STATUSES | "CLOSED";

/**
 * The one class of everything that this package throws, but for a `TypeError` where an argument is of a wrong type.
 *
 * `code` tells what went wrong, `message` says what is wrong and what would be right. Neither ever shows the App
 * Certificate.
 *
 * ```js
 * try {
 *   issuer.checkRtc(token, "room", { uid: 42 });
 * } catch (error) {
 *   if (error instanceof AgoraTokenError && error.code === "EXPIRED") renew();
 *   else throw error;
 * }
 * ```
 */
export class AgoraTokenError extends Error {
  /** What went wrong, such as `"EXPIRED"`. */
  readonly code: ErrorCode;
  /** The number of the code in the C library: from 100 a wrong argument, from 200 a text that is no token, from 300 a
   *  token that is not good. 0 for `"CLOSED"`. */
  readonly status: number;
  /** Of a check that fails: what the token has in place of what was asked, for people, with names between quotes. */
  readonly found: string | null;
  /** Of a check that fails: what was asked, written as `found` is. */
  readonly asked: string | null;
  /** Of a check that fails: what to do. */
  readonly advice: string | null;

  constructor(code: ErrorCode, message: string, options?: ErrorDetails) {
    super(message);
    this.name = "AgoraTokenError";
    this.code = code;
    this.status = code === "CLOSED" ? 0 : STATUSES[code];
    this.found = options?.found ?? null;
    this.asked = options?.asked ?? null;
    this.advice = options?.advice ?? null;
    if (options !== undefined && "cause" in options) {
      Object.defineProperty(this, "cause", { value: options.cause, configurable: true, writable: true });
    }
  }
}

/** What an {@link AgoraTokenError} has besides its code and its message. */
export interface ErrorDetails {
  cause?: unknown;
  found?: string | null;
  asked?: string | null;
  advice?: string | null;
}

/** The code of a status. The module and the names are of one header, so each status has one. */
export function codeOf(status: number): ErrorCode {
  return (STATUS_NAMES as Record<number, ErrorCode>)[status] ?? "PANIC";
}
