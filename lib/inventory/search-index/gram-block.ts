import "server-only";

import { type CommonParts, commonParts, type Learnt } from "#lib/inventory/search-index/common-parts.ts";
import { CODE_BITS, encode, GRAMS, gramAt, OTHER } from "#lib/inventory/search-index/grams.ts";

/** Rows of one block: what sixteen bits can count. */
export const BLOCK_ROWS = 65_536;
const BLOCK_WORDS = BLOCK_ROWS / 32;
/** A list of more rows takes more room than a bit for each row of the block. */
const LONGEST_LIST = BLOCK_ROWS / 16;
const USUAL_TEXT = 256;
const ROWS_A_PIECE = 512;

/** The rows of a block that have something: in ascending order, or a bit each. */
type Rows = Uint16Array | Uint32Array;

const NO_ROWS = new Uint16Array();

export interface BlockAnswer {
  /** Adds rows that have the word for certain. */
  certain(rows: Rows): void;
  /** Asks about a row that may have it. */
  maybe(row: number): void;
}

/** The texts of up to 65,536 rows of one column by the three-character pieces in them and by what they have in common. */
export class GramBlock {
  readonly #grams: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #lists: Uint16Array;
  readonly #dense: ReadonlyMap<number, Uint32Array>;
  readonly #parts: CommonParts;
  readonly #partRows: readonly Rows[];

  constructor(made: {
    grams: Uint32Array;
    starts: Uint32Array;
    lists: Uint16Array;
    dense: ReadonlyMap<number, Uint32Array>;
    parts: CommonParts;
    partRows: readonly Rows[];
  }) {
    this.#grams = made.grams;
    this.#starts = made.starts;
    this.#lists = made.lists;
    this.#dense = made.dense;
    this.#parts = made.parts;
    this.#partRows = made.partRows;
  }

