import "server-only";

import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import {
  type Compare,
  comparison,
  type Pieces,
  type Ranked,
  sortedPieces,
  withoutSlot,
  withSlot,
} from "#lib/inventory/search-index/ordered-slots.ts";

const SLOTS_A_PIECE = 16;
/** When so many of all have changed, sorting anew is the shorter way. */
const MANY_CHANGED = 1 / 16;
/** Changes that may be put in their place in one go. */
export const FEW_CHANGES = 64;

/** All slots in one order. Made when it is first asked for, then kept up with what changes. */
export class Order {
  readonly compare: Compare;
  readonly #descending: boolean;
  readonly #rankOf: (slot: number) => Ranked;
  #pieces: Uint32Array[] | null = null;
  #isShared = false;
  /** Slots that are not where they belong: how they rank in the pieces, null where they are in none. */
  readonly #moved = new Map<number, Ranked | null>();
  #changedWhileMade: Bitmap | null = null;

  constructor(rankOf: (slot: number) => Ranked, descending: boolean) {
    this.#rankOf = rankOf;
    this.#descending = descending;
    this.compare = comparison(descending);
  }

  /** Slots that have to be put in their place before the order is one. */
  get behind(): number {
    return this.#pieces === null ? Number.POSITIVE_INFINITY : this.#moved.size;
  }

  /** Somebody waits for it. */
  get isBeingMade(): boolean {
    return this.#changedWhileMade !== null;
  }

  /** Called before what the slot ranks by changes, or before it is taken out; `isIn`: whether it was there at all. */
  willChange(slot: number, isIn: boolean): void {
    if (this.#changedWhileMade) this.#changedWhileMade.set(slot);
    else if (this.#pieces !== null && !this.#moved.has(slot)) {
      this.#moved.set(slot, isIn ? this.#rankOf(slot) : null);
    }
  }

  /**
   * Makes the order, or puts in its place what is not there now. Slots may change meanwhile: yields where it may be
   * interrupted. What changes then is left: while a region is read for the first time more may come than is put in place.
   */
  *catchUp(alive: Bitmap): Generator<void> {
    if (this.isBeingMade) return;
    if (this.#pieces === null || this.#moved.size > alive.count() * MANY_CHANGED + FEW_CHANGES) {
      return yield* this.#make(alive);
    }
    let done = 0;
    for (const slot of [...this.#moved.keys()]) {
      this.#settle(slot, alive);
      done += 1;
      if (done % SLOTS_A_PIECE === 0) yield;
    }
  }

  /** The whole order as it is now; stays so whatever changes. For an order with few changes to settle. */
  pieces(alive: Bitmap): Pieces {
    for (const slot of this.#moved.keys()) this.#settle(slot, alive);
    this.#isShared = true;
    return this.#pieces ?? [];
  }

  /**
   * What has a place, be it one of before a change, and what has none; stays so whatever changes. Null where more has
   * changed since than has not, unless it was made only just now.
   */
  placed(justNow: boolean): { pieces: Pieces; without: number[] } | null {
    if (this.#pieces === null) return null;
    const size = this.#pieces.reduce((sum, { length }) => sum + length, 0);
    if (!justNow && this.#moved.size > size / 2) return null;
    this.#isShared = true;
    const without = [...this.#moved].flatMap(([slot, rank]) => (rank === null ? [slot] : []));
    return { pieces: this.#pieces, without };
  }

  *#make(alive: Bitmap): Generator<void> {
    this.#pieces = null;
    this.#moved.clear();
    const changed = new Bitmap(alive.words.length * 32);
    this.#changedWhileMade = changed;
    try {
      const sorted = yield* sortedPieces(alive.slots(), this.#rankOf, this.#descending);
      const unchanged = changed.count() === 0;
      this.#pieces = unchanged ? [...sorted] : sorted.flatMap((piece) => without(piece, changed));
      this.#isShared = false;
    } finally {
      this.#changedWhileMade = null;
    }
    for (const slot of changed.slots()) this.#moved.set(slot, null);
  }

  #settle(slot: number, alive: Bitmap): void {
    const before = this.#moved.get(slot);
    if (before === undefined || this.#pieces === null) return;
    if (this.#isShared) {
      this.#pieces = [...this.#pieces];
      this.#isShared = false;
    }
    const rankOf = (each: number) => this.#moved.get(each) ?? this.#rankOf(each);
    if (before) withoutSlot(this.#pieces, slot, { rank: before, rankOf, compare: this.compare });
    this.#moved.delete(slot);
    if (alive.has(slot)) {
      withSlot(this.#pieces, slot, { rank: this.#rankOf(slot), rankOf, compare: this.compare });
    }
  }
}

/** The piece without what has changed; none where nothing is left. */
function without(piece: Uint32Array, changed: Bitmap): Uint32Array[] {
  for (const slot of piece) {
    if (!changed.has(slot)) continue;
    const left = piece.filter((each) => !changed.has(each));
    return left.length > 0 ? [left] : [];
  }
  return [piece];
}
