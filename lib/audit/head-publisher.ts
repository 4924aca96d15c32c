import "server-only";
import { existsSync } from "node:fs";
import type { Kysely, Transaction } from "kysely";
import { appendEvent, lastEvent } from "#lib/audit/append-event.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import type { HeadMemory } from "#lib/audit/head-memory.ts";
import type { DeliverHeads } from "#lib/audit/head-sink.ts";
import { readHeadsFile } from "#lib/audit/heads-file.ts";
import { heldRange } from "#lib/audit/held-range.ts";
import type { ChainProblem, OutsideHead } from "#lib/audit/outside-heads.ts";
import { countSince, lastPublishedHead } from "#lib/audit/published-heads.ts";
import { headOf } from "#lib/audit/signed-head.ts";
import type { SigningKey } from "#lib/audit/signing-key.ts";
import type { SignedHead } from "#lib/contract/audit.ts";
import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export interface HeadPublisherDeps {
  store: Store;
  clock: Clock;
  /** Null: heads are published without a signature, and say so. */
  key: SigningKey | null;
  /** Null: heads go to the log and to the log lines only. */
  deliver: DeliverHeads | null;
  memory: HeadMemory;
  /** Where `deliver` wrote in earlier runs: what stands there, this process knows. */
  headsFile: string | null;
  log(level: "info" | "error", event: string, fields: Record<string, string | number | null>): void;
  /** The log no longer holds what this process knows of it. Called once for each thing that is found. */
  onBroken(problem: ChainProblem): Promise<void>;
}

export type PublishFailure = StoreFailure | ({ kind: "broken" } & ChainProblem);

/** A head after so many events, or after so long when there is at least one. Ours. */
const EVERY_EVENTS = 500;
const EVERY_MS = 10 * 60_000;
const LOOK_MS = 5_000;
/** More undelivered heads than this are not kept: each newer one also vouches for what the older ones did. */
const MOST_WAITING = 1_000;

/** Publishes the head of the log now and then: as an event, as one log line, and to a place outside. */
export class HeadPublisher {
  readonly #deps: HeadPublisherDeps;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();
  #delivering: Promise<void> = Promise.resolve();
  #waiting: SignedHead[] = [];
  #reported: string | null = null;

  constructor(deps: HeadPublisherDeps) {
    this.#deps = deps;
  }

  /** Begins to look, with what is known from before this process. */
  async start(): Promise<void> {
    await this.#recall();
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
    this.#look();
  }

  /** Publishes what is new, delivers it, and looks no more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#looking;
    await this.publish();
    await this.#delivering;
  }

  /**
   * Publishes a head now when there are events that none covers, and answers the newest one; null while the log is
   * empty. Does not wait for its delivery.
   */
  publish(): Promise<Result<SignedHead | null, PublishFailure>> {
    return this.#publish(() => true);
  }

  /** Publishes when it is time to. */
  look(): Promise<unknown> {
    return this.#publish((news) => isDue(news, this.#deps.clock));
  }

