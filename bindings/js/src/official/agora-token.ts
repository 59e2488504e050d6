/**
 * Takes the place of the npm package `agora-token`: change the name in its `require` or `import`, and nothing else.
 *
 * @packageDocumentation
 */
export { Rtm2Permissions } from "./AccessToken2.js";
export { ApaasTokenBuilder } from "./ApaasTokenBuilder.js";
export { ChatTokenBuilder } from "./ChatTokenBuilder.js";
export { ConvoAITokenBuilder } from "./ConvoAITokenBuilder.js";
export { EducationTokenBuilder } from "./EducationTokenBuilder.js";
export { FpaTokenBuilder } from "./FpaTokenBuilder.js";
export { Role as RtcRole, RtcTokenBuilder } from "./RtcTokenBuilder2.js";
export { RtmTokenBuilder } from "./RtmTokenBuilder2.js";
export { SttTokenBuilder } from "./SttTokenBuilder.js";
export { strict } from "./rules.js";
