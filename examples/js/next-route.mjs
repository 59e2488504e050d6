// Next.js: app/api/agora/[...path]/route.js, which answers /api/agora/rtc/room-1/publisher/uid/42 and its siblings.
//
// `auth` is in place of your own: it tells whose session a request has.
import { createHandler, Issuer, Refused } from "agora-token-wasm";

const auth = async (request) => (request.headers.get("Cookie")?.includes("session=of-42") ? { id: 42 } : null);

const tokens = createHandler(new Issuer(process.env.APP_ID, process.env.APP_CERTIFICATE), {
  version: "007",
  basePath: "/api/agora",
  authorize: async (request) => {
    const user = await auth(request);
    if (user === null) return new Refused(401, "log in first");
    return { user: String(user.id), channels: ["room-*"], maxRole: "publisher" };
  },
});

export { tokens as GET, tokens as POST, tokens as OPTIONS };
