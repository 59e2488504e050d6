/**
 * Takes the place of the npm package `agora-token`: change the name in its `require` or `import`, and nothing else.
 *
 * @packageDocumentation
 */
import { Rtm2Permissions } from "./AccessToken2.js";
import { ApaasTokenBuilder } from "./ApaasTokenBuilder.js";
import { ChatTokenBuilder } from "./ChatTokenBuilder.js";
import { ConvoAITokenBuilder } from "./ConvoAITokenBuilder.js";
import { EducationTokenBuilder } from "./EducationTokenBuilder.js";
import { FpaTokenBuilder } from "./FpaTokenBuilder.js";
import { Role as RtcRole, RtcTokenBuilder } from "./RtcTokenBuilder2.js";
import { RtmTokenBuilder } from "./RtmTokenBuilder2.js";
import { SttTokenBuilder } from "./SttTokenBuilder.js";

// The package is CommonJS, of which a module of the other kind imports the whole as its default.
const names = {
  Rtm2Permissions,
  ApaasTokenBuilder,
  ChatTokenBuilder,
  ConvoAITokenBuilder,
  EducationTokenBuilder,
  FpaTokenBuilder,
  RtcRole,
  RtcTokenBuilder,
  RtmTokenBuilder,
  SttTokenBuilder,
};

export {
  Rtm2Permissions,
  ApaasTokenBuilder,
  ChatTokenBuilder,
  ConvoAITokenBuilder,
  EducationTokenBuilder,
  FpaTokenBuilder,
  RtcRole,
  RtcTokenBuilder,
  RtmTokenBuilder,
  SttTokenBuilder,
  names as default,
};
export { strict } from "./rules.js";
