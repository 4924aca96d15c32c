import "server-only";
import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import type { Auth } from "#lib/auth/auth.ts";
import { authOptions, type NextAuthOutcome } from "#lib/auth/next-auth-options.ts";
import type { CookieConfig } from "#lib/auth/session-cookie.ts";
import type { ProblemType } from "#lib/contract/problem.ts";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** What `app/api/auth/[...nextauth]/route.ts` exports as GET and POST. */
export function nextAuthHandler(auth: Auth, config: CookieConfig) {
  return async (request: NextRequest, context: RouteContext): Promise<Response> => {
    const outcome: NextAuthOutcome = {};
    const response: Response = await NextAuth(request, context, authOptions(auth, config, outcome));
    return refusalOf(outcome) ?? (await csrfRefusalOf(response)) ?? response;
  };
}

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
