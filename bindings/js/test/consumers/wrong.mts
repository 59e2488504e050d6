// Uses that must not compile: each line after a @ts-expect-error is one, and tsc complains where it is none.
import { createHandler, Endpoint, Issuer, parse, type Policy, TokenBuilder } from "agora-token-wasm";
import { createListener } from "agora-token-wasm/node";

declare const issuer: Issuer;
// @ts-expect-error: there is no issuer without a certificate
new Issuer("970CA35de60c44645bbae8a215061b33");
// @ts-expect-error: an environment variable may be missing
new Issuer(process.env.APP_ID, process.env.APP_CERTIFICATE);
// @ts-expect-error: no user
issuer.rtc("room", { role: "publisher", expiresIn: 3600 });
// @ts-expect-error: a uid and an account
issuer.rtc("room", { uid: 42, account: "ann", role: "publisher", expiresIn: 3600 });
// @ts-expect-error: a uid is a number
issuer.rtc("room", { uid: "42", role: "publisher", expiresIn: 3600 });
// @ts-expect-error: no role
issuer.rtc("room", { uid: 42, expiresIn: 3600 });
// @ts-expect-error: no such role
issuer.rtc("room", { uid: 42, role: "admin", expiresIn: 3600 });
// @ts-expect-error: no lifetime
issuer.rtc("room", { uid: 42, role: "publisher" });
// @ts-expect-error: a lifetime is a number
issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: "3600" });
// @ts-expect-error: no such version
issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 3600, version: 7 });
// @ts-expect-error: no such option
issuer.rtm("ann", { expiresIn: 3600, expires: 3600 });
// @ts-expect-error: a check says nothing but by throwing
if (issuer.verify("007")) console.log();
// @ts-expect-error: whose token?
issuer.checkRtc("007", "room", {});
// @ts-expect-error: no privilege
issuer.check("007", { service: 1 });
// @ts-expect-error: no such question
issuer.check("007", { service: 1, privilege: 1, channel: "room", uid: 42 });
// @ts-expect-error: a channel of which service?
issuer.explain("007", { channel: "room" });
// @ts-expect-error: the names are a list
issuer.builder().addRtm2("ann").permit(0, 0, "room");
// @ts-expect-error: whether anyone may have any token has to be said
createHandler(issuer, {});
// @ts-expect-error: a policy has a user or says that it has none
createHandler(issuer, { authorize: () => ({ channels: ["room"] }) });
// @ts-expect-error: true is no policy
createHandler(issuer, { authorize: () => true });
// @ts-expect-error: Node's requests have no Headers object
createListener(issuer, { authorize: (request) => (request.headers.get("x") ? undefined : undefined) });
// @ts-expect-error: no such limit
const misspelt: Policy = { user: "42", chanels: ["room"] };
// @ts-expect-error: a user and any user
const policy: Policy = { user: "42", allowAnyUser: true };
// @ts-expect-error: no such status
new Endpoint(issuer, { clientErrorStatus: 404 });
// @ts-expect-error: a policy, or null for none
new Endpoint(issuer).handle({ method: "GET", target: "/ping" });
// @ts-expect-error: a privilege may have no end
const end: number = parse("007").services[0]!.privileges[0]!.expiresAt;
// @ts-expect-error: this is what the package has inside
issuer.address();
export { end, misspelt, policy, TokenBuilder };
