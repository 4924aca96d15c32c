import "server-only";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { openedBefore, rememberOpened } from "#lib/auth/opened-cookies.ts";
import type { Config } from "#lib/config/config.ts";

export type CookieConfig = Pick<Config, "publicUrl" | "nextAuthSecret"> & { openId?: Config["openId"] };

/** Browsers refuse larger ones, and ours has some 300 characters: nothing longer is worth decrypting. */
const LONGEST_COOKIE = 4_096;

const tokenSchema = z.object({ sid: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
const sealedSchema = tokenSchema.extend({ exp: z.number() });

export function isSecure({ publicUrl }: CookieConfig): boolean {
  return publicUrl.protocol === "https:";
}

/** `__Host-` binds a cookie to this host, this path and https; browsers refuse it on plain http. */
export function cookieName(config: CookieConfig, name: string): string {
  return `${isSecure(config) ? "__Host-" : ""}eni-desk.${name}`;
}

/** The session id in what next-auth decrypted, if that is one of ours. */
export function sessionIdOf(token: unknown): string | null {
  const parsed = tokenSchema.safeParse(token);
  return parsed.success ? parsed.data.sid : null;
}

/** The session id in a cookie's value. Damaged, foreign, expired or over-long ones are simply no session. */
export async function readSessionCookie(
  value: string | undefined,
  config: CookieConfig,
): Promise<string | null> {
  if (value === undefined || value === "" || value.length > LONGEST_COOKIE) return null;
  const { nextAuthSecret } = config;
  const known = openedBefore(nextAuthSecret, value, Date.now());
  if (known !== null) return known.sid;
  try {
    const token = await decode({ token: value, secret: nextAuthSecret.reveal() });
    const sealed = sealedSchema.safeParse(token);
    if (sealed.success) rememberOpened(nextAuthSecret, value, sealed.data);
    return sessionIdOf(token);
  } catch {
    // Whatever the cipher says about it, it was not sealed by this server or is no longer valid.
    return null;
  }
}
