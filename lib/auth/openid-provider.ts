import "server-only";
import type { NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { claimAt } from "#lib/auth/openid-claims.ts";
import type { OpenIdConfig } from "#lib/config/config.ts";

/** How long the provider may take for each of its answers. */
const ANSWER_WITHIN_MS = 8_000;

export const OPENID = "openid";

/**
 * The configured provider as next-auth wants it: the authorization code flow with PKCE, state and nonce, which
 * openid-client checks together with signature, issuer, audience and times of the ID token. With `again` the provider
 * must ask for the password whoever is signed in there, and say when it did (OpenID Connect Core 1.0, 3.1.2.1).
 */
export function openIdProvider(openId: OpenIdConfig, again: boolean): NextAuthOptions["providers"][number] {
  const { issuer, clientId, clientSecret, scope, signingAlgorithm, rolesClaim } = openId;
  const provider: OAuthConfig<Record<string, unknown>> = {
    id: OPENID,
    name: OPENID,
    type: "oauth",
    issuer,
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret: clientSecret.reveal(),
    client: { id_token_signed_response_alg: signingAlgorithm },
    authorization: { params: { scope, ...(again ? { prompt: "login", max_age: 0 } : {}) } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    httpOptions: { timeout: ANSWER_WITHIN_MS },
    userinfo: {
      // Some providers tell groups only here. What the signed token says goes before it.
      async request({ client, tokens }) {
        if (!tokens.id_token) throw new Error("no ID token");
        const claims = decoded(tokens.id_token);
        const isToldThere = client.issuer.metadata.userinfo_endpoint !== undefined && tokens.access_token;
        if (claimAt(claims, rolesClaim) !== undefined || !isToldThere) return claims;
        const told = await client.userinfo(tokens.access_token ?? "");
        if (told.sub !== claims.sub) throw new Error("userinfo of another sub");
        return { ...told, ...claims };
      },
    },
    profile: (claims) => ({ id: String(claims.sub ?? "") }),
  };
  return provider;
}

/** The claims of a token whose signature was checked a moment before. */
function decoded(idToken: string): Record<string, unknown> & { sub?: string } {
  const [, payload = ""] = idToken.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
