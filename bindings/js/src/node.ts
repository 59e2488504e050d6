import type { IncomingMessage, ServerResponse } from "node:http";
import { Gate, type HandlerOptions, KEPT } from "./access.js";
import type { EndpointResponse } from "./endpoint.js";
import type { Issuer } from "./issuer.js";
import { isBytes } from "./native.js";

/** Nobody is left to answer: the client went away while it sent its request. */
const GONE = new Error("the client went away");

/** Passes an error on, as Express wants it. */
type Next = (error?: unknown) => void;

/** A listener of `http.createServer`, and a handler of Express. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse, next?: Next) => Promise<void>;

/**
 * The token server for Node's `http` and Express.
 *
 * ```js
 * http.createServer(createListener(issuer, { authorize })).listen(8080);
 * express().use("/agora", createListener(issuer, { authorize }));
 * ```
 *
 * What `authorize` throws goes to Express, and is 500 in plain `http`.
 *
 * @throws {AgoraTokenError} `BAD_VERSION`; `OUT_OF_RANGE` of the status, or of an origin that is none
 */
export function createListener(issuer: Issuer, options: HandlerOptions<IncomingMessage>): NodeListener {
  const gate = new Gate<IncomingMessage>(issuer, options);
  return async (request, response, next) => {
    const asked = {
      method: request.method ?? "",
      target: request.url ?? "",
      origin: request.headers.origin ?? "",
    };
    try {
      send(response, request.method === "HEAD", await gate.answer(request, asked, () => bodyOf(request)));
    } catch (error) {
      if (error === GONE) return;
      if (next !== undefined) return next(error);
      console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}

function send(response: ServerResponse, isHead: boolean, { status, headers, body }: EndpointResponse): void {
  for (const [name, value] of headers) response.setHeader(name, value);
  if (status !== 204 && !isHead) response.setHeader("Content-Length", Buffer.byteLength(body));
  response.writeHead(status).end(body);
}

/** The body, as far as the endpoint reads it; one that the host has read already (`express.json()`) as it gave it. */
function bodyOf(request: IncomingMessage & { body?: unknown }): Promise<Uint8Array | string> | string | Uint8Array {
  const { body } = request;
  if (typeof body === "string" || isBytes(body)) return body;
  if (request.readableEnded) {
    if (body !== undefined) return JSON.stringify(body);
    // Such as a GET, which a host may read to its end.
    if (!hasBody(request)) return "";
    throw new TypeError("the body was read before the endpoint: keep it as request.body, as express.json() does");
  }
  if (request.destroyed) throw GONE;
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const done = () => {
      request.off("data", take);
      resolve(Buffer.concat(parts));
    };
    const take = (part: Uint8Array) => {
      parts.push(part.subarray(0, KEPT - length));
      length = Math.min(KEPT, length + part.length);
      if (length === KEPT) {
        done();
        // The rest is dropped as it comes, so that a sender who writes to the end reads the answer.
        request.resume();
      }
    };
    const gone = () => reject(GONE);
    request.on("data", take).once("end", done).once("error", gone).once("close", gone);
  });
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"]) > 0;

/** What this needs of a Fastify instance. */
interface FastifyLike {
  prefix: string;
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parser: (request: any, payload: any, done: (error: null) => void) => void): unknown;
  all(path: string, handler: (request: any, reply: any) => void): unknown;
}

/**
 * The token server as a plugin of Fastify.
 *
 * ```js
 * await fastify.register(createPlugin(issuer, { authorize }), { prefix: "/agora" });
 * ```
 */
export function createPlugin(
  issuer: Issuer,
  options: HandlerOptions<IncomingMessage>,
): (fastify: FastifyLike) => Promise<void> {
  return async (fastify) => {
    const listener = createListener(issuer, { basePath: fastify.prefix, ...options });
    // The endpoint reads bodies itself.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser("*", (_request, _payload, done) => done(null));
    fastify.all("/*", (request, reply) => {
      reply.hijack();
      void listener(request.raw, reply.raw);
    });
  };
}
