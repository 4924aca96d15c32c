import "server-only";
import type { Transaction } from "kysely";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Database } from "#lib/store/schema.ts";

export type Taken =
  | { allowed: true; refusedBefore: number }
  /** Whole seconds until one more would be allowed; at least 1. */
  | { allowed: false; retryAfterS: number };

/** Fractions of a take and of a second that are only the arithmetic's. */
const ROUNDING = 1e-6;

/**
 * Counts one against `key` and says whether it is within `limit` per `windowS` seconds.
 *
 * The count drains evenly (`limit` in `windowS`), it does not drop to zero at a boundary: a burst of `limit` is
 * allowed, then one every `windowS / limit` seconds, so no span of `windowS` ever sees more than twice `limit`.
 * A refused take costs nothing. `refusedBefore` is how many were refused since the last allowed one.
 * The counts are rows, so that all replicas share them; call it in the transaction that the take belongs to.
 */
export async function takeFromWindow(
  tx: Transaction<Database>,
  clock: Clock,
  key: string,
  limit: number,
  windowS: number,
): Promise<Taken> {
  const nowMs = clock.now();
  const row = await tx.selectFrom("rate_windows").selectAll().where("key", "=", key).executeTakeFirst();
  // A clock that was set back drains nothing and postpones nothing.
  const startedMs = row ? Math.min(nowMs, Date.parse(row.window_started_at)) : nowMs;
  const drained = ((nowMs - startedMs) / 1000) * (limit / windowS);
  const counting = Math.max(0, (row?.count ?? 0) - drained);
  const refused = row?.refused ?? 0;
  const allowed = counting + 1 <= limit + ROUNDING;
  const values = {
    window_started_at: isoTime(allowed ? nowMs : startedMs),
    count: allowed ? counting + 1 : (row?.count ?? 0),
    refused: allowed ? 0 : refused + 1,
    expires_at: isoTime(nowMs + windowS * 1000),
  };
  await tx
    .insertInto("rate_windows")
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(values))
    .execute();
  await forgetExpired(tx, nowMs);
  if (allowed) return { allowed, refusedBefore: refused };
  const waitS = ((counting + 1 - limit) * windowS) / limit;
  return { allowed, retryAfterS: Math.max(1, Math.ceil(waitS - ROUNDING)) };
}

/** Gives one back: what was taken in advance turned out not to count (a sign-in that succeeded). */
export async function returnToWindow(tx: Transaction<Database>, key: string): Promise<void> {
  await tx
    .updateTable("rate_windows")
    .set((row) => ({
      count: row
        .case()
        .when("count", ">", 1)
        .then(row("count", "-", 1))
        .else(0)
        .end(),
    }))
    .where("key", "=", key)
    .execute();
}

/** Keys come from outside (addresses, typed names), so rows that mean nothing any more must go. */
async function forgetExpired(tx: Transaction<Database>, nowMs: number): Promise<void> {
  await tx.deleteFrom("rate_windows").where("expires_at", "<", isoTime(nowMs)).execute();
}
