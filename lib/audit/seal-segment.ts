import "server-only";
import type { Kysely, Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { archiveName, hasArchive, writeArchive } from "#lib/audit/archive.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { heldRange, readSeals, type Seal } from "#lib/audit/held-range.ts";
import { signSeal } from "#lib/audit/seal-text.ts";
import { headOf } from "#lib/audit/signed-head.ts";
import type { SigningKey } from "#lib/audit/signing-key.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import type { AuditCover } from "#lib/contract/audit.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { OPEN_REQUEST_STATES } from "#lib/domain/detach-request.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export interface SealDeps {
  /** On PostgreSQL the owner's: the program's own role may not delete events. */
  store: Store;
  clock: Clock;
  key: SigningKey | null;
  /** Where archives go. */
  folder: string;
  retentionDays: number;
  /** Called after each step; a run that ends there is continued by the next one. */
  onStep?(step: "archived" | "sealed" | "some-removed"): void | Promise<void>;
}

export interface SealReport {
  fromSeq: number;
  toSeq: number;
  /** Null when an earlier run had sealed the range and only its rows were left. */
  archive: string | null;
  removed: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** Short enough that the server's own writes fit in between. */
const REMOVE_BATCH = 1_000;

/**
 * Takes the oldest events that are older than the retention out of the database, up to the first one of a request that
 * is still open: archives them, verifies the archive, closes the range by an event, and only then removes the rows.
 * Answers null when nothing is old enough, and a sentence when it stops. Whatever it is cut off at, the next run goes
 * on from there.
 */
export async function sealOldest(deps: SealDeps): Promise<Result<SealReport | null, string>> {
  const rest = await removeRest(deps);
  if (!rest.ok || rest.value) return rest;
  const verdict = await verifyChain(deps.store, { keys: deps.key ? [deps.key] : [] });
  if (!verdict.ok) return err(wordFor(verdict.error));
  if (!verdict.value.intact) {
    return err(
      `the chain is broken at event ${verdict.value.firstBadSeq}: ${verdict.value.problem}; nothing was sealed`,
    );
  }
  const plan = await deps.store.read((db) => planOf(db, deps));
  if (!plan.ok) return err(wordFor(plan.error));
  if (plan.value === null) return ok(null);
  const { cover, prevHash } = plan.value;
  const digest = await writeArchive(deps.store, deps.folder, cover, deps.key);
  if (!digest.ok) return digest;
  await deps.onStep?.("archived");
  const sealed = await deps.store.write((tx) => seal(tx, deps, cover, prevHash, digest.value));
  if (!sealed.ok) return err(wordFor(sealed.error));
  if (!sealed.value) return err("the log has changed meanwhile; run it again");
  await deps.onStep?.("sealed");
  const removed = await removeRows(deps, cover.head.seq);
  if (!removed.ok) return removed;
  const { fromSeq } = cover.held;
  const toSeq = cover.head.seq;
  return ok({ fromSeq, toSeq, archive: archiveName(fromSeq, toSeq), removed: removed.value });
}

interface Plan {
  cover: AuditCover;
  prevHash: string;
}

async function planOf(db: Kysely<Database>, { clock, key, retentionDays }: SealDeps): Promise<Plan | null> {
  const { fromSeq } = await heldRange(db);
  const cutoff = isoTime(clock.now() - retentionDays * DAY_MS);
  const events = () => db.selectFrom("events").selectAll().where("seq", ">=", fromSeq);
  const first = await events().orderBy("seq").limit(1).executeTakeFirst();
  const young = await events().where("at", ">=", cutoff).orderBy("seq").limit(1).executeTakeFirst();
  const open = await firstOfOpenRequest(db);
  const end = Math.min(young?.seq ?? Number.MAX_SAFE_INTEGER, open ?? Number.MAX_SAFE_INTEGER);
  const last = await events().where("seq", "<", end).orderBy("seq", "desc").limit(1).executeTakeFirst();
  if (!first || !last) return null;
  const cover = {
    schemaVersion: 1 as const,
    head: headOf(last, clock, key),
    held: { fromSeq, sealed: null },
    filters: {},
    count: last.seq - fromSeq + 1,
  };
  return { cover, prevHash: first.prev_hash };
}

async function firstOfOpenRequest(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom("events")
    .innerJoin("requests", "requests.id", "events.request_id")
    .select("events.seq")
    .where("requests.state", "in", OPEN_REQUEST_STATES)
    .orderBy("events.seq")
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? null;
}

/** The event and the seal, on disk together; the trigger lets no row go that has none. */
async function seal(
  tx: Transaction<Database>,
  { clock, key }: SealDeps,
  { held, head, count }: AuditCover,
  prevHash: string,
  archiveDigest: string,
): Promise<boolean> {
  const open = await firstOfOpenRequest(tx);
  const isSame = (await heldRange(tx)).fromSeq === held.fromSeq && (open === null || open > head.seq);
  if (!isSame) return false;
  const archive = archiveName(held.fromSeq, head.seq);
  const facts = {
    fromSeq: held.fromSeq,
    toSeq: head.seq,
    count,
    prevHash,
    lastHash: head.hash,
    archive,
    archiveDigest,
  };
  const { seq } = await appendEvent(tx, clock, {
    actor: SYSTEM_ACTOR,
    action: "segment.sealed",
    result: "ok",
    correlationId: "audit-seal",
    after: signSeal(facts, key),
  });
  await tx
    .insertInto("seals")
    .values({
      from_seq: held.fromSeq,
      to_seq: head.seq,
      prev_hash: prevHash,
      last_hash: head.hash,
      archive,
      archive_digest: archiveDigest,
      sealed_at: isoTime(clock.now()),
      sealed_by_seq: seq,
    })
    .execute();
  return true;
}

/** What a run that was cut off had sealed and not removed yet. */
async function removeRest(deps: SealDeps): Promise<Result<SealReport | null, string>> {
  const seals = await deps.store.read(readSeals);
  if (!seals.ok) return err(wordFor(seals.error));
  const last = seals.value.at(-1);
  if (!last) return ok(null);
  const rest = await deps.store.read((db) => countUpTo(db, last.to_seq));
  if (!rest.ok) return err(wordFor(rest.error));
  if (rest.value === 0) return ok(null);
  const missing = await missingArchive(deps.folder, last);
  if (missing) return err(missing);
  const removed = await removeRows(deps, last.to_seq);
  if (!removed.ok) return removed;
  return ok({ fromSeq: last.from_seq, toSeq: last.to_seq, archive: null, removed: removed.value });
}

async function missingArchive(
  folder: string,
  { archive, archive_digest: digest }: Seal,
): Promise<string | null> {
  if (await hasArchive(folder, archive, digest)) return null;
  return `${archive} is not in this folder as it was sealed, so its events are not removed`;
}

/** Oldest first, so that what is left is one range at any moment. */
async function removeRows({ store, onStep }: SealDeps, toSeq: number): Promise<Result<number, string>> {
  let removed = 0;
  for (;;) {
    const batch = await store.write((tx) => removeBatch(tx, toSeq));
    if (!batch.ok) return err(wordFor(batch.error));
    removed += batch.value;
    if (batch.value === 0) return ok(removed);
    await onStep?.("some-removed");
  }
}

async function removeBatch(tx: Transaction<Database>, toSeq: number): Promise<number> {
  const first = await tx.selectFrom("events").select("seq").orderBy("seq").limit(1).executeTakeFirst();
  if (!first || first.seq > toSeq) return 0;
  const upTo = Math.min(toSeq, first.seq + REMOVE_BATCH - 1);
  const { numDeletedRows } = await tx.deleteFrom("events").where("seq", "<=", upTo).executeTakeFirst();
  return Number(numDeletedRows);
}

async function countUpTo(db: Kysely<Database>, toSeq: number): Promise<number> {
  const { count } = await db
    .selectFrom("events")
    .select((events) => events.fn.countAll<number | string>().as("count"))
    .where("seq", "<=", toSeq)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function wordFor(failure: StoreFailure): string {
  return failure.kind === "unavailable"
    ? `the database cannot be used (${failure.reason}: ${failure.cause})`
    : `the database refuses (${failure.constraint})`;
}
