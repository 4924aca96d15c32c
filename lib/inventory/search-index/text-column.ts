import "server-only";

import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { BLOCK_ROWS } from "#lib/inventory/search-index/block-rows.ts";
import { BlockScratch } from "#lib/inventory/search-index/block-scratch.ts";
import { type GramBlock, makeBlock } from "#lib/inventory/search-index/gram-block.ts";
import { encode } from "#lib/inventory/search-index/grams.ts";

const BLOCK_BITS = 16;
/** So many rows of a block are looked at one by one rather than made an index of. */
const FEW = 256;

interface Block {
  made: GramBlock | null;
  /** Slots of it whose text is another than when it was made; looked at one by one. */
  stale: Set<number>;
  /** How many slots it covers, those that came since not among them. */
  rows: number;
  /** While it is made anew: of how many slots, and which of them have changed meanwhile. */
  making: { rows: number; changed: Set<number> } | null;
}

/** A column of texts in which any part is found. `textsOf` a slot that is empty are none. */
export class TextColumn {
  readonly #textsOf: (slot: number) => readonly string[];
  readonly #isRepetitive: boolean;
  readonly #blocks: Block[] = [];
  #size = 0;

  /** `textsOf`: the texts of a slot as they are now, in lower case. `isRepetitive`: of few different characters. */
  constructor(textsOf: (slot: number) => readonly string[], isRepetitive = false) {
    this.#textsOf = textsOf;
    this.#isRepetitive = isRepetitive;
  }

  /** The text of this slot is another than before. */
  touch(slot: number): void {
    this.#size = Math.max(this.#size, slot + 1);
    const at = slot >>> BLOCK_BITS;
    while (this.#blocks.length <= at) {
      this.#blocks.push({ made: null, stale: new Set(), rows: 0, making: null });
    }
    const block = this.#blocks[at];
    const row = slot & (BLOCK_ROWS - 1);
    if (block && row < block.rows) block.stale.add(slot);
    if (block?.making && row < block.making.rows) block.making.changed.add(slot);
  }

  /** Whether enough has changed for the index of some block to be made anew. */
  get isBehind(): boolean {
    return this.#blocks.some((_, at) => this.#isBehind(at));
  }

  /** Makes what is behind. Rows may change meanwhile: yields where it may be interrupted. */
  *catchUp(scratch = new BlockScratch()): Generator<void> {
    for (const [at, block] of this.#blocks.entries()) {
      if (!this.#isBehind(at) || block.making) continue;
      const making = { rows: this.#rowsOf(at), changed: new Set<number>() };
      block.making = making;
      try {
        const textsOf = (row: number) => this.#textsOf(at * BLOCK_ROWS + row);
        block.made = yield* makeBlock(making.rows, textsOf, this.#isRepetitive, scratch);
        block.stale = making.changed;
        block.rows = making.rows;
      } finally {
        block.making = null;
      }
    }
  }

  /** Adds the slots with a text that has the word, which is in lower case, in it. */
  addTo(found: Bitmap, word: string): void {
    const codes = new Uint8Array(word.length + 2);
    const length = encode(word, codes);
    const has = (slot: number) => this.#textsOf(slot).some((text) => text.includes(word));
    found.reserve(this.#size);
    for (const [at, block] of this.#blocks.entries()) {
      const first = at * BLOCK_ROWS;
      // What is stale must not be taken out of what others have found.
      const isApart = block.stale.size > 0;
      const mine = isApart ? new Bitmap(this.#rowsOf(at)) : found;
      const start = isApart ? 0 : first;
      block.made?.find(codes, length, {
        certain: (rows) => {
          if (rows instanceof Uint16Array) mine.setAll(rows, start);
          else mine.orWords(rows.subarray(0, (block.rows + 31) >>> 5), start / 32);
        },
        maybe: (row) => {
          if (has(first + row)) mine.set(start + row);
        },
      });
      for (const slot of block.stale) mine.put(slot - first, has(slot));
      for (let row = block.rows; row < this.#rowsOf(at); row += 1)
        if (has(first + row)) mine.set(start + row);
      if (isApart) found.orWords(mine.words, first / 32);
    }
  }

  #rowsOf(at: number): number {
    return Math.min(BLOCK_ROWS, this.#size - at * BLOCK_ROWS);
  }

  #isBehind(at: number): boolean {
    const block = this.#blocks[at];
    if (!block) return false;
    const unread = this.#rowsOf(at) - block.rows + block.stale.size;
    return unread > Math.max(FEW, block.rows / 4);
  }
}