  async #recall(): Promise<void> {
    const { headsFile, key, memory, log, store } = this.#deps;
    const published = await store.read(lastPublishedHead);
    if (published.ok && published.value) memory.remember(published.value);
    if (headsFile === null || !existsSync(headsFile)) return;
    const filed = await readHeadsFile(headsFile, key ? [key] : []);
    if (!filed.ok) log("error", "audit.heads-file-unusable", { why: filed.error });
    else for (const { seq = 0, hash, at } of filed.value) memory.remember({ seq, hash, at });
  }

  #look(): void {
    this.#looking = this.#looking.then(() => this.look());
  }

  async #publish(wanted: (news: News) => boolean): Promise<Result<SignedHead | null, PublishFailure>> {
    const { store, memory, log } = this.#deps;
    const news = await store.read(newsOf);
    if (!news.ok) return news;
    if (news.value.count === 0 || !wanted(news.value)) return ok(news.value.last);
    const known = memory.newest;
    const published = await store.write((tx) => this.#append(tx, known, wanted));
    if (!published.ok) return published;
    const { problem, head, isNew } = published.value;
    if (problem) {
      await this.reportBroken(problem);
      return err({ kind: "broken", ...problem });
    }
    if (head && isNew) {
      log("info", "audit.head", { ...head });
      memory.remember(head);
      this.#send(head);
    }
    return ok(head);
  }

  /** All in one transaction, so that of several replicas one publishes and the others see that nothing is new. */
  async #append(
    tx: Transaction<Database>,
    known: OutsideHead | null,
    wanted: (news: News) => boolean,
  ): Promise<{ problem: ChainProblem | null; head: SignedHead | null; isNew: boolean }> {
    const { clock, key } = this.#deps;
    const { count, last } = await newsOf(tx);
    if (count === 0 || !wanted({ count, last })) return { problem: null, head: last, isNew: false };
    // Signing a log that lost what is known of it would make the loss official.
    const problem = await lossOf(tx, known);
    if (problem) return { problem, head: null, isNew: false };
    if (last && last.keyId !== (key?.keyId ?? null)) await noteOtherKey(tx, clock, last.keyId, key);
    const head = headOf(await lastEvent(tx), clock, key);
    await appendEvent(tx, clock, systemEvent("system.head-published", { ...head }));
    return { problem: null, head, isNew: true };
  }

  #send(head: SignedHead): void {
    const { deliver, log } = this.#deps;
    if (!deliver) return;
    this.#waiting = [...this.#waiting, head].slice(-MOST_WAITING);
    this.#delivering = this.#delivering.then(async () => {
      const heads = this.#waiting;
      if (heads.length === 0) return;
      const delivered = await deliver(heads);
      if (delivered.ok) this.#waiting = this.#waiting.filter((each) => !heads.includes(each));
      else log("error", "audit.head-not-delivered", { why: delivered.error, waiting: heads.length });
    });
  }

  /** Makes a broken chain known, however it was found; the same finding once. */
  async reportBroken(problem: ChainProblem): Promise<void> {
    const words = `${problem.firstBadSeq} ${problem.problem}`;
    if (this.#reported === words) return;
    this.#reported = words;
    await this.#deps.onBroken(problem);
  }
}

interface News {
  /** Events that no head covers. */
  count: number;
  last: SignedHead | null;
}

async function newsOf(db: Kysely<Database>): Promise<News> {
  const last = await lastPublishedHead(db);
  return { last, count: await countSince(db, last?.seq ?? 0) };
}

function isDue({ count, last }: News, clock: Clock): boolean {
  return last === null || count >= EVERY_EVENTS || clock.now() - Date.parse(last.at) >= EVERY_MS;
}

/** Whether the log still holds the event that `known` is the hash of. What was sealed since is not looked for. */
async function lossOf(tx: Transaction<Database>, known: OutsideHead | null): Promise<ChainProblem | null> {
  if (known?.seq === undefined || known.seq < (await heldRange(tx)).fromSeq) return null;
  const row = await tx.selectFrom("events").select("hash").where("seq", "=", known.seq).executeTakeFirst();
  if (row?.hash === known.hash) return null;
  const { seq } = await lastEvent(tx);
  return row
    ? {
        firstBadSeq: known.seq,
        problem: `event ${known.seq} has another hash than the head that is known of it`,
      }
    : {
        firstBadSeq: Math.min(seq + 1, known.seq),
        problem: `event ${known.seq}, whose head is known, is gone`,
      };
}

async function noteOtherKey(
  tx: Transaction<Database>,
  clock: Clock,
  before: string | null,
  key: SigningKey | null,
): Promise<void> {
  const what = "audit-signing-key";
  const event = systemEvent("settings.changed", { what, keyId: key?.keyId ?? null });
  await appendEvent(tx, clock, { ...event, before: { what, keyId: before } });
}

function systemEvent(action: "system.head-published" | "settings.changed", after: Record<string, unknown>) {
  return { actor: SYSTEM_ACTOR, action, result: "ok" as const, correlationId: "audit-heads", after };
}
