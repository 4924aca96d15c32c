import "server-only";
import type { Kysely, Transaction } from "kysely";
import { AUDIT_SCHEMA_VERSION, type NewAuditEvent } from "#lib/audit/audit-event.ts";
import { eventRow, GENESIS_HASH, type UnhashedEvent } from "#lib/audit/event-chain.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Database } from "#lib/store/schema.ts";

/**
 * Adds one event to the end of the chain, inside the transaction whose change it tells of, so that both are on disk
 * or neither is. Numbers have no gaps because the transaction holds the write lock from its first statement.
 */
export async function appendEvent(
  tx: Transaction<Database>,
  clock: Clock,
  event: NewAuditEvent,
): Promise<{ seq: number; hash: string; event: UnhashedEvent }> {
  const last = await lastEvent(tx);
  const seq = last.seq + 1;
  const at = isoTime(clock.now());
  const numbered = { ...event, seq, at, schemaVersion: AUDIT_SCHEMA_VERSION };
  const row = eventRow(numbered, last.hash);
  await tx.insertInto("events").values(row).execute();
  return { seq, hash: row.hash, event: numbered };
}

/** The end of the chain; seq 0 and the genesis hash while it is empty. */
export async function lastEvent(db: Kysely<Database>): Promise<{ seq: number; hash: string }> {
  const last = await db
    .selectFrom("events")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: 0, hash: GENESIS_HASH };
}
