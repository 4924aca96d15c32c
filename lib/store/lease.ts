import "server-only";
import type { Transaction } from "kysely";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Database } from "#lib/store/schema.ts";

/** Before every time there is: the lease is free, and its fence is kept. */
const LONG_OVER = isoTime(0);

/**
 * Takes or renews the lease `name` for `ms` milliseconds; null while somebody else has it. `holder` names one run of
 * one process. `fence` grows whenever the holder changes: who carries an older one has been replaced, however sure
 * of itself it is after a pause. `clock` is the store's, so that all replicas mean the same time.
 */
export async function takeLease(
  tx: Transaction<Database>,
  clock: Clock,
  name: string,
  holder: string,
  ms: number,
): Promise<{ fence: number } | null> {
  const now = clock.now();
  const known = await tx.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
  if (known && known.holder !== holder && known.until > isoTime(now)) return null;
  const before = known?.fence ?? 0;
  const fence = known?.holder === holder ? before : before + 1;
  const values = { holder, until: isoTime(now + ms), fence };
  await tx
    .insertInto("leases")
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
    .execute();
  return { fence };
}

/** Lets the next one have it at once. Nothing happens when `holder` has it no longer. */
export async function releaseLease(tx: Transaction<Database>, name: string, holder: string): Promise<void> {
  await tx
    .updateTable("leases")
    .set({ until: LONG_OVER })
    .where("name", "=", name)
    .where("holder", "=", holder)
    .execute();
}
