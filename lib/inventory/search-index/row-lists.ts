import "server-only";

import {
  BLOCK_WORDS,
  firstNotBelow,
  LONGEST_LIST,
  type Rows,
  setBit,
} from "#lib/inventory/search-index/block-rows.ts";
import { GRAMS } from "#lib/inventory/search-index/grams.ts";

const NOTES_A_PIECE = 262_144;

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

/** Takes notes row by row, in ascending order, and makes lists of them. */
export class RowNotes {
  #keys: Uint32Array<ArrayBuffer>;
  #rows: Uint16Array<ArrayBuffer>;
  #total = 0;
  readonly #counts = new Uint32Array(GRAMS);
  readonly #lastRow = new Int32Array(GRAMS).fill(-1);

  /** `expected`: about how many notes. */
  constructor(expected: number) {
    this.#keys = new Uint32Array(expected);
    this.#rows = new Uint16Array(expected);
  }

  /** A key that was noted for this row already is not noted again. */
  note(key: number, row: number): void {
    if (this.#lastRow[key] === row) return;
    this.#lastRow[key] = row;
    if (this.#total === this.#keys.length) this.#grow();
    this.#keys[this.#total] = key;
    this.#rows[this.#total] = row;
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
    for (let at = 0; at < this.#total; at += 1) {
      const [key, row] = [this.#keys[at] ?? 0, this.#rows[at] ?? 0];
      const bits = (this.#counts[key] ?? 0) > LONGEST_LIST ? denseOf.get(key) : undefined;
      if (bits) setBit(bits, row);
      else {
        lists[next[key] ?? 0] = row;
        next[key] = (next[key] ?? 0) + 1;
      }
      if (at % NOTES_A_PIECE === NOTES_A_PIECE - 1) yield;
    }
    return new RowLists(Uint32Array.from(keys), { starts: Uint32Array.from(starts), lists, dense });
  }

  #grow(): void {
    const [keys, rows] = [new Uint32Array(2 * this.#total + 16), new Uint16Array(2 * this.#total + 16)];
    keys.set(this.#keys);
    rows.set(this.#rows);
    this.#keys = keys;
    this.#rows = rows;
  }
}
