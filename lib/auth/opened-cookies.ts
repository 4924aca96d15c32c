import "server-only";
import type { Secret } from "#lib/config/secret.ts";

/** What a cookie's seal was found to hold: the session id, and until when the seal is good (seconds since 1970). */
export interface Opened {
  readonly sid: string;
  readonly exp: number;
}

/** More than browsers that are at work at a time; the one that was opened longest ago goes first. */
const MOST_COOKIES = 1_000;

const bySecret = new WeakMap<Secret, Map<string, Opened>>();

/**
 * What was opened with this secret once, so that a page of requests is not a page of key derivations. It says only that
 * the seal is ours: whether the session is alive is read from its row each time.
 */
export function openedBefore(secret: Secret, value: string, nowMs: number): Opened | null {
  const opened = bySecret.get(secret)?.get(value);
  return opened !== undefined && nowMs < opened.exp * 1_000 ? opened : null;
}

export function rememberOpened(secret: Secret, value: string, opened: Opened): void {
  const known = bySecret.get(secret) ?? new Map<string, Opened>();
  bySecret.set(secret, known);
  known.set(value, opened);
  const [oldest] = known.keys();
  if (known.size > MOST_COOKIES && oldest !== undefined) known.delete(oldest);
}
