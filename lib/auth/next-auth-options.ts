import "server-only";
import type { NextAuthOptions } from "next-auth";
import { z } from "zod";
import type { Auth, OpenIdFailure, SignInFailure } from "#lib/auth/auth.ts";
import { causeOf } from "#lib/auth/openid-cause.ts";
import { OPENID, openIdProvider } from "#lib/auth/openid-provider.ts";
import { type CookieConfig, cookieName, isSecure, sessionIdOf } from "#lib/auth/session-cookie.ts";
import { ABSOLUTE_S } from "#lib/auth/sign-in.ts";

/** Written by server.ts on every request, over whatever the client sent. */
const PEER_HEADER = "x-eni-desk-peer";
const LONGEST_AGENT = 300;

/** What happened during one call of next-auth, which itself can only say yes, no, or an error text in an address. */
export interface NextAuthOutcome {
  signIn?: SignInFailure;
  signOutFailed?: boolean;
  /** A local account was used where people sign in with a provider. */
  emergency?: string;
  openId?: { kind: "signed-in"; sessionId: string } | OpenIdFailure | { kind: "failed"; cause: string };
}

/** What of the call itself next-auth does not hand to its callbacks. */
export interface NextAuthCall {
  from: { address: string; userAgent: string };
  /** The session that the browser came with. */
  sessionId: string | null;
  /** The provider is to ask for the password again. */
  again: boolean;
}

/** Seconds. */
const CHECKS_S = 15 * 60;
const NO_CALL: NextAuthCall = {
  from: { address: "unknown", userAgent: "" },
  sessionId: null,
  again: false,
};

/** next-auth hands over whatever was posted: arrays, numbers, nothing. */
const credentialsSchema = z.object({
  name: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
});

/**
 * next-auth as the carrier of a session id and nothing else: the encrypted cookie holds the id, the row in the
 * database holds the truth. Why a sign-in or sign-out failed goes into `outcome`, never into an address or a log.
 */
export function authOptions(
  auth: Auth,
  config: CookieConfig,
  outcome: NextAuthOutcome = {},
  call: NextAuthCall = NO_CALL,
): NextAuthOptions {
  const { openId } = config;
  return {
    secret: config.nextAuthSecret.reveal(),
    useSecureCookies: isSecure(config),
    cookies: cookies(config),
    session: { strategy: "jwt", maxAge: ABSOLUTE_S },
    jwt: { maxAge: ABSOLUTE_S },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    // Its messages quote what was sent; what matters is an event or in `outcome`.
    logger: {
      error: (code, told) => {
        if (code.includes("OAUTH")) outcome.openId ??= { kind: "failed", cause: causeOf(told) };
      },
      warn: () => {},
      debug: () => {},
    },
    providers: [credentialsProvider(auth, outcome), ...(openId ? [openIdProvider(openId, call.again)] : [])],
    callbacks: {
      // Only openid-client's good answer comes here with a profile; a password's sign-in has been decided before.
      async signIn({ account, profile }) {
        if (account?.provider !== OPENID) return true;
        const signedIn = await auth.signInWithOpenId({
          claims: profile,
          replaces: call.sessionId,
          ...call.from,
        });
        outcome.openId = signedIn.ok
          ? { kind: "signed-in", sessionId: signedIn.value.sessionId }
          : signedIn.error;
        return signedIn.ok;
      },
      jwt: ({ token, user, account }) => {
        if (account?.provider === OPENID) {
          return { sid: outcome.openId?.kind === "signed-in" ? outcome.openId.sessionId : null };
        }
        return { sid: user ? user.id : sessionIdOf(token) };
      },
      // Polled by browsers; the session id stays out of their reach.
      async session({ session, token }) {
        const actor = await auth.actorOf(sessionIdOf(token) ?? "", { background: true });
        return actor.ok
          ? { expires: session.expires, user: { name: actor.value.name } }
          : { expires: session.expires };
      },
      redirect: ({ url, baseUrl }) => sameOrigin(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        const ended = await auth.endSession(sessionIdOf(token) ?? "");
        if (!ended.ok) outcome.signOutFailed = true;
      },
    },
  };
}

/** Written out instead of imported from next-auth/providers, whose CommonJS default differs between Node and bundlers. */
function credentialsProvider(auth: Auth, outcome: NextAuthOutcome): NextAuthOptions["providers"][number] {
  const fields = {
    name: { label: "User name", type: "text" },
    password: { label: "Password", type: "password" },
  };
  return {
    id: "credentials",
    name: "credentials",
    type: "credentials",
    credentials: fields,
    async authorize(given, { headers }) {
      const parsed = credentialsSchema.safeParse(given);
      if (!parsed.success) {
        outcome.signIn = { kind: "wrong" };
        return null;
      }
      const signedIn = await auth.signIn({ ...parsed.data, ...originOf(headers) });
      if (signedIn.ok) {
        if (signedIn.value.emergency) outcome.emergency = signedIn.value.name;
        return { id: signedIn.value.sessionId, name: signedIn.value.name };
      }
      outcome.signIn = signedIn.error;
      return null;
    },
  };
}

function originOf(headers: Record<string, unknown> | undefined): { address: string; userAgent: string } {
  const text = (name: string) => String(headers?.[name] ?? "").slice(0, LONGEST_AGENT);
  return { address: text(PEER_HEADER) || "unknown", userAgent: text("user-agent") };
}

function cookies(config: CookieConfig): NonNullable<NextAuthOptions["cookies"]> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(config) } as const;
  const cookie = (name: string) => ({ name: cookieName(config, name), options });
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf-token"),
    // What the way to the provider and back is checked by. Long enough to find one's second factor.
    state: { name: cookieName(config, "state"), options: { ...options, maxAge: CHECKS_S } },
    nonce: { name: cookieName(config, "nonce"), options: { ...options, maxAge: CHECKS_S } },
    pkceCodeVerifier: { name: cookieName(config, "pkce"), options: { ...options, maxAge: CHECKS_S } },
  };
}

/** Nobody is sent to another site after signing in, nor to `//other.site`. */
function sameOrigin(url: string, baseUrl: string): string {
  const target = URL.parse(url, baseUrl);
  return target?.origin === new URL(baseUrl).origin ? target.href : baseUrl;
}
