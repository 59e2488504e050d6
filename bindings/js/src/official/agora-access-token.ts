/**
 * Takes the place of the npm package `agora-access-token`: change the name in its `require` or `import`, and nothing else.
 *
 * @packageDocumentation
 */
import { Role as RtcRole, RtcTokenBuilder } from "./RtcTokenBuilder.js";
import { Role as RtmRole, RtmTokenBuilder } from "./RtmTokenBuilder.js";

// The package is CommonJS, of which a module of the other kind imports the whole as its default.
const names = { RtcRole, RtcTokenBuilder, RtmRole, RtmTokenBuilder };

export { RtcRole, RtcTokenBuilder, RtmRole, RtmTokenBuilder, names as default };
export { strict } from "./rules.js";
