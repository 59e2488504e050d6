/**
 * Access tokens for Agora's live video, voice and messaging: built, read and checked by one WebAssembly module, wherever
 * JavaScript runs.
 *
 * ```js
 * import { Issuer } from "agora-token-wasm";
 *
 * const issuer = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
 * const token = issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 3600 });
 * issuer.checkRtc(token, "room", { uid: 42 });
 * ```
 *
 * @packageDocumentation
 */
export { MAX_BODY, MAX_TARGET } from "./abi.js";
export { type Decision, type HandlerOptions, Refused } from "./access.js";
export { type ApaasOptions, TokenBuilder } from "./builder.js";
export {
  Endpoint,
  type EndpointOptions,
  type EndpointRequest,
  type EndpointResponse,
  type Policy,
  type PolicyLimits,
} from "./endpoint.js";
export type { Explanation } from "./explain.js";
export { createHandler } from "./handler.js";
export {
  type AboutTheTokenAlone,
  type AccountOptions,
  type At,
  type EducationOptions,
  type Grant,
  Issuer,
  type Lifetime,
  type Names,
  type Question,
  type RtcOptions,
  type RtcQuestion,
  type RtcUser,
  type RtmOptions,
} from "./issuer.js";
export * from "./reading.js";
