import "server-only";
import type { Kysely, Transaction } from "kysely";
import { z } from "zod";
import { appendEvent } from "#lib/audit/append-event.ts";
import { type EventOrigin, eventActor } from "#lib/audit/audit-event.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/schema.ts";

/** May anything be sent to ECS that changes something there? `reason` is empty when the row can't be read. */
export type Sending = { enabled: true } | { enabled: false; reason: string; by: string; at: string };

/** The last change of the switch: who, when and why, whichever way it went. */
export interface SendingChange {
  enabled: boolean;
  reason: string;
  by: string;
  at: string;
}

const NAME = "sending";
const valueSchema = z.strictObject({ enabled: z.boolean(), reason: z.string() });

/**
 * The switch as it stands. Read it in the transaction that opens an attempt: what that transaction sees is what every
 * replica sees. Never set means allowed; a row that can't be understood means stopped, because nobody can say that
 * it means allowed.
 */
export async function readSending(db: Kysely<Database>): Promise<Sending> {
  const change = await readSendingChange(db);
  return change === null || change.enabled ? { enabled: true } : { ...change, enabled: false };
}

/** Who last changed the switch, and why; null as long as nobody has. */
export async function readSendingChange(db: Kysely<Database>): Promise<SendingChange | null> {
  const row = await db.selectFrom("switches").selectAll().where("name", "=", NAME).executeTakeFirst();
  if (row === undefined) return null;
  const value = valueSchema.safeParse(jsonOrNull(row.value));
  const { enabled, reason } = value.success ? value.data : { enabled: false, reason: "" };
  return { enabled, reason, by: row.changed_by, at: row.changed_at };
}

export interface SendingOrder {
  enabled: boolean;
  reason: string;
  actor: Actor;
  from: EventOrigin;
  correlationId: string;
}

/** Turns the switch and says so in the log, both or neither. The state it has already is no change and no event. */
export async function setSending(
  tx: Transaction<Database>,
  clock: Clock,
  order: SendingOrder,
): Promise<{ changed: boolean; sending: Sending }> {
  const { enabled, reason, actor, from, correlationId } = order;
  const before = await readSending(tx);
  if (before.enabled === enabled && isReadable(before)) return { changed: false, sending: before };
  const at = isoTime(clock.now());
  const row = { value: canonicalJson({ enabled, reason }), changed_at: at, changed_by: actor.name };
  await tx
    .insertInto("switches")
    .values({ name: NAME, ...row })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
  await appendEvent(tx, clock, {
    actor: eventActor(actor),
    action: enabled ? "sending.allowed" : "sending.stopped",
    result: "ok",
    reason,
    from,
    correlationId,
    before: { enabled: before.enabled },
    after: { enabled },
  });
  return { changed: true, sending: enabled ? { enabled } : { enabled, reason, by: actor.name, at } };
}

function isReadable(sending: Sending): boolean {
  return sending.enabled || sending.reason !== "";
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
