import { createServer } from "node:http";
import { Provider } from "oidc-provider";

/**
 * A certified OpenID provider as a process of its own, for tests: whoever types a name is that person, and
 * `POST /_groups?sub=…&groups=a,b` says what the claim tells of them.
 *
 * usage: node e2e/openid/provider.mjs PORT REDIRECT_URI CLIENT_SECRET
 */
const [port, redirectUri, clientSecret] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const groups = new Map();

const provider = new Provider(issuer, {
  clients: [{ client_id: "eni-desk", client_secret: clientSecret, redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["cookies of a provider that exists for a test"] },
  pkce: { required: () => true },
  findAccount: (_context, sub) => ({
    accountId: sub,
    claims: () => ({
      sub,
      name: `${sub} of the provider`,
      preferred_username: sub,
      groups: groups.get(sub) ?? [],
    }),
  }),
});

const answer = provider.callback();
createServer((request, response) => {
  const url = new URL(request.url ?? "/", issuer);
  if (request.method !== "POST" || url.pathname !== "/_groups") return answer(request, response);
  groups.set(url.searchParams.get("sub"), (url.searchParams.get("groups") ?? "").split(",").filter(Boolean));
  response.end("ok");
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
