/**
 * Takes the place of the npm package `agora-access-token`: change the name in its `require` or `import`, and nothing else.
 *
 * @packageDocumentation
 */
export { Role as RtcRole, RtcTokenBuilder } from "./RtcTokenBuilder.js";
export { Role as RtmRole, RtmTokenBuilder } from "./RtmTokenBuilder.js";
export { strict } from "./rules.js";
