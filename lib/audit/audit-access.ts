import "server-only";
import type { Kysely } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { type EventOrigin, eventActor, type NewAuditEvent } from "#lib/audit/audit-event.ts";
import { type AuditFilters, given } from "#lib/audit/audit-filters.ts";
import { shownEventOfRow } from "#lib/audit/event-chain.ts";
import type { AuditVerdict } from "#lib/contract/audit.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Who looks at the log. */
export interface AuditReader {
  actor: Actor;
  from: EventOrigin;
  correlationId: string;
}

/** A file of events that match, or everything about one request of ours. */
export type ExportedThing =
  | { format: "csv" | "jsonl"; filters: AuditFilters }
  | { format: "evidence"; request: string };

interface Deps {
  store: Store;
  clock: Clock;
}

/** Looking again at the same thing within this time is the same reading. */
const ONE_READING_MS = 10 * 60_000;

/** Notes that a person looked at the log: once per person, filter and ten minutes. Polls must not call this. */
export async function recordRead(
  { store, clock }: Deps,
  reader: AuditReader,
  filters: AuditFilters,
): Promise<Result<void, StoreFailure>> {
  const since = isoTime(clock.now() - ONE_READING_MS);
  const known = await store.read((db) => hasRead(db, reader, filters, since));
  if (!known.ok) return known;
  if (known.value) return ok(undefined);
  return store.write(async (tx) => {
    if (await hasRead(tx, reader, filters, since)) return;
    await appendEvent(tx, clock, accessEvent("audit.read", reader, { filters: given(filters) }));
  });
}

/** Notes an export before its first line goes out. */
export async function recordExport(
  { store, clock }: Deps,
  reader: AuditReader,
  what: ExportedThing,
): Promise<Result<void, StoreFailure>> {
  const after = what.format === "evidence" ? what : { format: what.format, filters: given(what.filters) };
  return store.write(async (tx) => {
    await appendEvent(tx, clock, accessEvent("audit.exported", reader, after));
  });
}

export async function recordVerification(
  { store, clock }: Deps,
  reader: AuditReader,
  verdict: AuditVerdict,
): Promise<Result<void, StoreFailure>> {
  return store.write(async (tx) => {
    const event = accessEvent("audit.verified", reader, { ...verdict });
    await appendEvent(tx, clock, { ...event, result: verdict.intact ? "ok" : "failed" });
  });
}

async function hasRead(
  db: Kysely<Database>,
  { actor }: AuditReader,
  filters: AuditFilters,
  since: string,
): Promise<boolean> {
  const rows = await db
    .selectFrom("events")
    .selectAll()
    .where("actor_subject", "=", actor.subject)
    .where("action", "=", "audit.read")
    .where("at", ">", since)
    .execute();
  const wanted = canonicalJson(given(filters));
  return rows.some((row) => canonicalJson(shownEventOfRow(row).after?.filters) === wanted);
}

function accessEvent(
  action: "audit.read" | "audit.exported" | "audit.verified",
  { actor, from, correlationId }: AuditReader,
  after: Record<string, unknown>,
): NewAuditEvent {
  return { actor: eventActor(actor), action, result: "ok", from, after, correlationId };
}
