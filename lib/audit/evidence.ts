import "server-only";
import type { Kysely, Selectable } from "kysely";
import { bodyDigest, eventOfRow } from "#lib/audit/event-chain.ts";
import { headCovering } from "#lib/audit/published-heads.ts";
import type { Evidence, SignedHead } from "#lib/contract/audit.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Database, EventsTable } from "#lib/store/schema.ts";

type Segment = Evidence["segments"][number];

/**
 * One request's events in full, each run of them linked to the next published head by the digests of what lies between.
 * Null when the log holds no event of the request, or when its newest ones are not under a published head yet.
 *
 * It proves that these events are in the log, unchanged and in this order. It cannot prove that there are no others:
 * a digest does not tell whose event it stands for.
 */
export async function evidenceOf(
  db: Kysely<Database>,
  clock: Clock,
  request: string,
): Promise<Evidence | null> {
  const seqs = await db
    .selectFrom("events")
    .select("seq")
    .where("request_id", "=", request)
    .orderBy("seq")
    .execute();
  const segments: Segment[] = [];
  for (const { seq } of seqs) {
    if (seq <= (segments.at(-1)?.head.seq ?? 0)) continue;
    const head = await headCovering(db, seq);
    if (!head) return null;
    segments.push(await segmentOf(db, request, seq, head));
  }
  if (segments.length === 0) return null;
  return { schemaVersion: 1, request, madeAt: isoTime(clock.now()), segments };
}

/** Whether the log holds an event of the request. */
export async function hasEvents(db: Kysely<Database>, request: string): Promise<boolean> {
  const row = await db
    .selectFrom("events")
    .select("seq")
    .where("request_id", "=", request)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function segmentOf(
  db: Kysely<Database>,
  request: string,
  fromSeq: number,
  head: SignedHead,
): Promise<Segment> {
  const rows = await db
    .selectFrom("events")
    .select(["seq", "request_id", "body", "prev_hash", "hash"])
    .where("seq", ">=", fromSeq)
    .where("seq", "<=", head.seq)
    .orderBy("seq")
    .execute();
  return { prevHash: rows[0]?.prev_hash ?? "", links: rows.map((row) => linkOf(row, request)), head };
}

type LinkRow = Pick<Selectable<EventsTable>, "seq" | "request_id" | "body" | "prev_hash" | "hash">;

function linkOf(row: LinkRow, request: string): Segment["links"][number] {
  return row.request_id === request
    ? { event: { ...eventOfRow(row) } }
    : { seq: row.seq, digest: bodyDigest(row.body) };
}
