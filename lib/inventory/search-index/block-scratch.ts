import "server-only";

import { BLOCK_WORDS } from "#lib/inventory/search-index/block-rows.ts";
import { UnfoldedParts } from "#lib/inventory/search-index/common-parts.ts";
import { RowNotes } from "#lib/inventory/search-index/row-lists.ts";

/** What blocks are made in, one after the other: megabytes that made anew each time would call for the collector. */
export class BlockScratch {
  readonly grams = new RowNotes();
  readonly parts = new UnfoldedParts();
  readonly leaves = new RowNotes();
  readonly #bits: Uint32Array[] = [];

  /** A bit for each row of a block, none set. */
  takeBits(): Uint32Array {
    return this.#bits.pop() ?? new Uint32Array(BLOCK_WORDS);
  }

  giveBack(bits: Uint32Array): void {
    this.#bits.push(bits.fill(0));
  }
}
