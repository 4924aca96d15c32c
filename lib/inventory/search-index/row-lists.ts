import "server-only";

import {
  BLOCK_WORDS,
  firstNotBelow,
  LONGEST_LIST,
  type Rows,
  setBit,
} from "#lib/inventory/search-index/block-rows.ts";
import { GRAMS } from "#lib/inventory/search-index/grams.ts";

const NOTES_A_PIECE = 65_536;
const KEYS_A_TURN = 32_768;

/** The rows of a block by key, a number below `GRAMS`. */
export class RowLists {
  readonly #keys: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #lists: Uint16Array;
  /** By place of the key. */
  readonly #dense: ReadonlyMap<number, Uint32Array>;

  constructor(
    keys: Uint32Array,
    rows: { starts: Uint32Array; lists: Uint16Array; dense: ReadonlyMap<number, Uint32Array> },
  ) {
    this.#keys = keys;
    this.#starts = rows.starts;
    this.#lists = rows.lists;
    this.#dense = rows.dense;
  }

  /** Undefined where no row has it. */
  of(key: number): Rows | undefined {
    const at = firstNotBelow(this.#keys, key);
    return this.#keys[at] === key ? this.#rowsAt(at) : undefined;
  }

  /** Of every key from `first` on and before `end`. */
  *between(first: number, end: number): Generator<Rows> {
    for (let at = firstNotBelow(this.#keys, first); (this.#keys[at] ?? end) < end; at += 1)
      yield this.#rowsAt(at);
  }

  #rowsAt(at: number): Rows {
    return this.#dense.get(at) ?? this.#lists.subarray(this.#starts[at] ?? 0, this.#starts[at + 1] ?? 0);
  }
}

/** Takes notes row by row, in ascending order, and makes lists of them; then it is empty and may be used again. */
export class RowNotes {
  /** All of one length; kept when they are empty. */
  readonly #pieces: { keys: Uint32Array; rows: Uint16Array }[] = [];
  #total = 0;
  readonly #counts = new Uint32Array(GRAMS);
  readonly #lastRow = new Int32Array(GRAMS).fill(-1);

  /** A key that was noted for this row already is not noted again. */
  note(key: number, row: number): void {
    if (this.#lastRow[key] === row) return;
    this.#lastRow[key] = row;
    const within = this.#total % NOTES_A_PIECE;
    const piece = this.#pieces[(this.#total - within) / NOTES_A_PIECE] ?? this.#morePieces();
    piece.keys[within] = key;
    piece.rows[within] = row;
    this.#total += 1;
    this.#counts[key] = (this.#counts[key] ?? 0) + 1;
  }

  /** By counting; yields where it may be interrupted. */
  *listed(): Generator<void, RowLists> {
    const keys: number[] = [];
    const starts: number[] = [];
    const next = new Uint32Array(GRAMS);
    const dense = new Map<number, Uint32Array>();
    const denseOf = new Map<number, Uint32Array>();
    let length = 0;
    for (let key = 0; key < GRAMS; key += 1) {
      if (key % KEYS_A_TURN === 0) yield;
      const count = this.#counts[key] ?? 0;
      if (count === 0) continue;
      next[key] = length;
      starts.push(length);
      if (count > LONGEST_LIST) {
        const bits = new Uint32Array(BLOCK_WORDS);
        dense.set(keys.length, bits);
        denseOf.set(key, bits);
      } else length += count;
      keys.push(key);
    }
    starts.push(length);
    yield;
    const lists = new Uint16Array(length);
    yield;
    for (let from = 0; from < this.#total; from += NOTES_A_PIECE) {
      const piece = this.#pieces[from / NOTES_A_PIECE];
      const end = Math.min(NOTES_A_PIECE, this.#total - from);
      for (let at = 0; at < end; at += 1) {
        const [key, row] = [piece?.keys[at] ?? 0, piece?.rows[at] ?? 0];
        const bits = (this.#counts[key] ?? 0) > LONGEST_LIST ? denseOf.get(key) : undefined;
        if (bits) setBit(bits, row);
        else {
          const place = next[key] ?? 0;
          lists[place] = row;
          next[key] = place + 1;
        }
      }
      yield;
    }
    this.#total = 0;
    this.#counts.fill(0);
    this.#lastRow.fill(-1);
    return new RowLists(new Uint32Array(keys), { starts: new Uint32Array(starts), lists, dense });
  }

  #morePieces() {
    const piece = { keys: new Uint32Array(NOTES_A_PIECE), rows: new Uint16Array(NOTES_A_PIECE) };
    this.#pieces.push(piece);
    return piece;
  }
}
