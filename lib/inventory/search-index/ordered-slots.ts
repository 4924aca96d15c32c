import "server-only";

/** Slots of one piece at most; a change copies one piece. */
const PIECE = 1_024;
const RUN = 2_048;
const MERGED_A_PIECE = 8_192;

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
  const direction = descending ? -1 : 1;
  return (a, b) => {
    if (a.key !== b.key) return a.key < b.key ? -direction : direction;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}

/** Sorts many slots: short runs, then merged two by two. Yields where it may be interrupted. */
export function* sortedPieces(
  slots: Uint32Array,
  rankOf: (slot: number) => Ranked,
  compare: Compare,
): Generator<void, Pieces> {
  type Row = Ranked & { slot: number };
  let runs: Row[][] = [];
  for (let from = 0; from < slots.length; from += RUN) {
    const run = Array.from(slots.subarray(from, from + RUN), (slot): Row => {
      const { key, id } = rankOf(slot);
      return { key, id, slot };
    });
    runs.push(run.sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Row[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [left = [], right] = [runs[at], runs[at + 1]];
      merged.push(right ? yield* merge(left, right, compare) : left);
    }
    runs = merged;
  }
  const all = runs[0] ?? [];
  const pieces: Uint32Array[] = [];
  for (let from = 0; from < all.length; from += PIECE / 2) {
    pieces.push(Uint32Array.from(all.slice(from, from + PIECE / 2), ({ slot }) => slot));
    yield;
  }
  return pieces;
}

function* merge<T extends Ranked>(left: readonly T[], right: readonly T[], compare: Compare) {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (b === undefined || (a !== undefined && compare(a, b) <= 0)) {
      if (a !== undefined) merged.push(a);
      i += 1;
    } else {
      merged.push(b);
      j += 1;
    }
    if (merged.length % MERGED_A_PIECE === 0) yield;
  }
  return merged;
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
