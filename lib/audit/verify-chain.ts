import "server-only";
import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import { lastEvent } from "#lib/audit/append-event.ts";
import { eventHash, eventOfRow, GENESIS_HASH, searchColumns } from "#lib/audit/event-chain.ts";
import type { AuditVerdict } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EventsTable } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** A head that was kept outside the database. Without `seq` any event may be the one. */
export interface OutsideHead {
  hash: string;
  seq?: number | undefined;
}

type Row = Selectable<EventsTable>;
interface Progress {
  seq: number;
  hash: string;
  /** The event whose hash is the outside head's, once it was met. */
  headSeenAt: number | null;
}

const BATCH = 1_000;

/**
 * Reads the whole log in order and says where it first does not fit: a changed field, a missing, added or exchanged
 * row, or a search column that no longer repeats its event. A rewritten or shortened end fits in itself; only a head
 * kept elsewhere shows it, so the verdict says what was compared. Other work goes on between batches.
 */
export async function verifyChain(
  store: Store,
  head?: OutsideHead,
): Promise<Result<AuditVerdict, StoreFailure>> {
  const progress: Progress = { seq: 0, hash: GENESIS_HASH, headSeenAt: null };
  // What is appended while this runs is not waited for.
  const end = await store.read(lastEvent);
  if (!end.ok) return err(end.error);
  while (progress.seq < end.value.seq) {
    const batch = await store.read((db) =>
      db
        .selectFrom("events")
        .selectAll()
        .where("seq", ">", progress.seq)
        .orderBy("seq")
        .limit(BATCH)
        .execute(),
    );
    if (!batch.ok) return batch;
    for (const row of batch.value) {
      const problem = problemOf(row, progress);
      if (problem !== null) return ok({ intact: false, firstBadSeq: progress.seq + 1, problem });
      progress.seq = row.seq;
      progress.hash = row.hash;
      if (head && row.hash === head.hash) progress.headSeenAt = row.seq;
    }
    await setImmediate();
  }
  return ok(verdict(progress, head));
}

function problemOf(row: Row, previous: Progress): string | null {
  if (row.seq !== previous.seq + 1) return `the next event is number ${row.seq}; one is missing`;
  if (row.prev_hash !== previous.hash) return "it does not name the hash of the event before it";
  if (row.hash !== eventHash(row.seq, row.prev_hash, row.body)) return "its content does not fit its hash";
  return bodyProblem(row);
}

/** The hash covers the body alone, so what repeats the body is compared with it. */
function bodyProblem(row: Row): string | null {
  try {
    const { prevHash: _prev, hash: _hash, ...event } = eventOfRow(row);
    if (event.seq !== row.seq) return "its body carries another number";
    if (canonicalJson(event) !== row.body) return "its body is not in canonical form";
    const columns = Object.entries(searchColumns(event));
    const wrong = columns.find(([column, value]) => row[column as keyof Row] !== value);
    return wrong ? `its column ${wrong[0]} says something else than its body` : null;
  } catch {
    return "its body is not an event";
  }
}

function verdict({ seq, hash, headSeenAt }: Progress, head: OutsideHead | undefined): AuditVerdict {
  if (!head) {
    const comparedWith = "no outside head: truncation is not excluded";
    return { intact: true, count: seq, head: { seq, hash }, comparedWith };
  }
  if (headSeenAt !== null && (head.seq === undefined || head.seq === headSeenAt)) {
    const comparedWith = `the outside head ${head.hash} at event ${headSeenAt}`;
    return { intact: true, count: seq, head: { seq, hash }, comparedWith };
  }
  const rewritten = head.seq !== undefined && head.seq <= seq;
  return {
    intact: false,
    firstBadSeq: head.seq === undefined ? seq + 1 : Math.min(head.seq, seq + 1),
    problem: rewritten
      ? `event ${head.seq} has another hash than the outside head: the log was rewritten there or before`
      : "no event has the hash of the outside head: the log was cut short or rewritten",
  };
}
