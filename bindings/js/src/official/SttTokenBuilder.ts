/** Stands in for `agora-token/src/SttTokenBuilder`. */
import { ServiceStt } from "./AccessToken2.js";
import { rtcAndRtm } from "./RtcTokenBuilder2.js";

/** Tokens for real-time speech to text, with RTC and RTM. Lifetimes are in seconds from now. */
export class SttTokenBuilder {
  static buildToken = rtcAndRtm(() => [new ServiceStt()]);
}
