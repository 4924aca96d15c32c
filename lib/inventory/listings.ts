import "server-only";

import { createHash } from "node:crypto";
import type { Clock } from "#lib/core/clock.ts";
import type { Host } from "#lib/inventory/attachments.ts";
import type { Observed } from "#lib/inventory/observed-rows.ts";
import type { OrderedSlots } from "#lib/inventory/search-index/ordered-rows.ts";
import type { RowsThen } from "#lib/inventory/search-index/row-slots.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";

/** How long a listing may still be asked for after its last use. */
const KEPT_MS = 60_000;
/** Held in all, about. */
const MOST_BYTES = 16 * 2 ** 20;

/** The whole answer to one question, of which a table shows windows. */
export interface Listing<T> {
  readonly version: string;
  /** Slots in order. */
  readonly slots: OrderedSlots;
  /** Rows as they were at that version. */
  readonly rows: RowsThen<Observed<T>>;
  readonly hosts: RowsThen<Host>;
  /** How many there would be without any filter. */
  readonly unfilteredTotal: number;
}

export type ListFailure = { kind: "version-expired" };

/**
 * Keeps recent answers, so that windows of one version fit together while the inventory goes on changing, and
 * scrolling does not search again. Lives in memory only; what is gone is answered with `version-expired`.
 */
export class Listings<T> {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { listing: Listing<T>; usedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The listing that answers `question` at that version, if it is still there. `question` must name everything that
   * decides which rows there are: filters, order, and how far the person sees.
   */
  find(question: string, version: string): Listing<T> | undefined {
    this.#forget();
    const key = `${version}\n${question}`;
    const kept = this.#kept.get(key);
    if (kept) this.#keep(key, kept.listing);
    return kept?.listing;
  }

  keep(question: string, listing: Listing<T>): void {
    this.#keep(`${listing.version}\n${question}`, listing);
    this.#forget();
  }

  #keep(key: string, listing: Listing<T>): void {
    this.#kept.delete(key);
    this.#kept.set(key, { listing, usedAt: this.#clock.now() });
  }

  /** The longest unused first: a map keeps the order in which things were put in. The newest stays, however large. */
  #forget(): void {
    const now = this.#clock.now();
    let bytes = 0;
    for (const { listing } of this.#kept.values()) bytes += listing.slots.bytes;
    for (const [key, { listing, usedAt }] of this.#kept) {
      if (now - usedAt < KEPT_MS && (bytes <= MOST_BYTES || this.#kept.size === 1)) return;
      this.#kept.delete(key);
      bytes -= listing.slots.bytes;
    }
  }
}

/** What the sources hold now, as a short text that changes whenever any row does. `maker` tells processes apart. */
export function versionOf(
  maker: string,
  sources: readonly Pick<ReadableSource, "account" | "regionId" | "revision" | "partial">[],
): string {
  const hash = createHash("sha256").update(maker);
  for (const { account, regionId, revision, partial } of sources) {
    // A list of what is still being read may lack what it will hold when all is, without another row.
    hash.update(`\n${account.accountId}/${regionId}/${revision}${partial ? "/partial" : ""}`);
  }
  return hash.digest("base64url").slice(0, 16);
}
