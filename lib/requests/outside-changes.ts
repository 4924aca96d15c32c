import "server-only";

import { isoTime } from "#lib/core/clock.ts";
import { pieces } from "#lib/core/pieces.ts";
import { ok, type Result } from "#lib/core/result.ts";
import {
  type AttachmentObserver,
  type AttachmentSource,
  attachmentOf,
} from "#lib/inventory/attachment-observer.ts";
import { readRecorded, recordChanges, recordFirst, recordRead } from "#lib/requests/attachment-log.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** ENIs recorded in one transaction: nobody's write stands long behind it. */
const AT_A_TIME = 200;
const GATHER_MS = 200;
/** When the database did not take it. */
const AGAIN_MS = 5_000;
/** How often a region that has not changed is said to have been compared. */
const READ_NOTED_EVERY_MS = 60_000;

interface News {
  ids: Set<string>;
  /** Everything is to be compared, not only what was noticed. */
  whole: boolean;
  walked: boolean;
}

/**
 * Puts attachments that changed without a request of ours into the log. What is compared with is in the database, so
 * what was changed while nothing ran is found too, and no replica tells the same change twice.
 */
export class OutsideChanges implements AttachmentObserver {
  readonly #desk: { store: Store; log: Desk["log"] };
  readonly #news = new Map<AttachmentSource, News>();
  /** Sources that showed nothing at all when they were last looked at. */
  readonly #emptied = new Set<AttachmentSource>();
  readonly #notedAt = new Map<AttachmentSource, number>();
  #timer: NodeJS.Timeout | null = null;
  #recording: Promise<void> = Promise.resolve();

  constructor(desk: { store: Store; log: Desk["log"] }) {
    this.#desk = desk;
  }

  noticed(source: AttachmentSource, networkInterfaceId: string): void {
    this.#newsOf(source).ids.add(networkInterfaceId);
    this.#soon(GATHER_MS);
  }

  walked(source: AttachmentSource, whole: boolean): void {
    const news = this.#newsOf(source);
    news.walked = true;
    news.whole ||= whole;
    this.#soon(GATHER_MS);
  }

  /** Ends when everything noticed so far is recorded, or could not be. */
  record(): Promise<void> {
    this.#recording = this.#recording.then(() => this.#recordNow());
    return this.#recording;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.record();
    if (this.#timer) clearTimeout(this.#timer);
  }

  #newsOf(source: AttachmentSource): News {
    const news = this.#news.get(source) ?? { ids: new Set(), whole: false, walked: false };
    this.#news.set(source, news);
    return news;
  }

  #soon(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.record();
    }, ms).unref();
  }

  async #recordNow(): Promise<void> {
    const all = [...this.#news];
    this.#news.clear();
    for (const [source, news] of all) {
      const recorded = await this.#recordSource(source, news);
      if (recorded.ok) continue;
      const { account, regionId } = source;
      const facts = { accountId: account.accountId, regionId, kind: recorded.error.kind };
      this.#desk.log({ level: "error", event: "attachments.not-recorded", ...facts });
      const again = this.#newsOf(source);
      for (const id of news.ids) again.ids.add(id);
      again.whole ||= news.whole;
      again.walked ||= news.walked;
      this.#soon(AGAIN_MS);
    }
  }

  async #recordSource(source: AttachmentSource, news: News): Promise<Result<void, StoreFailure>> {
    const { store } = this.#desk;
    // Lists that a right was taken from come empty, too. What was recorded stays until there is something to compare with.
    if (source.networkInterfaces().next().done) {
      this.#emptied.add(source);
      return ok(undefined);
    }
    if (this.#emptied.delete(source)) news.whole = true;
    if (news.whole) {
      const compared = await this.#compareAll(source, news);
      if (!compared.ok) return compared;
    }
    for (const ids of pieces([...news.ids], AT_A_TIME)) {
      const changed = await store.write((tx) => recordChanges(tx, store.clock, source, ids));
      if (!changed.ok) return changed;
    }
    const { observedAt } = source;
    const isDue = store.clock.now() - (this.#notedAt.get(source) ?? 0) >= READ_NOTED_EVERY_MS;
    if (!news.walked || observedAt === null || !(isDue || news.whole || news.ids.size > 0))
      return ok(undefined);
    this.#notedAt.set(source, store.clock.now());
    return store.write((tx) => recordRead(tx, source, isoTime(observedAt)));
  }

  /** Adds to the news what is not as it was recorded; where nothing was recorded yet, all of it is recorded now. */
  async #compareAll(source: AttachmentSource, news: News): Promise<Result<void, StoreFailure>> {
    const { store } = this.#desk;
    const known = await store.read((db) => readRecorded(db, source));
    if (!known.ok) return known;
    if (known.value === null) return this.#recordFirst(source);
    const { recorded } = known.value;
    for (const { value } of source.networkInterfaces()) {
      const before = recorded.get(value.networkInterfaceId)?.instanceId ?? null;
      if (attachmentOf(value) !== before) news.ids.add(value.networkInterfaceId);
    }
    for (const id of recorded.keys()) if (!source.networkInterface(id)) news.ids.add(id);
    return ok(undefined);
  }

  async #recordFirst(source: AttachmentSource): Promise<Result<void, StoreFailure>> {
    const attached = [...source.networkInterfaces()].flatMap(({ value, observedAt }) => {
      const instanceId = attachmentOf(value);
      return instanceId === null
        ? []
        : [{ networkInterfaceId: value.networkInterfaceId, instanceId, observedAt }];
    });
    for (const piece of pieces(attached, AT_A_TIME)) {
      const written = await this.#desk.store.write((tx) => recordFirst(tx, source, piece));
      if (!written.ok) return written;
    }
    return ok(undefined);
  }
}
