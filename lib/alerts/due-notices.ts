import "server-only";
import type { Kysely, Transaction } from "kysely";
import type { NoticeRow } from "#lib/alerts/notice-message.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Database } from "#lib/store/schema.ts";

/** How long until the next try; doubled every time up to the longest, for as long as it takes. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Delivered notices go after this; until then they keep the same one from being raised again too soon. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

export type DueNotice = NoticeRow & { tries: number };

/** The notice that has been due for longest, and is not delivered. */
export function firstDue(db: Kysely<Database>, clock: Clock): Promise<DueNotice | undefined> {
  return db
    .selectFrom("notices")
    .select(["id", "kind", "body", "created_at", "tries"])
    .where("delivered_at", "is", null)
    .where("next_try_at", "<=", isoTime(clock.now()))
    .orderBy("next_try_at")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

/** Counts the try before it is made: a process that dies in it leaves the notice to be tried again, later. */
export async function countTry(
  tx: Transaction<Database>,
  clock: Clock,
  { id, tries }: DueNotice,
): Promise<void> {
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 20), LONGEST_WAIT_MS);
  await tx
    .updateTable("notices")
    .set({ tries: tries + 1, next_try_at: isoTime(clock.now() + waitMs) })
    .where("id", "=", id)
    .execute();
}

export async function markDelivered(tx: Transaction<Database>, clock: Clock, id: string): Promise<void> {
  const now = clock.now();
  await tx
    .updateTable("notices")
    .set({ delivered_at: isoTime(now) })
    .where("id", "=", id)
    .execute();
  await tx
    .deleteFrom("notices")
    .where("delivered_at", "is not", null)
    .where("created_at", "<", isoTime(now - KEPT_MS))
    .execute();
}
