import "server-only";
import { setImmediate } from "node:timers/promises";
import type { Kysely, Selectable } from "kysely";
import { lastEvent } from "#lib/audit/append-event.ts";
import { ChainCheck } from "#lib/audit/chain-check.ts";
import { GENESIS_HASH, searchColumns } from "#lib/audit/event-chain.ts";
import { heldAfter, readSeals, type Seal, sealsProblem } from "#lib/audit/held-range.ts";
import { type ChainProblem, HeadComparison, type OutsideHead } from "#lib/audit/outside-heads.ts";
import { sealedProblem } from "#lib/audit/seal-text.ts";
import type { VerifyingKey } from "#lib/audit/signing-key.ts";
import type { AuditEventView, AuditVerdict } from "#lib/contract/audit.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Database, EventsTable } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** What a log is held against. All of it must have been read before verification begins. */
export interface VerifyAgainst {
  heads?: readonly OutsideHead[] | undefined;
  /** Public halves; without any, the signatures in the log are not checked. */
  keys?: readonly VerifyingKey[] | undefined;
}

type Row = Selectable<EventsTable>;

const BATCH = 1_000;

/**
 * Reads the whole log in order and says where it first does not fit: a changed field, a missing, added or exchanged
 * row, a search column that no longer repeats its event, a head or a seal that says otherwise. A rewritten or
 * shortened end fits in itself; only a head kept elsewhere shows it, so the verdict says what was compared. Other work
 * goes on between batches; what is appended meanwhile is not waited for.
 */
export async function verifyChain(
  store: Store,
  against: VerifyAgainst = {},
): Promise<Result<AuditVerdict, StoreFailure>> {
  for (let seals = await store.read(readSeals); ; ) {
    if (!seals.ok) return seals;
    const verdict = await verifyHeld(store, seals.value, against);
    if (!verdict.ok || verdict.value.intact) return verdict;
    // A range that is sealed and taken out meanwhile looks like a gap.
    const now = await store.read(readSeals);
    if (!now.ok || now.value.length === seals.value.length) return now.ok ? verdict : now;
    seals = now;
  }
}

async function verifyHeld(
  store: Store,
  seals: readonly Seal[],
  { heads = [], keys = [] }: VerifyAgainst,
): Promise<Result<AuditVerdict, StoreFailure>> {
  const broken = sealsProblem(seals);
  if (broken) return ok(damaged(broken));
  const edges = await store.read(async (db) => ({ first: await firstEvent(db), end: await lastEvent(db) }));
  if (!edges.ok) return edges;
  const start = startOf(edges.value.first, seals);
  const check = new ChainCheck(start, new HeadComparison(heads), keys);
  const sealing = new SealComparison(seals, keys, start.seq);
  while (check.end.seq < edges.value.end.seq) {
    const batch = await store.read((db) => batchAfter(db, check.end.seq));
    if (!batch.ok) return err(batch.error);
    for (const row of batch.value) {
      const event = check.next({ seq: row.seq, prevHash: row.prev_hash, hash: row.hash, body: row.body });
      if (!event.ok) return ok(damaged(event.error));
      const problem = columnProblem(row, event.value) ?? sealing.see(event.value);
      if (problem !== null) return ok(damaged({ firstBadSeq: row.seq, problem }));
    }
    if (batch.value.length === 0) break;
    await setImmediate();
  }
  const problem = sealing.missing() ?? check.finish();
  if (problem) return ok(damaged(problem));
  const { end: head, count, comparedWith, compared, signed } = check;
  return ok({ intact: true, count, head, comparedWith, compared, signed, held: heldAfter(seals.at(-1)) });
}

/** The link before the first row that is there. Rows of a sealed range are still there when sealing was cut off. */
function startOf(first: Row | undefined, seals: readonly Seal[]): { seq: number; hash: string } {
  const last = seals.at(-1);
  const ofSeals = last ? { seq: last.to_seq, hash: last.last_hash } : { seq: 0, hash: GENESIS_HASH };
  if (!last || !first || first.seq > last.to_seq) return ofSeals;
  return { seq: first.seq - 1, hash: first.seq === 1 ? GENESIS_HASH : first.prev_hash };
}

/** Every seal has its event in the log, unless that event is in an archive itself by now. */
class SealComparison {
  readonly #bySeq: Map<number, Seal>;
  readonly #ends: Map<number, Seal>;
  readonly #keys: readonly VerifyingKey[];

  constructor(seals: readonly Seal[], keys: readonly VerifyingKey[], startSeq: number) {
    const held = seals.filter((seal, index) => seal.sealed_by_seq > startSeq || index === seals.length - 1);
    this.#bySeq = new Map(held.map((seal) => [seal.sealed_by_seq, seal]));
    this.#ends = new Map(seals.map((seal) => [seal.to_seq, seal]));
    this.#keys = keys;
  }

  see(event: AuditEventView): string | null {
    const ending = this.#ends.get(event.seq);
    if (ending && ending.last_hash !== event.hash)
      return "it has another hash than the seal that ends with it";
    if (event.action !== "segment.sealed") return null;
    const problem = sealedProblem(event, this.#bySeq.get(event.seq), this.#keys);
    this.#bySeq.delete(event.seq);
    return problem;
  }

  missing(): ChainProblem | null {
    const [seal] = this.#bySeq.values();
    if (!seal) return null;
    const problem = `events ${seal.from_seq} to ${seal.to_seq} are gone, and no event of the log says that they were sealed`;
    return { firstBadSeq: seal.from_seq, problem };
  }
}

function firstEvent(db: Kysely<Database>): Promise<Row | undefined> {
  return db.selectFrom("events").selectAll().orderBy("seq").limit(1).executeTakeFirst();
}

function batchAfter(db: Kysely<Database>, seq: number): Promise<Row[]> {
  return db.selectFrom("events").selectAll().where("seq", ">", seq).orderBy("seq").limit(BATCH).execute();
}

/** The hash covers the body alone, so what repeats the body is compared with it. */
function columnProblem(row: Row, event: AuditEventView): string | null {
  const columns = Object.entries(searchColumns(event));
  const wrong = columns.find(([column, value]) => row[column as keyof Row] !== value);
  return wrong ? `its column ${wrong[0]} says something else than its body` : null;
}

function damaged({ firstBadSeq, problem }: ChainProblem): AuditVerdict {
  return { intact: false, firstBadSeq, problem };
}
