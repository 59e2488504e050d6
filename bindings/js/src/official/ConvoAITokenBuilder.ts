/** Stands in for `agora-token/src/ConvoAITokenBuilder`. */
import { ServiceConvoAI } from "./AccessToken2.js";
import { rtcAndRtm } from "./RtcTokenBuilder2.js";

/** Tokens for conversations with an AI agent, with RTC and RTM. Lifetimes are in seconds from now. */
export class ConvoAITokenBuilder {
  static buildToken = rtcAndRtm(() => [new ServiceConvoAI()]);
}