  /** `codes`: the word, `length` characters and two ends. */
  find(codes: Uint8Array, length: number, answer: BlockAnswer): void {
    const isExact = !codes.subarray(0, length).includes(OTHER);
    const tell = (rows: Rows) => {
      if (isExact) answer.certain(rows);
      else for (const row of rowsIn(rows)) answer.maybe(row);
    };
    const node = length <= 3 ? 0 : this.#parts.find(codes, 0, length);
    if (length <= 3) this.#beginningWith(codes, length, tell);
    else if (node !== 0) tell(this.#partRows[node] ?? NO_ROWS);
    else for (const row of this.#near(codes, length)) answer.maybe(row);
  }

  /** The rows that have all pieces of the word. */
  *#near(codes: Uint8Array, length: number): Generator<number> {
    const all: Rows[] = [];
    for (let at = 0; at + 3 <= length; at += 1) {
      const { node: part, length: known } = this.#parts.longest(codes, at, length);
      const rows = part !== 0 && known > 3 ? this.#partRows[part] : this.#rowsOf(gramAt(codes, at));
      if (rows === undefined) return;
      all.push(rows);
    }
    yield* inAll(all);
  }

  #rowsOf(gram: number): Rows | undefined {
    const at = firstNotBelow(this.#grams, gram);
    if (this.#grams[at] !== gram) return undefined;
    return this.#dense.get(at) ?? this.#lists.subarray(this.#starts[at] ?? 0, this.#starts[at + 1] ?? 0);
  }

  /** One, two or three characters are the beginning of some pieces, because texts have two ends behind them. */
  #beginningWith(codes: Uint8Array, length: number, tell: (rows: Rows) => void): void {
    const first =
      length === 3
        ? gramAt(codes, 0)
        : gramAt(Uint8Array.of(codes[0] ?? 0, length > 1 ? (codes[1] ?? 0) : 0, 0), 0);
    const end = first + (1 << ((3 - length) * CODE_BITS));
    for (let at = firstNotBelow(this.#grams, first); at < this.#grams.length; at += 1) {
      if ((this.#grams[at] ?? end) >= end) return;
      tell(this.#dense.get(at) ?? this.#lists.subarray(this.#starts[at] ?? 0, this.#starts[at + 1] ?? 0));
    }
  }
}

/** `texts` by row: the texts of a row in lower case. Yields where it may be interrupted. */
export function* makeBlock(
  rows: number,
  textsOf: (row: number) => readonly string[],
): Generator<void, GramBlock> {
  const learnt = yield* commonParts(sampleOf(rows, textsOf));
  const { roots, children } = learnt.parts.unfolded();
  const partBits = Array.from({ length: learnt.parts.size }, () => new Uint32Array(BLOCK_WORDS));
  const counts = new Uint32Array(GRAMS + 1);
  const lastRow = new Int32Array(GRAMS).fill(-1);
  let codes = new Uint8Array(USUAL_TEXT);
  let grams = new Uint32Array(rows * 16);
  let owners = new Uint16Array(rows * 16);
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    for (const text of textsOf(row)) {
      if (text.length + 2 > codes.length) codes = new Uint8Array(2 * text.length);
      const length = encode(text, codes);
      for (let at = 0; at < length; at += 1) {
        const gram = gramAt(codes, at);
        let node = roots[gram] ?? 0;
        for (let next = at + 3; node !== 0; next += 1) {
          const bits = partBits[node];
          if (bits) bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
          node = children[(node << CODE_BITS) | (codes[next] ?? 0)] ?? 0;
        }
        if (lastRow[gram] === row) continue;
        lastRow[gram] = row;
        if (total === grams.length) {
          grams = grownTo(grams, new Uint32Array(2 * total));
          owners = grownTo(owners, new Uint16Array(2 * total));
        }
        grams[total] = gram;
        owners[total] = row;
        total += 1;
        counts[gram] = (counts[gram] ?? 0) + 1;
      }
    }
    if (row % ROWS_A_PIECE === ROWS_A_PIECE - 1) yield;
  }
  const listed = yield* sortedByGram({ grams, owners, total, counts });
  return new GramBlock({ ...listed, parts: learnt.parts, partRows: yield* sharedRows(partBits, learnt) });
}

function grownTo<A extends Uint32Array | Uint16Array>(old: A, grown: A): A {
  grown.set(old);
  return grown;
}

const SAMPLE_ROWS = 1_024;
/** Steps of the golden ratio spread rows evenly, and fall in with no pattern in the order of the rows. */
const STEP = (Math.sqrt(5) - 1) / 2;

function sampleOf(rows: number, textsOf: (row: number) => readonly string[]): string[] {
  const count = Math.min(rows, SAMPLE_ROWS);
  return Array.from({ length: count }, (_, at) => textsOf(Math.floor(((at * STEP) % 1) * rows))).flat();
}

/** Counting sort: rows came in ascending order, so each list is in order too. */
function* sortedByGram(from: {
  grams: Uint32Array;
  owners: Uint16Array;
  total: number;
  counts: Uint32Array;
}) {
  const { grams, owners, total, counts } = from;
  const found: number[] = [];
  const starts: number[] = [];
  const next = new Uint32Array(GRAMS);
  const dense = new Map<number, Uint32Array>();
  const denseOf = new Map<number, Uint32Array>();
  let listed = 0;
  for (let gram = 0; gram < GRAMS; gram += 1) {
    const count = counts[gram] ?? 0;
    if (count === 0) continue;
    next[gram] = listed;
    starts.push(listed);
    if (count > LONGEST_LIST) {
      const bits = new Uint32Array(BLOCK_WORDS);
      dense.set(found.length, bits);
      denseOf.set(gram, bits);
    } else listed += count;
    found.push(gram);
  }
  starts.push(listed);
  yield;
  const lists = new Uint16Array(listed);
  for (let at = 0; at < total; at += 1) {
    const gram = grams[at] ?? 0;
    const row = owners[at] ?? 0;
    if ((counts[gram] ?? 0) > LONGEST_LIST) {
      const bits = denseOf.get(gram);
      if (bits) bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
    } else {
      lists[next[gram] ?? 0] = row;
      next[gram] = (next[gram] ?? 0) + 1;
    }
    if (at % 262_144 === 262_143) yield;
  }
  return { grams: Uint32Array.from(found), starts: Uint32Array.from(starts), lists, dense };
}

/** A part that is in as many rows as what it grew from is in the same ones, and shares what tells them. */
function* sharedRows(bits: readonly Uint32Array[], { shorter, later }: Learnt) {
  const counts = [0];
  const rows: Rows[] = [NO_ROWS];
  for (let node = 1; node < bits.length; node += 1) {
    const own = bits[node] ?? new Uint32Array();
    const count = countIn(own);
    counts.push(count);
    const same = [shorter[node] ?? 0, later[node] ?? 0].find(
      (other) => other !== 0 && counts[other] === count,
    );
    rows.push(
      (same === undefined ? undefined : rows[same]) ?? (count > LONGEST_LIST ? own : listOf(own, count)),
    );
    if (node % 128 === 127) yield;
  }
  // Three characters are found by their piece.
  return rows.map((each, node) => (shorter[node] === 0 ? NO_ROWS : each));
}

function countIn(bits: Uint32Array): number {
  let total = 0;
  for (let word of bits) for (; word !== 0; word &= word - 1) total += 1;
  return total;
}

function listOf(bits: Uint32Array, count: number): Uint16Array {
  const list = new Uint16Array(count);
  let next = 0;
  for (const row of rowsIn(bits)) list[next++] = row;
  return list;
}

function* rowsIn(rows: Rows): Generator<number> {
  if (rows instanceof Uint16Array) return yield* rows;
  for (let at = 0; at < rows.length; at += 1) {
    for (let word = rows[at] ?? 0; word !== 0; word &= word - 1)
      yield at * 32 + 31 - Math.clz32(word & -word);
  }
}

const isList = (rows: Rows): rows is Uint16Array => rows instanceof Uint16Array;

/** The rows that are in all of them. */
function* inAll(all: readonly Rows[]): Generator<number> {
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

function firstNotBelow(sorted: Uint32Array | Uint16Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
