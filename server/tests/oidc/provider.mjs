// The npm package oidc-provider as an OpenID provider on this machine: provider.mjs PORT. Its access tokens are JSON Web
// Tokens. POST /rotate has it sign with a new key and publish the old one still, and POST /rotate?drop no longer.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const claims = { agora: { channels: ["room-1"], role: "publisher" } };

let count = 0;
function key() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  count += 1;
  return { ...privateKey.export({ format: "jwk" }), kid: `key-${count}`, use: "sig", alg: "RS256" };
}

function provider(keys) {
  const made = new Provider(issuer, {
    jwks: { keys },
    clients: [
      {
        client_id: "app",
        client_secret: "secret-of-the-app",
        redirect_uris: ["http://127.0.0.1/callback"],
        application_type: "native",
      },
    ],
    pkce: { required: () => false },
    cookies: { keys: ["of this test alone"] },
    claims: { openid: ["sub", "agora"] },
    conformIdTokenClaims: false,
    extraTokenClaims: () => claims,
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => "urn:agora",
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: "", audience: "app", accessTokenFormat: "jwt" }),
      },
    },
    ttl: { AccessToken: 600, IdToken: 600 },
  });
  made.use(async (context, next) => {
    await next();
    if (context.path === "/jwks") context.set("cache-control", "public, max-age=12");
  });
  return made.callback();
}

let keys = [key()];
let handler = provider(keys);
createServer((request, response) => {
  if (request.method === "POST" && request.url.startsWith("/rotate")) {
    // The first key of the set is the one that signs.
    keys = request.url.endsWith("?drop") ? [key()] : [key(), ...keys];
    handler = provider(keys);
    response.end();
    return;
  }
  handler(request, response);
}).listen(port, "127.0.0.1");
