import "server-only";
import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import type { Auth } from "#lib/auth/auth.ts";
import { authOptions, type NextAuthOutcome } from "#lib/auth/next-auth-options.ts";
import { OPENID } from "#lib/auth/openid-provider.ts";
import { type CookieConfig, cookieName, readSessionCookie } from "#lib/auth/session-cookie.ts";
import type { ProblemType } from "#lib/contract/problem.ts";
import type { Log } from "#lib/log/log.ts";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** What `app/api/auth/[...nextauth]/route.ts` exports as GET and POST. */
export function nextAuthHandler(auth: Auth, config: CookieConfig, { from, again = false, log }: HandledCall) {
  return async (request: NextRequest, context: RouteContext): Promise<Response> => {
    const outcome: NextAuthOutcome = {};
    const cookie = request.cookies.get(cookieName(config, "session"))?.value;
    const call = { from, again, sessionId: await readSessionCookie(cookie, config) };
    const response: Response = await NextAuth(request, context, authOptions(auth, config, outcome, call));
    if (outcome.emergency !== undefined) log.warn("session.emergency", { user: outcome.emergency });
    const isWayBack = request.method === "GET" && request.nextUrl.pathname.endsWith(`/callback/${OPENID}`);
    const { openId = isWayBack ? { kind: "failed" as const, cause: "not usable" } : undefined } = outcome;
    if (openId?.kind === "failed") {
      log.warn("session.openid-failed", { cause: openId.cause });
      const refusal = { ...from, what: `OpenID: ${openId.cause}`, correlationId: randomUUID() };
      await auth.recordOpenIdRefused(refusal);
    }
    if (openId && openId.kind !== "signed-in") return openIdRefusal(request, openId);
    return refusalOf(outcome) ?? (await csrfRefusalOf(response)) ?? response;
  };
}

interface HandledCall {
  from: { address: string; userAgent: string };
  again?: boolean;
  log: Pick<Log, "warn">;
}

/** A browser that comes back from the provider is sent to the sign-in page; our own page's call gets a problem. */
function openIdRefusal(request: NextRequest, openId: OpenIdRefused): Response {
  const kind = openId.kind === "failed" ? (REASONS[openId.cause] ?? "refused") : openId.kind;
  if (request.method !== "GET") {
    return refusal(503, "cannot-be-recorded", "The identity provider cannot be reached");
  }
  return new Response(null, {
    status: 303,
    headers: { Location: `/sign-in?failed=${kind}`, "Cache-Control": "no-store" },
  });
}

type OpenIdRefused = Exclude<NonNullable<NextAuthOutcome["openId"]>, { kind: "signed-in" }>;

/** What a person may be told: the log has the cause. */
const REASONS: Readonly<Record<string, string>> = { "provider unreachable": "unreachable" };

/**
 * A plain status for what next-auth would answer with a redirect to an error page: 401, 429 with Retry-After, or 503
 * when the session could not be written or ended. None of next-auth's cookies go with it, so that a sign-out that
 * was not recorded leaves the person visibly signed in.
 */
export function refusalOf({ signIn, signOutFailed }: NextAuthOutcome): Response | null {
  if (signOutFailed || signIn?.kind === "cannot-be-recorded") {
    return refusal(503, "cannot-be-recorded", "It cannot be recorded now, so it was not done");
  }
  if (signIn?.kind === "too-many") {
    const headers = { "Retry-After": String(signIn.retryAfterS) };
    return refusal(429, "too-many", "Too many failed attempts", headers);
  }
  return signIn?.kind === "wrong" ? refusal(401, "no-session", "User name or password is wrong") : null;
}

/** A missing or foreign CSRF token: next-auth quietly points back to the sign-in page, which looks like success. */
export async function csrfRefusalOf(response: Response): Promise<Response | null> {
  const location = response.headers.get("Location") ?? (await jsonUrl(response));
  const isRefused =
    location !== null && URL.parse(location, "http://base.invalid")?.searchParams.get("csrf") === "true";
  return isRefused ? refusal(403, "cross-site", "The form's token is missing or not ours") : null;
}

async function jsonUrl(response: Response): Promise<string | null> {
  if (!response.headers.get("Content-Type")?.includes("application/json")) return null;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const url: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "url") : null;
  return typeof url === "string" ? url : null;
}

function refusal(
  status: number,
  type: ProblemType,
  title: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json(
    { type, title, status, correlationId: randomUUID() },
    {
      status,
      headers: { ...headers, "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
    },
  );
}
