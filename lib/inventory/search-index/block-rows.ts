import "server-only";

import { bitsIn } from "#lib/inventory/search-index/bitmap.ts";

/** Rows of one block: what sixteen bits can count. */
export const BLOCK_ROWS = 65_536;
export const BLOCK_WORDS = BLOCK_ROWS / 32;
/** A list of more rows takes more room than a bit for each row of the block. */
export const LONGEST_LIST = BLOCK_ROWS / 16;

/** The rows of a block that have something: in ascending order, or a bit each. */
export type Rows = Uint16Array | Uint32Array;

export const NO_ROWS = new Uint16Array();

export function setBit(bits: Uint32Array, row: number): void {
  bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
}

export function countIn(bits: Uint32Array): number {
  let total = 0;
  for (let at = 0; at < bits.length; at += 1) total += bitsIn(bits[at] ?? 0);
  return total;
}

export function listOf(bits: Uint32Array, count: number): Uint16Array {
  const list = new Uint16Array(count);
  let next = 0;
  for (let at = 0; at < bits.length; at += 1) {
    for (let word = bits[at] ?? 0; word !== 0; word &= word - 1) {
      list[next++] = at * 32 + 31 - Math.clz32(word & -word);
    }
  }
  return list;
}

/** All rows that any of them has, as bits. */
export function inAny(all: readonly Rows[]): Uint32Array {
  const bits = new Uint32Array(BLOCK_WORDS);
  for (const rows of all) {
    if (isList(rows)) for (let i = 0; i < rows.length; i += 1) setBit(bits, rows[i] ?? 0);
    else for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) | (rows[at] ?? 0);
  }
  return bits;
}

export function* rowsIn(rows: Rows): Generator<number> {
  if (rows instanceof Uint16Array) return yield* rows;
  for (let at = 0; at < rows.length; at += 1) {
    for (let word = rows[at] ?? 0; word !== 0; word &= word - 1)
      yield at * 32 + 31 - Math.clz32(word & -word);
  }
}

const isList = (rows: Rows): rows is Uint16Array => rows instanceof Uint16Array;

/** The rows that are in all of them. */
export function* inAll(all: readonly Rows[]): Generator<number> {
  const lists = all.filter(isList).sort((a, b) => a.length - b.length);
  const bitmaps = all.filter((rows): rows is Uint32Array => !isList(rows));
  const [smallest, ...otherLists] = lists;
  const candidates = smallest ?? rowsIn(meet(bitmaps));
  for (const row of candidates) {
    if (!bitmaps.every((bits) => (((bits[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1)) continue;
    if (otherLists.every((list) => list[firstNotBelow(list, row)] === row)) yield row;
  }
}

function meet(bitmaps: readonly Uint32Array[]): Uint32Array {
  const met = new Uint32Array(BLOCK_WORDS).fill(0xffffffff);
  for (const bits of bitmaps)
    for (let at = 0; at < met.length; at += 1) met[at] = (met[at] ?? 0) & (bits[at] ?? 0);
  return met;
}

export function firstNotBelow(sorted: Uint32Array | Uint16Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
