import "server-only";

const CHUNK_BITS = 9;
const CHUNK = 1 << CHUNK_BITS;

/** Rows by slot at one moment; stays as it is whatever changes. */
export interface RowsThen<Row> {
  at(slot: number): Row | null;
}

/** Rows by slot. What is free is given out again. */
export class RowSlots<Row> {
  readonly #chunks: (Row | null)[][] = [];
  /** Chunks before which somebody holds what was: they are copied before they change. */
  readonly #isShared: boolean[] = [];
  readonly #free: number[] = [];
  #size = 0;
  /** What `now` gave out last, as long as nothing has changed. */
  #now: RowsThen<Row> | null = null;

  /** One more than the highest slot that was ever given out. */
  get size(): number {
    return this.#size;
  }

  at(slot: number): Row | null {
    return this.#chunks[slot >>> CHUNK_BITS]?.[slot & (CHUNK - 1)] ?? null;
  }

  add(row: Row): number {
    const slot = this.#free.pop() ?? this.#size++;
    this.#put(slot, row);
    return slot;
  }

  replace(slot: number, row: Row | null): void {
    if (row !== this.at(slot)) this.#put(slot, row);
  }

  remove(slot: number): void {
    this.#put(slot, null);
    this.#free.push(slot);
  }

  now(): RowsThen<Row> {
    this.#now ??= this.#then();
    return this.#now;
  }

  #then(): RowsThen<Row> {
    const chunks = [...this.#chunks];
    this.#isShared.fill(true);
    return { at: (slot) => chunks[slot >>> CHUNK_BITS]?.[slot & (CHUNK - 1)] ?? null };
  }

  #put(slot: number, row: Row | null): void {
    this.#now = null;
    const at = slot >>> CHUNK_BITS;
    const chunk = this.#chunks[at];
    if (chunk === undefined) this.#chunks[at] = [row];
    else if (this.#isShared[at]) {
      this.#chunks[at] = [...chunk];
      this.#chunks[at][slot & (CHUNK - 1)] = row;
    } else chunk[slot & (CHUNK - 1)] = row;
    this.#isShared[at] = false;
  }
}
