// What was written for Agora's packages, with their names changed: it compiles to CommonJS under the module resolution of
// TypeScript's early days too, and what it prints is a token.
import agora from "agora-token-wasm/agora-token";
import deprecated, { RtmRole } from "agora-token-wasm/agora-access-token";
import deep, { AccessToken2, ServiceRtc } from "agora-token-wasm/agora-token/src/AccessToken2";
import builder, { Role } from "agora-token-wasm/agora-token/src/RtcTokenBuilder2.js";
import * as deprecatedDeep from "agora-token-wasm/agora-access-token/src/AccessToken";
import { createListener } from "agora-token-wasm/node";

const [appId, certificate] = ["970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b"];
const token: deep.AccessToken2 = new deep.AccessToken2(appId, certificate, 0, 600);
const service: ServiceRtc = new deep.ServiceRtc("room", 42);
service.add_privilege(deep.ServiceRtc.kPrivilegeJoinChannel, 600);
token.add_service(service);
console.log(
  [
    deep.AccessToken2 === AccessToken2,
    token.build().startsWith("007"),
    builder.RtcTokenBuilder === agora.RtcTokenBuilder && builder.Role === Role,
    new deprecatedDeep.default.AccessToken(appId, certificate, "room", 42).build().startsWith("006"),
    deprecated.RtmRole === RtmRole,
    typeof createListener === "function",
  ].join(),
);
