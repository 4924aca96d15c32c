import "server-only";

/** Slots of one piece at most; a change copies one piece. */
const PIECE = 1_024;
const RUN = 2_048;
/** Few: keys are new texts, and the collector takes its share of a piece while it marks. */
const RANKED_A_PIECE = 128;
const MERGED_A_PIECE = 2_048;
const PIECES_A_TURN = 32;

export type Key = string | number;

/** What an order compares a slot by: `key`, then the id, so that an order never changes by itself. */
export interface Ranked {
  key: Key;
  id: string;
}

/** Slots in order, in pieces. Never changed: a change makes another one that shares nearly all pieces. */
export type Pieces = readonly Uint32Array[];

export type Compare = (a: Ranked, b: Ranked) => number;

export function comparison(descending: boolean): Compare {
  const compare = keyComparison(descending);
  return (a, b) => compare(a.key, b.key, a.id, b.id);
}

type CompareKeys = (keyA: Key, keyB: Key, idA: string, idB: string) => number;

function keyComparison(descending: boolean): CompareKeys {
  const direction = descending ? -1 : 1;
  return (keyA, keyB, idA, idB) => {
    if (keyA !== keyB) return keyA < keyB ? -direction : direction;
    return idA < idB ? -1 : idA > idB ? 1 : 0;
  };
}

/** Sorts many slots: short runs, then merged two by two. Yields where it may be interrupted. */
export function* sortedPieces(
  slots: Uint32Array,
  rankOf: (slot: number) => Ranked,
  descending: boolean,
): Generator<void, Pieces> {
  // Columns and places, not a million small things for the collector to follow.
  const keys = new Array<Key>(slots.length);
  const ids = new Array<string>(slots.length);
  const compare = keyComparison(descending);
  const comparePlaces = (a: number, b: number) =>
    compare(keys[a] ?? 0, keys[b] ?? 0, ids[a] ?? "", ids[b] ?? "");
  let places = new Uint32Array(slots.length);
  for (let from = 0; from < slots.length; from += RUN) {
    for (let place = from; place < Math.min(from + RUN, slots.length); place += 1) {
      const { key, id } = rankOf(slots[place] ?? 0);
      places[place] = place;
      keys[place] = key;
      ids[place] = id;
      if (place % RANKED_A_PIECE === 0) yield;
    }
    yield;
    places.subarray(from, from + RUN).sort(comparePlaces);
    yield;
  }
  let others = new Uint32Array(slots.length);
  for (let run = RUN; run < slots.length; run *= 2) {
    for (let from = 0; from < slots.length; from += 2 * run) {
      const left = places.subarray(from, from + run);
      const right = places.subarray(from + run, from + 2 * run);
      yield* merge(left, right, { into: others.subarray(from), compare: comparePlaces });
    }
    [places, others] = [others, places];
  }
  const pieces: Uint32Array[] = [];
  for (let from = 0; from < places.length; from += PIECE / 2) {
    pieces.push(places.subarray(from, from + PIECE / 2).map((place) => slots[place] ?? 0));
    if (pieces.length % PIECES_A_TURN === 0) yield;
  }
  return pieces;
}

function* merge(
  left: Uint32Array,
  right: Uint32Array,
  { into, compare }: { into: Uint32Array; compare: (a: number, b: number) => number },
) {
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const a = left[i] ?? 0;
    const b = right[j] ?? 0;
    const isLeft = compare(a, b) <= 0;
    into[i + j] = isLeft ? a : b;
    if (isLeft) i += 1;
    else j += 1;
    if ((i + j) % MERGED_A_PIECE === 0) yield;
  }
  into.set(left.subarray(i), i + j);
  into.set(right.subarray(j), left.length + j);
}

/** With one slot more. `rankOf` must rank all others as they were when they were put in. */
export function withSlot(
  pieces: Uint32Array[],
  slot: number,
  place: { rank: Ranked; rankOf: (slot: number) => Ranked; compare: Compare },
): void {
  const [at, within] = find(pieces, place);
  const piece = pieces[at];
  if (piece === undefined) return void pieces.push(Uint32Array.of(slot));
  const longer = new Uint32Array(piece.length + 1);
  longer.set(piece.subarray(0, within));
  longer[within] = slot;
  longer.set(piece.subarray(within), within + 1);
  if (longer.length <= PIECE) pieces[at] = longer;
  else pieces.splice(at, 1, longer.slice(0, PIECE / 2), longer.slice(PIECE / 2));
}

/** Without the slot that stands where `rank` says. */
export function withoutSlot(
  pieces: Uint32Array[],
  slot: number,
  place: { rank: Ranked; rankOf: (slot: number) => Ranked; compare: Compare },
): void {
  const [at, within] = find(pieces, place);
  const piece = pieces[at];
  if (piece?.[within] !== slot) return;
  if (piece.length === 1) pieces.splice(at, 1);
  else pieces[at] = Uint32Array.from(piece.filter((each) => each !== slot));
}

/** Piece and place in it of the first slot that does not come before `rank`; the end of the last piece for none. */
function find(
  pieces: readonly Uint32Array[],
  { rank, rankOf, compare }: { rank: Ranked; rankOf: (slot: number) => Ranked; compare: Compare },
): [number, number] {
  const isBefore = (slot: number | undefined) => slot !== undefined && compare(rankOf(slot), rank) < 0;
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const piece = pieces[middle] ?? new Uint32Array();
    if (isBefore(piece.at(-1))) low = middle + 1;
    else high = middle;
  }
  if (low === pieces.length) return low === 0 ? [0, 0] : [low - 1, pieces[low - 1]?.length ?? 0];
  const piece = pieces[low] ?? new Uint32Array();
  let [from, to] = [0, piece.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(piece[middle])) from = middle + 1;
    else to = middle;
  }
  return [low, from];
}
