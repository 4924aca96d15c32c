import "server-only";
import { sql } from "kysely";
import { appendEvent, lastEvent } from "#lib/audit/append-event.ts";
import { type AuditReader, recordExport, recordRead, recordVerification } from "#lib/audit/audit-access.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import { type AuditFilters, matching } from "#lib/audit/audit-filters.ts";
import { eventOfRow } from "#lib/audit/event-chain.ts";
import { type OutsideHead, verifyChain } from "#lib/audit/verify-chain.ts";
import type { AuditEventView, AuditPage, AuditVerdict } from "#lib/contract/audit.ts";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** The append-only log: who did what, when, why and with which RequestId. Nothing in it is ever changed. */
export interface AuditLog {
  /** For an event that stands alone; one that tells of a change uses `appendEvent` in that change's transaction. */
  append(event: NewAuditEvent): Promise<Result<EventMark, StoreFailure>>;
  /** Newest first. `cursor` is an earlier page's (see AUDIT_CURSOR) or null; `limit` is the caller's to bound. */
  list(filters: AuditFilters, page: AuditPageChoice): Promise<Result<AuditPage, StoreFailure>>;
  /** Everything about one request of ours, oldest first. */
  eventsOfRequest(requestId: string): Promise<Result<AuditEventView[], StoreFailure>>;
  /** The end of the chain; seq 0 while it is empty. */
  head(): Promise<Result<EventMark, StoreFailure>>;
  verify(compare?: { head?: OutsideHead | undefined }): Promise<Result<AuditVerdict, StoreFailure>>;
  /**
   * Oldest first, in batches, up to the event that is last when it starts. After a failure nothing follows: a file
   * that is being written then is not whole, and must not look whole.
   */
  exportRows(filters: AuditFilters): AsyncGenerator<Result<AuditEventView[], StoreFailure>, void>;
  /** Events per calendar day of `timeZone` (an IANA name that the caller has checked), oldest first, no empty days. */
  perDay(filters: AuditFilters, timeZone: string): Promise<Result<DayCount[], StoreFailure>>;

  recordRead(reader: AuditReader, filters: AuditFilters): Promise<Result<void, StoreFailure>>;
  recordExport(
    reader: AuditReader,
    filters: AuditFilters,
    format: "csv" | "jsonl",
  ): Promise<Result<void, StoreFailure>>;
  recordVerification(reader: AuditReader, verdict: AuditVerdict): Promise<Result<void, StoreFailure>>;
}

export interface EventMark {
  seq: number;
  hash: string;
}
export interface AuditPageChoice {
  cursor: string | null;
  limit: number;
}
export interface DayCount {
  /** YYYY-MM-DD. */
  day: string;
  count: number;
}

/** What a cursor looks like. */
export const AUDIT_CURSOR = /^[1-9]\d{0,14}$/;

const EXPORT_BATCH = 500;

export function createAuditLog(deps: { store: Store; clock: Clock }): AuditLog {
  const { store, clock } = deps;
  return {
    append: (event) => store.write((tx) => appendEvent(tx, clock, event)),
    list: (filters, page) => list(store, filters, page),
    eventsOfRequest: (requestId) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom("events")
          .selectAll()
          .where("request_id", "=", requestId)
          .orderBy("seq")
          .execute();
        return rows.map(eventOfRow);
      }),
    head: () => store.read(lastEvent),
    verify: (compare) => verifyChain(store, compare?.head),
    exportRows: (filters) => exportRows(store, filters),
    perDay: (filters, timeZone) => perDay(store, filters, timeZone),
    recordRead: (reader, filters) => recordRead(deps, reader, filters),
    recordExport: (reader, filters, format) => recordExport(deps, reader, filters, format),
    recordVerification: (reader, verdict) => recordVerification(deps, reader, verdict),
  };
}

/** Pages by number, not by offset: what is appended meanwhile moves nothing. */
function list(
  store: Store,
  filters: AuditFilters,
  { cursor, limit }: AuditPageChoice,
): Promise<Result<AuditPage, StoreFailure>> {
  invariant(cursor === null || AUDIT_CURSOR.test(cursor), "the route checks the cursor");
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : Number(cursor);
  return store.read(async (db) => {
    const rows = await db
      .selectFrom("events")
      .selectAll()
      .where(matching(filters))
      .where("seq", "<", before)
      .orderBy("seq", "desc")
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map(eventOfRow);
    const next = rows.length > limit ? String(items.at(-1)?.seq) : null;
    return { items, cursor: next, head: await lastEvent(db) };
  });
}

async function* exportRows(
  store: Store,
  filters: AuditFilters,
): AsyncGenerator<Result<AuditEventView[], StoreFailure>, void> {
  const end = await store.read(lastEvent);
  if (!end.ok) return yield end;
  for (let after = 0; ; ) {
    const batch = await store.read(async (db) => {
      const rows = await db
        .selectFrom("events")
        .selectAll()
        .where(matching(filters))
        .where("seq", ">", after)
        .where("seq", "<=", end.value.seq)
        .orderBy("seq")
        .limit(EXPORT_BATCH)
        .execute();
      return rows.map(eventOfRow);
    });
    if (!batch.ok || batch.value.length > 0) yield batch;
    if (!batch.ok || batch.value.length < EXPORT_BATCH) return;
    after = batch.value.at(-1)?.seq ?? end.value.seq;
  }
}

/** Counted by minute in the database, because every zone's day begins on one, and by day here. */
async function perDay(
  store: Store,
  filters: AuditFilters,
  timeZone: string,
): Promise<Result<DayCount[], StoreFailure>> {
  const minutes = await store.read((db) =>
    db
      .selectFrom("events")
      .select(sql<string>`substr(at, 1, 16)`.as("minute"))
      .select((events) => events.fn.countAll<number>().as("count"))
      .where(matching(filters))
      .groupBy("minute")
      .orderBy("minute")
      .execute(),
  );
  if (!minutes.ok) return minutes;
  // The Swedish form of a date is ISO's.
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const counts = new Map<string, number>();
  for (const { minute, count } of minutes.value) {
    const day = dayOf.format(Date.parse(`${minute}Z`));
    counts.set(day, (counts.get(day) ?? 0) + count);
  }
  return ok([...counts].map(([day, count]) => ({ day, count })));
}
