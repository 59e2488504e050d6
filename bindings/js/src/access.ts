import { MAX_BODY } from "./abi.js";
import {
  Endpoint,
  type EndpointOptions,
  type EndpointRequest,
  type EndpointResponse,
  OPTIONS,
  type Policy,
} from "./endpoint.js";
import type { Issuer } from "./issuer.js";
import { integer, kindOf } from "./native.js";
import { Members, own } from "./options.js";

/** One byte more than the endpoint reads, so that it sees that a body is too large. */
export const KEPT = MAX_BODY + 1;

const REFUSED = new Members("challenge");

/**
 * How an `authorize` function turns a request away: it returns this, or throws it.
 *
 * ```js
 * return new Refused(401, "log in first", { challenge: "Bearer" });
 * ```
 */
export class Refused extends Error {
  /** The HTTP status, from 400 to 599. */
  readonly status: number;
  /** The WWW-Authenticate header that a 401 needs. */
  readonly challenge: string | undefined;

  /**
   * @param message What the sender reads, as `{"error":"…"}`.
   * @throws {AgoraTokenError} `OUT_OF_RANGE` of a status that refuses nothing
   * @throws {TypeError} where the challenge is no header
   */
  constructor(status = 403, message = "Forbidden", options: { challenge?: string } = {}) {
    super(message);
    this.name = "Refused";
    integer("status", status, 400, 599);
    const { challenge } = own("the options of Refused", options, REFUSED);
    if (challenge !== undefined && !/^[ -~]+$/.test(challenge)) {
      throw new TypeError("challenge must be the text of a WWW-Authenticate header, in ASCII");
    }
    this.status = status;
    this.challenge = challenge;
  }
}

/** What an `authorize` function gives. Nothing is a refusal (403): a function that forgets to answer opens nothing. */
export type Decision = Policy | Refused | null | undefined;

/** How to mount an endpoint; `Request` is what the host has for a request. */
export interface HandlerOptions<Request> extends EndpointOptions {
  /** Looks at a request in your own way, and says what its sender may be given. Null: anyone who reaches the server may
   *  have any token of the app. */
  authorize: ((request: Request) => Decision | Promise<Decision>) | null;
  /** The path that the endpoint is mounted at, such as `"/agora"`. */
  basePath?: string;
}

const NAMES = new Members("authorize", "basePath", ...OPTIONS.list);

/** An endpoint behind an `authorize` function, whatever the host. */
export class Gate<Request> {
  readonly #endpoint: Endpoint;
  readonly #authorize: HandlerOptions<Request>["authorize"];
  readonly #basePath: string;

  constructor(issuer: Issuer, options: HandlerOptions<Request>) {
    const { authorize, basePath = "", ...rest } = own("the options of the endpoint", options, NAMES);
    if (authorize !== null && typeof authorize !== "function") {
      throw new TypeError("authorize must be a function, or null to give anyone any token");
    }
    if (typeof basePath !== "string") throw new TypeError(`basePath must be a string, not ${kindOf(basePath)}`);
    this.#endpoint = new Endpoint(issuer, rest);
    this.#authorize = authorize;
    this.#basePath = basePath.replace(/\/+$/, "");
  }

  /** Answers; `body` is called only for who may ask. */
  async answer(
    request: Request,
    asked: EndpointRequest,
    body: () => EndpointRequest["body"] | Promise<EndpointRequest["body"]>,
  ): Promise<EndpointResponse> {
    const origin = asked.origin ?? "";
    const target = this.#below(asked.target);
    if (target === undefined) return this.#endpoint.error(404, this.#elsewhere(asked.target), origin);
    // A browser asks before it sends what it is authorised by.
    const decision = asked.method === "OPTIONS" ? null : await this.#decide(request);
    if (decision instanceof Refused) return this.#refuse(decision, origin);
    const read = asked.method === "OPTIONS" ? undefined : await body();
    return this.#endpoint.handle({ ...asked, target, ...(read === undefined ? {} : { body: read }) }, decision);
  }

  #below(target: string): string | undefined {
    const base = this.#basePath;
    if (base === "") return target;
    if (!target.startsWith(base)) return undefined;
    const rest = target.slice(base.length);
    return rest.startsWith("/") ? rest : rest === "" || rest.startsWith("?") ? `/${rest}` : undefined;
  }

  /** Says what the path was, which a host that takes a prefix off itself has cut. */
  #elsewhere(target: string): string {
    const path = target.replace(/[?#].*/s, "").slice(0, 200);
    return `no such route: ${path} is not below the basePath ${this.#basePath}`;
  }

  async #decide(request: Request): Promise<Policy | Refused | null> {
    if (this.#authorize === null) return null;
    try {
      const decision = await this.#authorize(request);
      if (decision === null || decision === undefined) return new Refused();
      if (typeof decision !== "object") throw new TypeError("authorize must give a policy or a Refused");
      return decision;
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  #refuse(refused: Refused, origin: string): EndpointResponse {
    const response = this.#endpoint.error(refused.status, refused.message, origin);
    if (refused.challenge !== undefined) response.headers.push(["WWW-Authenticate", refused.challenge]);
    return response;
  }
}
