import "server-only";

import { sameValue } from "#lib/core/same-value.ts";

export interface Observed<T> {
  value: T;
  /** Milliseconds since 1970, this server's clock, when the read that showed it began. Moves while the value stays. */
  observedAt: number;
}

/** A row, with its place in the index of all rows. The place is nothing that anybody compares or shows. */
class Row<T> implements Observed<T> {
  value: T;
  observedAt: number;
  #slot = -1;

  constructor(value: T, observedAt: number) {
    this.value = value;
    this.observedAt = observedAt;
  }

  static slotOf(row: Observed<unknown>): number {
    return row instanceof Row ? row.#slot : -1;
  }

  static setSlot(row: Observed<unknown>, slot: number): void {
    if (row instanceof Row) row.#slot = slot;
  }
}

/** Where the index keeps a row; -1 for one that it does not. */
export const slotOf = (row: Observed<unknown>): number => Row.slotOf(row);
export const setSlot = (row: Observed<unknown>, slot: number): void => Row.setSlot(row, slot);

/**
 * Is told of each row that is added, changed (both are given) or taken out, when it is so. `observedAt`: when the read
 * began that showed it.
 */
export type RowWatcher<T> = (
  before: Observed<T> | undefined,
  after: Observed<T> | undefined,
  observedAt: number,
) => void;

/**
 * Rows by id, each as the newest read showed it. A row that a read shows unchanged stays the same object, so that what
 * was made of it (an index, a sorted column) can be kept; only its `observedAt` moves.
 */
export class ObservedRows<T extends object> {
  readonly #idOf: (value: T) => string;
  readonly #isMoving: (value: T) => boolean;
  readonly #watcher: RowWatcher<T>;
  readonly #moving = new Set<string>();
  readonly #rows = new Map<string, Observed<T>>();
  /** When a read showed that an id does not exist: an older walk that is still under way must not bring it back. */
  readonly #goneAt = new Map<string, number>();

  /** `isMoving`: whether a row is on its way from one state to another. */
  constructor(
    idOf: (value: T) => string,
    isMoving: (value: T) => boolean = () => false,
    watcher: RowWatcher<T> = () => {},
  ) {
    this.#idOf = idOf;
    this.#isMoving = isMoving;
    this.#watcher = watcher;
  }

  /** The ids of the rows that are on their way from one state to another. */
  get moving(): ReadonlySet<string> {
    return this.#moving;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Observed<T> | undefined {
    return this.#rows.get(id);
  }

  values(): IterableIterator<Observed<T>> {
    return this.#rows.values();
  }

  /** Takes in what a read that began at `observedAt` showed; true when that is news. An older read changes nothing. */
  lay(value: T, observedAt: number): boolean {
    const id = this.#idOf(value);
    const known = this.#rows.get(id);
    if (known ? known.observedAt > observedAt : (this.#goneAt.get(id) ?? observedAt) > observedAt)
      return false;
    this.#goneAt.delete(id);
    if (known && sameValue(known.value, value)) {
      known.observedAt = observedAt;
      return false;
    }
    const row = new Row(value, observedAt);
    this.#rows.set(id, row);
    if (this.#isMoving(value)) this.#moving.add(id);
    else this.#moving.delete(id);
    this.#watcher(known, row, observedAt);
    return true;
  }

  /** Somebody else read everything at `observedAt`, and it was as it is known here. */
  confirm(observedAt: number): void {
    for (const row of this.#rows.values()) if (row.observedAt < observedAt) row.observedAt = observedAt;
  }

  /** A read that began at `observedAt` asked for this id and did not get it; true when that is news. */
  miss(id: string, observedAt: number): boolean {
    const known = this.#rows.get(id);
    if (known && known.observedAt > observedAt) return false;
    this.#goneAt.set(id, observedAt);
    return this.#delete(id, observedAt);
  }

  /** After a whole walk: takes out what it did not see, unless a newer read did. True when anything went. */
  keepOnly(seen: ReadonlySet<string>, walkStartedAt: number): boolean {
    const before = this.#rows.size;
    for (const [id, { observedAt }] of this.#rows) {
      if (!seen.has(id) && observedAt <= walkStartedAt) this.#delete(id, walkStartedAt);
    }
    for (const [id, goneAt] of this.#goneAt) if (goneAt <= walkStartedAt) this.#goneAt.delete(id);
    return this.#rows.size !== before;
  }

  #delete(id: string, observedAt: number): boolean {
    const known = this.#rows.get(id);
    if (known === undefined) return false;
    this.#moving.delete(id);
    this.#rows.delete(id);
    this.#watcher(known, undefined, observedAt);
    return true;
  }
}
