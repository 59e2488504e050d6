// The token server on Node's http.
//
// APP_ID and APP_CERTIFICATE are required; PORT (8080), TOKEN_VERSION (006) and CLIENT_ERROR_STATUS (500) are not.
import { createServer } from "node:http";
import { Issuer } from "agora-token-wasm";
import { createListener } from "agora-token-wasm/node";

const { APP_ID, APP_CERTIFICATE, PORT, TOKEN_VERSION, CLIENT_ERROR_STATUS } = process.env;

const listener = createListener(new Issuer(APP_ID, APP_CERTIFICATE), {
  version: TOKEN_VERSION || "006",
  clientErrorStatus: Number(CLIENT_ERROR_STATUS || 500),
  // This server is open, as the article's is: whoever reaches it can have any token of the app. To give tokens to your
  // own users alone, put a function that knows them in place of null:
  //
  // authorize: async (request) => {
  //   const user = await userOf(request.headers.authorization);
  //   if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
  //   return { user: user.id, channels: user.rooms, maxRole: "publisher" };
  // },
  authorize: null,
});

const server = createServer(listener);
server.listen(Number(PORT || 8080), () => console.log(`Listening on port: ${server.address().port}`));
