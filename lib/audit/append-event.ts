import "server-only";
import type { Kysely, Transaction } from "kysely";
import { AUDIT_SCHEMA_VERSION, type NewAuditEvent } from "#lib/audit/audit-event.ts";
import { eventRow, GENESIS_HASH, type UnhashedEvent } from "#lib/audit/event-chain.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import type { Database } from "#lib/store/schema.ts";

/**
 * Adds one event to the end of the chain, inside the transaction whose change it tells of, so that both are on disk
 * or neither is. Numbers have no gaps because the transaction holds the write lock from its first statement.
 */
export async function appendEvent(
  tx: Transaction<Database>,
  clock: Clock,
  event: NewAuditEvent,
): Promise<AppendedEvent> {
  const [appended] = await appendEvents(tx, clock, [event]);
  invariant(appended !== undefined, "one event was given");
  return appended;
}

export interface AppendedEvent {
  seq: number;
  hash: string;
  event: UnhashedEvent;
}

/** The same for events that happen together, each linked to the one before it. */
export async function appendEvents(
  tx: Transaction<Database>,
  clock: Clock,
  events: readonly NewAuditEvent[],
): Promise<AppendedEvent[]> {
  let last = await lastEvent(tx);
  const at = isoTime(clock.now());
  const linked = events.map((each) => {
    const event = { ...each, seq: last.seq + 1, at, schemaVersion: AUDIT_SCHEMA_VERSION };
    const row = eventRow(event, last.hash);
    last = { seq: row.seq, hash: row.hash };
    return { row, event };
  });
  await tx
    .insertInto("events")
    .values(linked.map(({ row }) => row))
    .execute();
  return linked.map(({ row, event }) => ({ seq: row.seq, hash: row.hash, event }));
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
