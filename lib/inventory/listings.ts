import "server-only";

import { createHash } from "node:crypto";
import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";

/** How long a listing may still be asked for after its last use. */
const KEPT_MS = 60_000;
/** References kept in all, 8 bytes each. */
const MOST_ROWS = 4_000_000;

/** The whole answer to one question, in order, of which a table shows windows. */
export interface Listing<Row> {
  version: string;
  rows: readonly Row[];
  /** How many there would be without any filter. */
  unfilteredTotal: number;
}

export type ListFailure = { kind: "version-expired" };

/**
 * Keeps recent answers, so that windows of one version fit together while the inventory goes on changing, and
 * scrolling neither searches nor sorts again. Lives in memory only; what is gone is answered with `version-expired`.
 */
export class Listings<Row> {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { listing: Listing<Row>; usedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The listing that answers `question` at the version asked for, or at the current one. `question` must name
   * everything that decides which rows there are: filters, order, and how far the person sees.
   */
  answer(
    question: string,
    { current, asked = current }: { current: string; asked?: string | undefined },
    make: () => Omit<Listing<Row>, "version">,
  ): Result<Listing<Row>, ListFailure> {
    this.#forget();
    const key = `${asked}\n${question}`;
    const listing =
      this.#kept.get(key)?.listing ?? (asked === current ? { version: current, ...make() } : null);
    if (listing === null) return err({ kind: "version-expired" });
    this.#kept.delete(key);
    this.#kept.set(key, { listing, usedAt: this.#clock.now() });
    return ok(listing);
  }

  /** The longest unused first: a map keeps the order in which things were put in. */
  #forget(): void {
    const now = this.#clock.now();
    let rows = 0;
    for (const { listing } of this.#kept.values()) rows += listing.rows.length;
    for (const [key, { listing, usedAt }] of this.#kept) {
      if (now - usedAt < KEPT_MS && rows <= MOST_ROWS) return;
      this.#kept.delete(key);
      rows -= listing.rows.length;
    }
  }
}

/** What the sources hold now, as a short text that changes whenever any row does. `maker` tells processes apart. */
export function versionOf(maker: string, sources: readonly ReadableSource[]): string {
  const hash = createHash("sha256").update(maker);
  for (const { account, regionId, revision } of sources) {
    hash.update(`\n${account.accountId}/${regionId}/${revision}`);
  }
  return hash.digest("base64url").slice(0, 16);
}
