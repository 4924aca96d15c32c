import "server-only";

import {
  BLOCK_WORDS,
  countIn,
  inAll,
  inAny,
  LONGEST_LIST,
  listOf,
  NO_ROWS,
  type Rows,
  rowsIn,
  setBit,
} from "#lib/inventory/search-index/block-rows.ts";
import type { BlockScratch } from "#lib/inventory/search-index/block-scratch.ts";
import {
  type CommonParts,
  commonParts,
  type Learnt,
  type UnfoldedParts,
} from "#lib/inventory/search-index/common-parts.ts";
import { CODE_BITS, encode, gramAt, OTHER } from "#lib/inventory/search-index/grams.ts";
import type { RowLists, RowNotes } from "#lib/inventory/search-index/row-lists.ts";

const PARTS_A_TURN = 16;
const USUAL_TEXT = 256;
/** Few, since the collector takes its share of a piece while it marks. */
const ROWS_A_PIECE = 64;
/** Unions of pieces that a block keeps, eight kilobytes each. */
const MOST_UNIONS = 16;

export interface BlockAnswer {
  /** Adds rows that have the word for certain. */
  certain(rows: Rows): void;
  /** Asks about a row that may have it. */
  maybe(row: number): void;
}

/** The texts of up to 65,536 rows of one column by the three-character pieces in them and by what they have in common. */
export class GramBlock {
  readonly #grams: RowLists;
  readonly #parts: CommonParts;
  readonly #partRows: readonly Rows[];
  /** By common part and the next character, where the two together are not common; null for a column without. */
  readonly #leaves: RowLists | null;

  /** Rows of all the pieces that begin alike, by beginning, where that is much; the last ones put together. */
  readonly #unions = new Map<number, Uint32Array>();

  constructor(made: {
    grams: RowLists;
    parts: CommonParts;
    partRows: readonly Rows[];
    leaves: RowLists | null;
  }) {
    this.#grams = made.grams;
    this.#parts = made.parts;
    this.#partRows = made.partRows;
    this.#leaves = made.leaves;
  }

