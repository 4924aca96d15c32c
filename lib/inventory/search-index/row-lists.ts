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
  /** By key, while lists are made: where its next row goes, or which of the bitmaps is its. */
  readonly #places = new Uint32Array(GRAMS);

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

  /**
   * By counting; yields where it may be interrupted. Loops are in functions of their own and lists in memory of the right
   * length from the start: what is dropped here would call for the collector, who holds everybody up.
   */
  *listed(): Generator<void, RowLists> {
    let different = 0;
    for (let from = 0; from < GRAMS; from += KEYS_A_TURN) {
      different += this.#differentIn(from, from + KEYS_A_TURN);
      yield;
    }
    const keys = new Uint32Array(different);
    const starts = new Uint32Array(different + 1);
    const bitmaps: Uint32Array[] = [];
    const dense = new Map<number, Uint32Array>();
    let [known, length] = [0, 0];
    for (let key = 0; key < GRAMS; key += 1) {
      if (key % KEYS_A_TURN === KEYS_A_TURN - 1) yield;
      const count = this.#counts[key] ?? 0;
      if (count === 0) continue;
      keys[known] = key;
      starts[known] = length;
      if (count > LONGEST_LIST) {
        const bits = new Uint32Array(BLOCK_WORDS);
        dense.set(known, bits);
        this.#places[key] = bitmaps.push(bits) - 1;
      } else {
        this.#places[key] = length;
        length += count;
      }
      known += 1;
    }
    starts[known] = length;
    yield;
    const lists = new Uint16Array(length);
    yield;
    for (let from = 0; from < this.#total; from += NOTES_A_PIECE) {
      this.#spread(from, { lists, bitmaps });
      yield;
    }
    this.#total = 0;
    this.#counts.fill(0);
    this.#lastRow.fill(-1);
    return new RowLists(keys, { starts, lists, dense });
  }

  #differentIn(from: number, end: number): number {
    let different = 0;
    for (let key = from; key < end; key += 1) if ((this.#counts[key] ?? 0) > 0) different += 1;
    return different;
  }

  /** The notes of one piece into the lists and bitmaps. */
  #spread(from: number, { lists, bitmaps }: { lists: Uint16Array; bitmaps: readonly Uint32Array[] }): void {
    const { keys, rows } = this.#pieces[from / NOTES_A_PIECE] ?? this.#morePieces();
    const end = Math.min(NOTES_A_PIECE, this.#total - from);
    for (let at = 0; at < end; at += 1) {
      const key = keys[at] ?? 0;
      const row = rows[at] ?? 0;
      const place = this.#places[key] ?? 0;
      const bits = (this.#counts[key] ?? 0) > LONGEST_LIST ? bitmaps[place] : undefined;
      if (bits) setBit(bits, row);
      else {
        lists[place] = row;
        this.#places[key] = place + 1;
      }
    }
  }

  #morePieces() {
    const piece = { keys: new Uint32Array(NOTES_A_PIECE), rows: new Uint16Array(NOTES_A_PIECE) };
    this.#pieces.push(piece);
    return piece;
  }
}
