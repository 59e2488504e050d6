// Uses that must compile, under `tsc --strict` and without skipLibCheck.
import { createServer } from "node:http";
import {
  AgoraTokenError,
  createHandler,
  Endpoint,
  type ErrorCode,
  Issuer,
  parse,
  type Policy,
  Refused,
  RtcPrivilege,
  ServiceType,
  type TokenInfo,
} from "agora-token-wasm";
import { createListener, createPlugin } from "agora-token-wasm/node";

const issuer = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
const token: string = issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 3600 });
issuer.rtc("room", { account: "ann", role: "subscriber", expiresIn: 3600, version: "006" });
const built: string = issuer.builder().expiresIn(60).addRtc("room", 42).grant(RtcPrivilege.JOIN_CHANNEL, 60).build();
const info: TokenInfo = parse(built);
const end: number | null | undefined = info.services[0]?.privileges[0]?.expiresAt;
issuer.check(token, { service: ServiceType.RTC, privilege: 1, channel: "room", user: "42", now: 1 });
issuer.check(token, { service: ServiceType.CONVOAI, channel: "room" });
issuer.explain(token, { now: 1 });
const reason: string | null = issuer.explain(token, { service: 1, privilege: 1, channel: "room", user: "42" }).reason;
try {
  issuer.verify(token);
} catch (error) {
  if (error instanceof AgoraTokenError) {
    const code: ErrorCode = error.code;
    if (code === "EXPIRED") console.log(end, reason, error.message, error.found);
  }
}
const policy: Policy = { user: "42", channels: ["room-*"], maxRole: "publisher" };
const everyone: Policy = { allowAnyUser: true, allowAnyChannel: true };
const handler: (request: Request) => Promise<Response> = createHandler(issuer, {
  version: "007",
  authorize: async (request) =>
    request.headers.has("Authorization") ? policy : new Refused(401, "log in", { challenge: "Bearer" }),
});
createHandler(issuer, { authorize: () => everyone });
createServer(createListener(issuer, { authorize: (request) => (request.headers.authorization ? policy : undefined) }));
createPlugin(issuer, { authorize: null });
new Endpoint(issuer, { clientErrorStatus: 400 }).handle({ method: "GET", target: "/ping" }, null).status.toFixed();
{
  using short = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
  short.fpa();
}
export { handler };
