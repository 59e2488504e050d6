import { Gate, type HandlerOptions, KEPT } from "./access.js";
import type { Issuer } from "./issuer.js";
import { front, isBytes } from "./native.js";

/**
 * The token server as a fetch handler, for Workers, `Deno.serve`, `Bun.serve`, Next.js and Hono routes, Supabase
 * functions:
 *
 * ```js
 * const tokens = createHandler(issuer, {
 *   version: "007",
 *   authorize: async (request) => {
 *     const user = await userOf(request.headers.get("Authorization"));
 *     if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
 *     return { user: String(user.id), channels: ["room-*"], maxRole: "publisher" };
 *   },
 * });
 * Deno.serve(tokens);
 * ```
 *
 * What `authorize` itself throws, but for a {@link Refused}, rejects the promise, for the host to answer as it does.
 *
 * @throws {AgoraTokenError} `BAD_VERSION`; `OUT_OF_RANGE` of the status, or of an origin that is none
 */
export function createHandler(
  issuer: Issuer,
  options: HandlerOptions<Request>,
): (request: Request) => Promise<Response> {
  const gate = new Gate<Request>(issuer, options);
  return async (request) => {
    const asked = {
      method: request.method,
      target: targetOf(request.url),
      origin: request.headers.get("Origin") ?? "",
    };
    const { status, headers, body } = await gate.answer(request, asked, () => bodyOf(request));
    return new Response(body === "" ? null : body, { status, headers });
  };
}

/** The path and the query of a URL as they came. */
function targetOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("#");
  return start < 0 ? "/" : url.slice(start, end < 0 ? undefined : end);
}

/** The body, as far as the endpoint reads it. */
async function bodyOf(request: Request): Promise<Uint8Array> {
  if (request.bodyUsed || request.body?.locked) {
    throw new TypeError("the body was read before the endpoint: in authorize, read that of request.clone()");
  }
  const kept = new Uint8Array(KEPT);
  let length = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined && length < KEPT) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!isBytes(value)) throw new TypeError("the body's stream must give Uint8Arrays");
    const part = front(value, KEPT - length);
    kept.set(part, length);
    length += part.length;
  }
  if (length === KEPT) await reader?.cancel();
  return kept.subarray(0, length);
}
