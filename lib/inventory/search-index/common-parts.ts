import "server-only";

import { CODE_BITS, encode, GRAMS, gramAt, OTHER } from "#lib/inventory/search-index/grams.ts";

/** A part is common when one text in so many has it. */
const ONE_IN = 100;
const LONGEST = 32;
const MOST_PARTS = 2_047;
const CODES = 1 << CODE_BITS;

/** Room for the largest tree that there may be; 0 where there is no node. */
export class UnfoldedParts {
  readonly roots = new Uint16Array(GRAMS);
  readonly children = new Uint16Array((MOST_PARTS + 1) << CODE_BITS);
}

/** Before every key that is three characters and no node with its next. */
const FIRST = 2 ** 20;

/**
 * The parts of three characters and more that many texts have in common, as a tree of characters. A word among them is
 * found without a look at any text; any other is in few texts.
 */
export class CommonParts {
  /** Node by three characters, and by node and next character. */
  readonly #nodes = new Map<number, number>();
  #size = 1;

  /** One more than the highest node; there is no node 0. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size > MOST_PARTS;
  }

  /** Node that stands for `length` characters from `at` on; 0 for none. */
  find(codes: Uint8Array, at: number, length: number): number {
    let node = this.#nodes.get(FIRST + gramAt(codes, at)) ?? 0;
    for (let next = 3; node !== 0 && next < length; next += 1)
      node = this.#child(node, codes[at + next] ?? 0);
    return node;
  }

  /** The longest one that begins at `at` and ends before `end`: its node and length; node 0 for none. */
  longest(codes: Uint8Array, at: number, end: number): { node: number; length: number } {
    let node = at + 3 > end ? 0 : (this.#nodes.get(FIRST + gramAt(codes, at)) ?? 0);
    let length = 3;
    for (; node !== 0 && at + length < end; length += 1) {
      const child = this.#child(node, codes[at + length] ?? 0);
      if (child === 0) break;
      node = child;
    }
    return { node, length };
  }

  /** `key` is three characters where `node` is 0, the next character otherwise. */
  add(node: number, key: number): number {
    this.#nodes.set(node === 0 ? FIRST + key : (node << CODE_BITS) | key, this.#size);
    this.#size += 1;
    return this.#size - 1;
  }

  /** The same as arrays, quick and large: nodes by three characters, and by node and next character. */
  unfold({ roots, children }: UnfoldedParts): void {
    roots.fill(0);
    children.fill(0);
    for (const [key, node] of this.#nodes) {
      if (key >= FIRST) roots[key - FIRST] = node;
      else children[key] = node;
    }
  }

  #child(node: number, code: number): number {
    return this.#nodes.get((node << CODE_BITS) | code) ?? 0;
  }
}

/** What was learnt. By node: the part without its last character, and without its first; 0 where that is none. */
export interface Learnt {
  parts: CommonParts;
  shorter: readonly number[];
  later: readonly number[];
}

interface Place {
  text: number;
  at: number;
  node: number;
}

/** Learns them from a sample of all texts; yields where it may be interrupted. */
export function* commonParts(texts: readonly string[]): Generator<void, Learnt> {
  const parts = new CommonParts();
  const [shorter, later] = [[0], [0]];
  const sample = texts.map((text) => {
    const codes = new Uint8Array(text.length + 2);
    encode(text, codes);
    return codes;
  });
  const least = Math.max(2, Math.ceil(sample.length / ONE_IN));
  let places: Place[] = sample.flatMap((codes, text) =>
    Array.from({ length: Math.max(0, codes.length - 4) }, (_, at) => ({ text, at, node: 0 })),
  );
  yield;
  for (let length = 3; length <= LONGEST && places.length > 0 && !parts.isFull; length += 1) {
    const nextOf = ({ text, at, node }: Place) => {
      const codes = sample[text] ?? new Uint8Array(2);
      if (length === 3) return hasOther(codes, at) ? -1 : gramAt(codes, at);
      const code = codes[at + length - 1] ?? 0;
      return code === 0 || code === OTHER ? -1 : (node << CODE_BITS) | code;
    };
    const common = commonAmong(places, nextOf, least);
    const nodes = new Map<number, number>();
    const kept: Place[] = [];
    for (const place of places) {
      const key = nextOf(place);
      if (!common.has(key)) continue;
      let node = nodes.get(key);
      if (node === undefined) {
        if (parts.isFull) break;
        const codes = sample[place.text] ?? new Uint8Array(2);
        node = parts.add(place.node, length === 3 ? key : key & (CODES - 1));
        shorter[node] = place.node;
        later[node] = length === 3 ? 0 : parts.find(codes, place.at + 1, length - 1);
        nodes.set(key, node);
      }
      kept.push({ ...place, node });
    }
    places = kept;
    yield;
  }
  return { parts, shorter, later };
}

/** The ends of a text and characters without a code of their own are in no part. */
const hasOther = (codes: Uint8Array, at: number) =>
  [0, 1, 2].some((next) => codes[at + next] === OTHER || codes[at + next] === 0);

/** The keys that at least so many different texts have. Places come text by text. */
function commonAmong(
  places: readonly Place[],
  keyOf: (place: Place) => number,
  least: number,
): ReadonlySet<number> {
  const counted = new Map<number, { texts: number; last: number }>();
  for (const place of places) {
    const key = keyOf(place);
    if (key === -1) continue;
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { texts: 1, last: place.text });
    else if (known.last !== place.text) {
      known.texts += 1;
      known.last = place.text;
    }
  }
  return new Set([...counted].filter(([, { texts }]) => texts >= least).map(([key]) => key));
}
