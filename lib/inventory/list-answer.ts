import "server-only";

import { err, ok, type Result } from "#lib/core/result.ts";
import type { AccountRegions } from "#lib/inventory/inventory.ts";
import { type ListWindow, placeOf } from "#lib/inventory/list-question.ts";
import { type ListFailure, type Listing, type Listings, versionOf } from "#lib/inventory/listings.ts";
import type { Observed } from "#lib/inventory/observed-rows.ts";
import { cursorAfter, startOf } from "#lib/inventory/paging.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";

/** A whole answer, of which rows are taken by their places, and the sources that it was made of. */
export interface Listed<Entry> {
  version: string;
  total: number;
  unfilteredTotal: number;
  window(offset: number, limit: number): Entry[];
  sources: readonly ReadableSource[];
  unlisted: readonly AccountRegions[];
}

interface Question<T> {
  listings: Listings<T>;
  /** Names everything that decides which rows there are. */
  text: string;
  sources: readonly ReadableSource[];
  asked: string | undefined;
}

/** The kept answer of the version asked for, or the one that `make` makes of what is now. */
export async function answer<T>(
  maker: string,
  { listings, text, sources, asked }: Question<T>,
  make: () => Promise<Listing<T>>,
): Promise<Result<Listing<T>, ListFailure>> {
  const current = versionOf(maker, sources);
  const kept = listings.find(text, asked ?? current);
  if (kept) return ok(kept);
  if (asked !== undefined && asked !== current) return err({ kind: "version-expired" });
  const listing = await make();
  listings.keep(text, listing);
  return ok(listing);
}

export function listed<T, Entry>(
  { version, slots, rows, hosts, unfilteredTotal }: Listing<T>,
  sources: readonly ReadableSource[],
  entryOf: (source: ReadableSource, observed: Observed<T>) => Entry,
): Omit<Listed<Entry>, "unlisted"> {
  const byPlace = new Map(sources.map((source) => [placeOf(source), source]));
  return {
    version,
    total: slots.total,
    unfilteredTotal,
    sources,
    window: (offset, limit) =>
      slots.window(offset, limit).flatMap((slot) => {
        const [observed, source] = [rows.at(slot), byPlace.get(hosts.at(slot)?.place ?? "")];
        return observed && source ? [entryOf(source, observed)] : [];
      }),
  };
}

/** The newest sighting of the same row; a row that has changed since stays as the listing has it. */
export function seenLast<T>(inList: Observed<T>, newest: Observed<T> | undefined): Observed<T> {
  return newest?.value === inList.value ? newest : inList;
}

/** One window and where it lies in the whole. */
export function pageOf<Entry, Row>(
  { total, version, unfilteredTotal, window }: Listed<Entry>,
  query: ListWindow,
  rowOf: (entry: Entry) => Row,
) {
  const offset = startOf(query);
  const items = window(offset, query.limit).map(rowOf);
  return { items, total, offset, cursor: cursorAfter(offset, items.length, total), version, unfilteredTotal };
}
