import "server-only";

import type { Transaction } from "kysely";
import { type NoticeKind, raiseNotice } from "#lib/alerts/raise-notice.ts";
import { appendEvent, appendEvents } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { type Projected, project } from "#lib/requests/projection.ts";
import { type StoredRequest, storedRequestOf } from "#lib/requests/stored-request.ts";
import type { Database, RequestsTable } from "#lib/store/schema.ts";

/** `stale`: someone else moved the request on meanwhile; nothing was written. */
export type Advanced = { kind: "advanced"; request: StoredRequest } | { kind: "stale" };

/**
 * Writes one event of a request and the row that follows from it, in the caller's transaction. `known` is the
 * request as the caller saw it: with another fence in the database, nothing happens.
 */
export async function advance(
  tx: Transaction<Database>,
  clock: Clock,
  known: Pick<StoredRequest, "id" | "fence">,
  event: NewAuditEvent,
): Promise<Advanced> {
  const current = await readProjected(tx, known.id);
  if (current === null || current.row.fence !== known.fence) return { kind: "stale" };
  const appended = await appendEvent(tx, clock, event);
  const next = project(current, appended.event);
  invariant(next !== null, "an event of a request leaves a request");
  const updated = await tx
    .updateTable("requests")
    .set(changed(current.row, next.row))
    .where("id", "=", known.id)
    .where("fence", "=", known.fence)
    .executeTakeFirst();
  // Writes run one after the other, so this cannot happen; if it does, the event must not stay either.
  invariant(updated.numUpdatedRows === 1n, "the request was moved on inside our transaction");
  await writeAttempt(tx, next, event.attempt);
  await callForEyes(tx, clock, current.row, next.row, event);
  return { kind: "advanced", request: storedRequestOf(next) };
}

/** Only these are written: an index is rewritten for every column that is named, changed or not. */
function changed(before: RequestsTable, after: RequestsTable): Partial<RequestsTable> {
  const columns = Object.entries(after).filter(([name, value]) => Reflect.get(before, name) !== value);
  return Object.fromEntries(columns);
}

/** Writes the first events of a request and the row that follows from all of them. */
export async function begin(
  tx: Transaction<Database>,
  clock: Clock,
  events: readonly NewAuditEvent[],
): Promise<StoredRequest> {
  const appended = await appendEvents(tx, clock, events);
  const projected = appended.reduce<Projected | null>((known, { event }) => project(known, event), null);
  invariant(projected !== null, "the first of these events begins a request");
  await tx.insertInto("requests").values(projected.row).execute();
  if (projected.attempts.length > 0) await tx.insertInto("attempts").values(projected.attempts).execute();
  return storedRequestOf(projected);
}

/** The request as it is inside this transaction. */
export async function currentOf(tx: Transaction<Database>, id: string): Promise<StoredRequest | null> {
  const projected = await readProjected(tx, id);
  return projected && storedRequestOf(projected);
}

const NOTICES: Partial<Record<string, NoticeKind>> = {
  unknown: "request-unknown",
  stuck: "request-stuck",
  "needs-attention": "request-needs-attention",
};

/** A request that waits for a person must be told of; one whose refusal is only being checked is not. */
async function callForEyes(
  tx: Transaction<Database>,
  clock: Clock,
  before: RequestsTable,
  after: RequestsTable,
  { result }: NewAuditEvent,
): Promise<void> {
  const kind = NOTICES[after.state];
  if (kind === undefined || before.state === after.state) return;
  if (kind === "request-unknown" && result !== "unknown") return;
  const body = {
    request: after.id,
    action: after.action,
    accountId: after.account_id,
    regionId: after.region_id,
    instanceId: after.instance_id,
    networkInterfaceId: after.network_interface_id,
    requestId: after.ecs_request_id,
  };
  await raiseNotice(tx, clock, { kind, subject: after.id, body });
}

async function readProjected(tx: Transaction<Database>, id: string): Promise<Projected | null> {
  const row = await tx.selectFrom("requests").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  const attempts = await tx
    .selectFrom("attempts")
    .selectAll()
    .where("request_id", "=", id)
    .orderBy("number")
    .execute();
  return { row, attempts };
}

async function writeAttempt(
  tx: Transaction<Database>,
  { attempts }: Projected,
  number: number | undefined,
): Promise<void> {
  const attempt = attempts.find((each) => each.number === number);
  if (!attempt) return;
  const { request_id: _request, number: _number, ...values } = attempt;
  await tx
    .insertInto("attempts")
    .values(attempt)
    .onConflict((conflict) => conflict.columns(["request_id", "number"]).doUpdateSet(values))
    .execute();
}
