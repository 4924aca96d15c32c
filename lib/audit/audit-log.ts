import "server-only";
import type { Kysely, Selectable } from "kysely";
import { appendEvent, lastEvent } from "#lib/audit/append-event.ts";
import {
  type AuditReader,
  type ExportedThing,
  recordExport,
  recordRead,
  recordVerification,
} from "#lib/audit/audit-access.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import { type AuditFilters, alternatives, given, matching } from "#lib/audit/audit-filters.ts";
import { type DayCount, DayCounts } from "#lib/audit/day-counts.ts";
import { eventOfRow, shownEventOfRow } from "#lib/audit/event-chain.ts";
import type { HeadMemory } from "#lib/audit/head-memory.ts";
import { readHeadsFile } from "#lib/audit/heads-file.ts";
import { heldRange } from "#lib/audit/held-range.ts";
import { lastPublishedHead } from "#lib/audit/published-heads.ts";
import { headOf } from "#lib/audit/signed-head.ts";
import type { SigningKey } from "#lib/audit/signing-key.ts";
import { type VerifyAgainst, verifyChain } from "#lib/audit/verify-chain.ts";
import type { AuditCover, AuditEventView, AuditPage, AuditVerdict } from "#lib/contract/audit.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Database, EventsTable } from "#lib/store/schema.ts";
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
  /**
   * Follows the whole chain. Besides what is given it is compared with what this process remembers and with the file of
   * heads, where there is one.
   */
  verify(against?: VerifyAgainst): Promise<Result<AuditVerdict, StoreFailure>>;
  /** What an export that begins now covers; `count` is filled in when it ends. */
  exportCover(filters: AuditFilters): Promise<Result<AuditCover, StoreFailure>>;
  /**
   * Oldest first, in batches, within what `cover` says. After a failure nothing follows: a file that is being written
   * then is not whole, and must not look whole.
   */
  exportRows(
    filters: AuditFilters,
    cover: AuditCover,
  ): AsyncGenerator<Result<AuditEventView[], StoreFailure>, void>;
  /** Events per calendar day of `timeZone` (an IANA name that the caller has checked), oldest first, no empty days. */
  perDay(filters: AuditFilters, timeZone: string): Promise<Result<DayCount[], StoreFailure>>;

  recordRead(reader: AuditReader, filters: AuditFilters): Promise<Result<void, StoreFailure>>;
  recordExport(reader: AuditReader, what: ExportedThing): Promise<Result<void, StoreFailure>>;
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

/** What a cursor looks like. */
export const AUDIT_CURSOR = /^[1-9]\d{0,14}$/;

const EXPORT_BATCH = 500;

export interface AuditLogDeps {
  store: Store;
  clock: Clock;
  /** Signs the heads that exports end under. */
  key?: SigningKey | null;
  /** The newest head that this process knows; verification compares with it and adds to it. */
  memory?: HeadMemory;
  /** A file that AUDIT_HEADS_TO wrote. */
  headsFile?: string | null;
}

export function createAuditLog(deps: AuditLogDeps): AuditLog {
  const { store, clock } = deps;
  const dayCounts = new DayCounts(store);
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
        return rows.map(shownEventOfRow);
      }),
    head: () => store.read(lastEvent),
    verify: (against) => verifyHere(deps, against),
    exportCover: (filters) => exportCover(deps, filters),
    exportRows: (filters, cover) => exportRows(store, filters, cover),
    perDay: (filters, timeZone) => dayCounts.perDay(filters, timeZone),
    recordRead: (reader, filters) => recordRead(deps, reader, filters),
    recordExport: (reader, what) => recordExport(deps, reader, what),
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
    const rows = await newest(db, filters, before, limit + 1);
    const items = rows.slice(0, limit).map(shownEventOfRow);
    const next = rows.length > limit ? String(items.at(-1)?.seq) : null;
    return {
      items,
      cursor: next,
      head: await lastEvent(db),
      publishedHead: await lastPublishedHead(db),
      held: await heldRange(db),
    };
  });
}

/**
 * The newest rows before this one. Where a word may stand in either of two columns, each is asked for by itself: an index
 * gives the newest of one column in order, and of both only all of them to be sorted.
 */
async function newest(db: Kysely<Database>, filters: AuditFilters, before: number, limit: number) {
  const bySeq = new Map<number, Selectable<EventsTable>>();
  for (const condition of alternatives(filters)) {
    const rows = await db
      .selectFrom("events")
      .selectAll()
      .where(condition)
      .where("seq", "<", before)
      .orderBy("seq", "desc")
      .limit(limit)
      .execute();
    for (const row of rows) bySeq.set(row.seq, row);
  }
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, limit);
}

/** Heads are read before the log is: one that is published meanwhile must not look like a loss. */
async function verifyHere(
  { store, clock, key, memory, headsFile }: AuditLogDeps,
  against: VerifyAgainst = {},
): Promise<Result<AuditVerdict, StoreFailure>> {
  const keys = against.keys ?? (key ? [key] : []);
  const filed = headsFile ? await readHeadsFile(headsFile, keys) : ok([]);
  const remembered = memory?.newest ? [memory.newest] : [];
  const heads = [...(filed.ok ? filed.value : []), ...remembered, ...(against.heads ?? [])];
  const verdict = await verifyChain(store, { heads, keys });
  if (!verdict.ok || !verdict.value.intact) return verdict;
  memory?.remember({ ...verdict.value.head, at: isoTime(clock.now()) });
  if (filed.ok) return verdict;
  const comparedWith = `${verdict.value.comparedWith}; the heads file could not be used: ${filed.error}`;
  return ok({ ...verdict.value, comparedWith });
}

function exportCover(
  { store, clock, key = null }: AuditLogDeps,
  filters: AuditFilters,
): Promise<Result<AuditCover, StoreFailure>> {
  return store.read(async (db) => ({
    schemaVersion: 1 as const,
    head: headOf(await lastEvent(db), clock, key),
    held: await heldRange(db),
    filters: given(filters),
    count: 0,
  }));
}

async function* exportRows(
  store: Store,
  filters: AuditFilters,
  { head, held }: AuditCover,
): AsyncGenerator<Result<AuditEventView[], StoreFailure>, void> {
  for (let after = held.fromSeq - 1; ; ) {
    const batch = await store.read(async (db) => {
      const rows = await db
        .selectFrom("events")
        .selectAll()
        .where(matching(filters))
        .where("seq", ">", after)
        .where("seq", "<=", head.seq)
        .orderBy("seq")
        .limit(EXPORT_BATCH)
        .execute();
      return rows.map(eventOfRow);
    });
    if (!batch.ok || batch.value.length > 0) yield batch;
    if (!batch.ok || batch.value.length < EXPORT_BATCH) return;
    after = batch.value.at(-1)?.seq ?? head.seq;
  }
}
