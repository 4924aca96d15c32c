import "server-only";

import { sameValue } from "#lib/core/same-value.ts";

export interface Observed<T> {
  value: T;
  /** Milliseconds since 1970, this server's clock, when the read that showed it began. Moves while the value stays. */
  observedAt: number;
}

/** Told of every row that was added, changed or taken out: what it was and is (undefined: it was not, or is not, there). */
export type OnChange<T> = (
  id: string,
  before: Observed<T> | undefined,
  after: T | undefined,
  observedAt: number,
) => void;

/**
 * Rows by id, each as the newest read showed it. A row that a read shows unchanged stays the same object, so that what
 * was made of it (an index, a sorted column) can be kept; only its `observedAt` moves.
 */
export class ObservedRows<T extends object> {
  readonly #idOf: (value: T) => string;
  readonly #isMoving: (value: T) => boolean;
  readonly #onChange: OnChange<T>;
  readonly #moving = new Set<string>();
  readonly #rows = new Map<string, Observed<T>>();
  /** When a read showed that an id does not exist: an older walk that is still under way must not bring it back. */
  readonly #goneAt = new Map<string, number>();

  /** `isMoving`: whether a row is on its way from one state to another. */
  constructor(
    idOf: (value: T) => string,
    isMoving: (value: T) => boolean = () => false,
    onChange: OnChange<T> = () => {},
  ) {
    this.#idOf = idOf;
    this.#isMoving = isMoving;
    this.#onChange = onChange;
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
    this.#rows.set(id, { value, observedAt });
    if (this.#isMoving(value)) this.#moving.add(id);
    else this.#moving.delete(id);
    this.#onChange(id, known, value, observedAt);
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
    if (!known) return false;
    this.#moving.delete(id);
    this.#rows.delete(id);
    this.#onChange(id, known, undefined, observedAt);
    return true;
  }
}
