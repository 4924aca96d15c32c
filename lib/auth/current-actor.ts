import "server-only";
import { cookies } from "next/headers";
import type { ActorFailure, Auth } from "#lib/auth/auth.ts";
import { type CookieConfig, cookieName, readSessionCookie } from "#lib/auth/session-cookie.ts";
import { err, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";

/**
 * Who makes the call that is being answered: a page or a route. Reads the cookie of next-auth and then the session's
 * row; a cookie alone proves nothing. With `background` the call keeps no session alive (a poll).
 */
export async function currentActor(
  auth: Auth,
  config: CookieConfig,
  { background = false }: { background?: boolean } = {},
): Promise<Result<Actor, ActorFailure>> {
  const cookie = (await cookies()).get(cookieName(config, "session"));
  return actorOfCookie(auth, config, cookie?.value, background);
}

/** The same for a cookie's value that is at hand. */
export async function actorOfCookie(
  auth: Auth,
  config: CookieConfig,
  value: string | undefined,
  background: boolean,
): Promise<Result<Actor, ActorFailure>> {
  const sessionId = await readSessionCookie(value, config);
  return sessionId === null ? err({ kind: "no-session" }) : auth.actorOf(sessionId, { background });
}