  /** `codes`: the word, `length` characters and two ends. */
  find(codes: Uint8Array, length: number, answer: BlockAnswer): void {
    const isExact = !codes.subarray(0, length).includes(OTHER);
    const tell = (rows: Rows) => {
      if (isExact) answer.certain(rows);
      else for (const row of rowsIn(rows)) answer.maybe(row);
    };
    if (length <= 3) {
      for (const rows of this.#beginningWith(codes, length)) tell(rows);
      return;
    }
    const { node, length: known } = this.#parts.longest(codes, 0, length);
    const last = codes[length - 1] ?? 0;
    if (node !== 0 && known === length) tell(this.#partRows[node] ?? NO_ROWS);
    else if (node !== 0 && known === length - 1 && this.#leaves !== null && last !== OTHER) {
      tell(this.#leaves.of((node << CODE_BITS) | last) ?? NO_ROWS);
    } else for (const row of this.#near(codes, length)) answer.maybe(row);
  }

  /** The rows that have all pieces of the word. */
  *#near(codes: Uint8Array, length: number): Generator<number> {
    const all: Rows[] = [];
    for (let at = 0; at + 3 <= length; at += 1) {
      const { node, length: known } = this.#parts.longest(codes, at, length);
      const next = codes[at + known] ?? 0;
      const isLeaf = this.#leaves !== null && node !== 0 && at + known < length && next !== OTHER;
      const common = node !== 0 && known > 3 ? this.#partRows[node] : this.#grams.of(gramAt(codes, at));
      const rows = isLeaf ? this.#leaves?.of((node << CODE_BITS) | next) : common;
      if (rows === undefined) return;
      all.push(rows);
    }
    yield* inAll(all);
  }

  /** One, two or three characters are the beginning of some pieces, because texts have two ends behind them. */
  #beginningWith(codes: Uint8Array, length: number): readonly Rows[] {
    const [first = 0, second = 0, third = 0] = codes.subarray(0, length);
    const gram = gramAt(Uint8Array.of(first, second, third), 0);
    const known = this.#unions.get(gram);
    if (known) return [known];
    const all = [...this.#grams.between(gram, gram + (1 << ((3 - length) * CODE_BITS)))];
    if (all.length < 2 || all.reduce((work, rows) => work + rows.length, 0) <= BLOCK_WORDS) return all;
    const union = inAny(all);
    const [oldest] = this.#unions.keys();
    if (this.#unions.size === MOST_UNIONS && oldest !== undefined) this.#unions.delete(oldest);
    this.#unions.set(gram, union);
    return [union];
  }
}

/**
 * `textsOf` a row are in lower case. `hasLeaves`: whether parts are also kept by how texts go on from what they have in
 * common, two bytes a character; for texts in which the same few characters come again and again.
 * Yields where it may be interrupted; `scratch` is not used elsewhere until then.
 */
export function* makeBlock(
  rows: number,
  textsOf: (row: number) => readonly string[],
  hasLeaves: boolean,
  scratch: BlockScratch,
): Generator<void, GramBlock> {
  const learnt = yield* commonParts(sampleOf(rows, textsOf));
  learnt.parts.unfold(scratch.parts);
  const partBits: Uint32Array[] = [];
  for (let node = 0; node < learnt.parts.size; node += 1) {
    partBits.push(scratch.takeBits());
    if (node % PARTS_A_TURN === 0) yield;
  }
  const { grams } = scratch;
  const leaves = hasLeaves ? scratch.leaves : null;
  const notes = { grams, leaves, parts: scratch.parts, partBits, codes: new Uint8Array(USUAL_TEXT) };
  for (let row = 0; row < rows; row += 1) {
    noteRow(textsOf(row), row, notes);
    if (row % ROWS_A_PIECE === ROWS_A_PIECE - 1) yield;
  }
  return new GramBlock({
    grams: yield* grams.listed(),
    parts: learnt.parts,
    partRows: yield* sharedRows(partBits, learnt, scratch),
    leaves: leaves && (yield* leaves.listed()),
  });
}

interface Notes {
  grams: RowNotes;
  leaves: RowNotes | null;
  parts: UnfoldedParts;
  partBits: readonly Uint32Array[];
  /** Of the text at hand, and behind it what was there before. */
  codes: Uint8Array;
}

function noteRow(texts: readonly string[], row: number, notes: Notes): void {
  for (const text of texts) {
    if (text.length + 2 > notes.codes.length) notes.codes = new Uint8Array(2 * text.length);
    note(encode(text, notes.codes), row, notes);
  }
}

/** Notes all pieces and parts of one text, which is `length` codes long. */
function note(length: number, row: number, { codes, grams, leaves, parts, partBits }: Notes): void {
  const { roots, children } = parts;
  for (let at = 0; at < length; at += 1) {
    const gram = gramAt(codes, at);
    grams.note(gram, row);
    let next = at + 3;
    for (let node = roots[gram] ?? 0; node !== 0; next += 1) {
      setBit(partBits[node] ?? NO_BITS, row);
      const code = codes[next] ?? 0;
      const child = children[(node << CODE_BITS) | code] ?? 0;
      if (leaves !== null && child === 0 && next < length && code !== OTHER) {
        leaves.note((node << CODE_BITS) | code, row);
      }
      node = child;
    }
  }
}

const NO_BITS = new Uint32Array();

const SAMPLE_ROWS = 1_024;
/** Steps of the golden ratio spread rows evenly, and fall in with no pattern in the order of the rows. */
const STEP = (Math.sqrt(5) - 1) / 2;

function sampleOf(rows: number, textsOf: (row: number) => readonly string[]): string[] {
  const count = Math.min(rows, SAMPLE_ROWS);
  return Array.from({ length: count }, (_, at) => textsOf(Math.floor(((at * STEP) % 1) * rows))).flat();
}

/** A part that is in as many rows as what it grew from is in the same ones, and shares what tells them. */
function* sharedRows(bits: readonly Uint32Array[], { shorter, later }: Learnt, scratch: BlockScratch) {
  const counts = [0];
  const rows: Rows[] = [NO_ROWS];
  for (let node = 1; node < bits.length; node += 1) {
    const own = bits[node] ?? new Uint32Array();
    const count = countIn(own);
    counts.push(count);
    const same = [shorter[node] ?? 0, later[node] ?? 0].find(
      (other) => other !== 0 && counts[other] === count,
    );
    const known = same === undefined ? undefined : rows[same];
    rows.push(known ?? (count > LONGEST_LIST ? own : listOf(own, count)));
    if (rows[node] !== own) scratch.giveBack(own);
    if (node % PARTS_A_TURN === 0) yield;
  }
  // Three characters are found by their piece.
  return rows.map((each, node) => (shorter[node] === 0 ? NO_ROWS : each));
}
