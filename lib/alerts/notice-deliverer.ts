import "server-only";
import { countTry, type DueNotice, firstDue, markDelivered } from "#lib/alerts/due-notices.ts";
import { contentOf, noticePayload, signedHeaders } from "#lib/alerts/notice-message.ts";
import { type Posted, postNotice } from "#lib/alerts/post-notice.ts";
import type { Clock } from "#lib/core/clock.ts";
import type { Result } from "#lib/core/result.ts";
import type { Log } from "#lib/log/log.ts";
import { takeLease } from "#lib/store/lease.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export interface NoticeDelivererOptions {
  store: Store;
  /** The store's, so that all replicas mean the same time. */
  clock: Clock;
  log: Log;
  /** Names this run of this process among the replicas. */
  holder: string;
  /** Where the links in a notice lead. */
  publicUrl: URL;
  /** Null: notices are told to the log alone. */
  webhook: { url: string; secret: string } | null;
  postTimeoutMs?: number;
}

const LEASE = "alerts";
const LOOK_MS = 5_000;
const POST_TIMEOUT_MS = 10_000;
/** Longer than one post may take. */
const LEASE_MS = 30_000;

type Claimed = DueNotice | "nothing" | "elsewhere";

/**
 * Brings notices out, one replica at a time and none of them in anybody's way: each becomes a log line once and is
 * posted until the receiver has said 2xx. At least once: a receiver tells repeats by the notice's id.
 */
export class NoticeDeliverer {
  readonly #options: NoticeDelivererOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;

  constructor(options: NoticeDelivererOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#round ??= this.deliverDue()
        .catch((thrown: unknown) => this.#options.log.error("alert.failed", { cause: String(thrown) }))
        .finally(() => {
          this.#round = null;
        });
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** What is on its way is given up; it is tried again by whoever comes next. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#stopping.abort();
    await this.#round;
  }

  /** Tries everything that is due once, until nothing answers any more. */
  async deliverDue(): Promise<void> {
    for (;;) {
      if (this.#stopping.signal.aborted) return;
      const claimed = await this.#claim();
      if (!claimed.ok) return this.#notRecorded(claimed.error);
      if (claimed.value === "nothing" || claimed.value === "elsewhere") return;
      if (!(await this.#bringOut(claimed.value))) return;
    }
  }

  /** Looks before it writes: most of the time there is nothing to do, and a lease is a write. */
  async #claim(): Promise<Result<Claimed, StoreFailure>> {
    const { store, clock, holder } = this.#options;
    const waiting = await store.read((db) => firstDue(db, clock));
    if (!waiting.ok) return waiting;
    if (waiting.value === undefined) return { ok: true, value: "nothing" };
    return store.write(async (tx): Promise<Claimed> => {
      if ((await takeLease(tx, clock, LEASE, holder, LEASE_MS)) === null) return "elsewhere";
      const due = await firstDue(tx, clock);
      if (due === undefined) return "nothing";
      await countTry(tx, clock, due);
      return due;
    });
  }

  /** False where the next notice would meet the same: nobody answers, or nothing is recorded. */
  async #bringOut(notice: DueNotice): Promise<boolean> {
    const { store, clock, log } = this.#options;
    const { id, kind } = notice;
    if (notice.tries === 0) {
      log.error("alert.raised", {
        kind,
        id,
        subject: contentOf(notice).subject,
        raisedAt: notice.created_at,
      });
    }
    const posted = await this.#post(notice);
    if (!posted.delivered) {
      const { httpStatus, cause } = posted;
      log.warn("alert.not-delivered", { kind, id, httpStatus, cause, tries: notice.tries + 1 });
      return httpStatus !== null;
    }
    const marked = await store.write((tx) => markDelivered(tx, clock, id));
    if (!marked.ok) this.#notRecorded(marked.error);
    return marked.ok;
  }

  #post(notice: DueNotice): Promise<Posted> {
    const { webhook, publicUrl, clock, postTimeoutMs = POST_TIMEOUT_MS } = this.#options;
    if (webhook === null) return Promise.resolve({ delivered: true });
    const payload = noticePayload(notice, publicUrl);
    const headers = signedHeaders(notice.id, payload, webhook.secret, clock.now());
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(postTimeoutMs)]);
    return postNotice(webhook.url, payload, headers, signal);
  }

  #notRecorded(failure: StoreFailure): void {
    const why = failure.kind === "unavailable" ? failure.reason : failure.constraint;
    this.#options.log.error("alert.not-recorded", { why });
  }
}
