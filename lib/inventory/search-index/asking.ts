import "server-only";

import type { Place } from "#lib/domain/scope.ts";
import type { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { FEW_CHANGES } from "#lib/inventory/search-index/order.ts";
import { amongOrdered, type OrderedSlots, sortedFew } from "#lib/inventory/search-index/ordered-rows.ts";
import { comparison } from "#lib/inventory/search-index/ordered-slots.ts";
import type { RowIndex } from "#lib/inventory/search-index/row-index.ts";
import { inSlices } from "#lib/inventory/search-index/slices.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import type { Reach } from "#lib/policy/reach.ts";

/** So many are sorted at once, whatever the order of all would save. */
const FEW = 64;
/** No more than these are, while the order of all has to be made or mended. */
const NOT_MANY = 2_000;
/** What sorting one costs in looks at one of the order. */
const LOOKS_A_ROW = 500;
/** While rows keep changing, an order is waited for no more than so often. */
const MOST_WAITS = 8;

export interface Asked<SortKey> {
  reach: Reach;
  sort: { key: SortKey; descending: boolean };
  /** Whether texts are looked for. */
  hasWords: boolean;
  /** About how many from the start have to be found in the order. */
  depth: number;
  /** Whether a part of it all is being read for the first time: more rows come than can be put in order. */
  isGrowing: () => boolean;
}

export interface Matched {
  found: Bitmap;
  total: number;
}

const underWay = new WeakMap<object, Promise<void>>();

/** Long work is done once, however many wait for it. */
function once(what: object, work: () => Iterator<unknown>): Promise<void> {
  let promise = underWay.get(what);
  if (promise === undefined) {
    promise = inSlices(work()).then(
      () => void underWay.delete(what),
      (error: unknown) => {
        underWay.delete(what);
        throw error;
      },
    );
    underWay.set(what, promise);
  }
  return promise;
}

/**
 * The slots that `match` finds, in order. What has to be made first (how far somebody sees, the index of texts, an
 * order) is made in slices; `match` and `made` then run without a break, on one and the same state of all rows. While
 * regions are read for the first time, rows that have no place in the order yet are left out: nobody waits for the last.
 */
export async function ask<T extends Place, SortKey extends string, Made>(
  index: RowIndex<T, SortKey>,
  { reach, sort, hasWords, depth, isGrowing }: Asked<SortKey>,
  match: (view: View) => Matched,
  made: (slots: OrderedSlots, view: View) => Made,
): Promise<Made> {
  if (index.isBehind && (hasWords || !isGrowing())) {
    // Who looks at a list will search it: texts are got ready meanwhile. What fails then, a search will be told.
    const ready = once(index, () => index.catchUp());
    if (hasWords) await ready;
    else ready.catch(() => undefined);
  }
  for (let waits = 0; ; waits += 1) {
    const view = index.views.ready(reach);
    if (view === null) {
      await inSlices(index.views.fill(reach));
      continue;
    }
    const matched = match(view);
    const order = index.order(sort.key, sort.descending, view);
    const isReady = order.behind <= FEW_CHANGES || (waits >= MOST_WAITS && Number.isFinite(order.behind));
    if (isShort(matched, isReady ? index.rows.size : Number.POSITIVE_INFINITY, depth)) {
      return made(sorted(index, matched, { ...sort, view }), view);
    }
    if (isReady) return made(amongOrdered(order.pieces(index.alive), matched.found, matched.total), view);
    const placed = isGrowing() ? order.placed(waits > 0) : null;
    if (placed) {
      for (const slot of placed.without) matched.found.unset(slot);
      return made(amongOrdered(placed.pieces, matched.found, matched.found.count()), view);
    }
    await once(order, () => order.catchUp(index.alive));
  }
}

/** Whether sorting the found ones is cheaper than to pick them out of the order of all. */
function isShort({ total }: Matched, size: number, depth: number): boolean {
  if (total <= FEW) return true;
  if (total > NOT_MANY) return false;
  const looks = Math.min(size, (depth / total) * size);
  return total * LOOKS_A_ROW < looks;
}

function sorted<T extends Place, SortKey extends string>(
  index: RowIndex<T, SortKey>,
  { found }: Matched,
  { key, descending, view }: { key: SortKey; descending: boolean; view: View },
): OrderedSlots {
  const compare = comparison(descending);
  const ranked = Array.from(found.slots(), (slot) => {
    const rank = index.rank(slot, key, view);
    return { key: rank.key, id: rank.id, slot };
  });
  return sortedFew(ranked.sort(compare).map(({ slot }) => slot));
}
