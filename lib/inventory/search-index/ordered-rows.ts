import "server-only";

import type { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import type { Pieces } from "#lib/inventory/search-index/ordered-slots.ts";

/** Slots in order of which windows are taken. Stays as it is whatever changes. */
export interface OrderedSlots {
  readonly total: number;
  /** About how much memory it holds, what others hold too not counted. */
  readonly bytes: number;
  window(offset: number, limit: number): readonly number[];
}

/** A few, sorted. */
export function sortedFew(slots: readonly number[]): OrderedSlots {
  return {
    total: slots.length,
    bytes: slots.length * 8,
    window: (offset, limit) => slots.slice(offset, offset + limit),
  };
}

/** Those of an order that are among `matching`. How many each piece has is counted when a window needs it, once. */
export function amongOrdered(pieces: Pieces, matching: Bitmap, total: number): OrderedSlots {
  const counts = new Int16Array(pieces.length).fill(-1);
  const isAll = pieces.reduce((sum, { length }) => sum + length, 0) === total;
  const countOf = (piece: Uint32Array, at: number) => {
    if (isAll) return piece.length;
    const known = counts[at] ?? -1;
    if (known >= 0) return known;
    const count = matching.countAmong(piece);
    counts[at] = count;
    return count;
  };
  return {
    total,
    bytes: matching.words.byteLength + pieces.length * 10,
    window: (offset, limit) => {
      const found: number[] = [];
      let skip = Math.max(0, offset);
      for (let at = 0; at < pieces.length && found.length < limit; at += 1) {
        const piece = pieces[at] ?? new Uint32Array();
        // Counting a whole piece is far quicker than asking about each of its slots.
        const count = countOf(piece, at);
        if (skip >= count) {
          skip -= count;
          continue;
        }
        for (let i = 0; i < piece.length; i += 1) {
          const slot = piece[i] ?? 0;
          if (!isAll && !matching.has(slot)) continue;
          if (skip > 0) skip -= 1;
          else if (found.length < limit) found.push(slot);
          else break;
        }
      }
      return found;
    },
  };
}
