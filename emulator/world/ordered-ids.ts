/** Removed places that are put up with, so that removing need not move everything behind it each time. */
const GAPS_KEPT = 1_000;

/** Ids in order of creation, from any place on without walking up to it. */
export class OrderedIds {
  #ids: (string | undefined)[] = [];
  #ordinals: number[] = [];
  #gaps = 0;

  /** Quick where `ordinal` is higher than that of any id before, as it is of one that has just come to be. */
  add(id: string, ordinal: number): void {
    const index = this.#firstAfter(ordinal - 1);
    if (this.#ordinals[index] !== ordinal) {
      this.#ids.splice(index, 0, id);
      this.#ordinals.splice(index, 0, ordinal);
      return;
    }
    if (this.#ids[index] === undefined) this.#gaps -= 1;
    this.#ids[index] = id;
  }

  remove(ordinal: number): void {
    const index = this.#firstAfter(ordinal - 1);
    if (this.#ordinals[index] !== ordinal || this.#ids[index] === undefined) return;
    this.#ids[index] = undefined;
    this.#gaps += 1;
    if (this.#gaps > GAPS_KEPT && this.#gaps > this.#ids.length / 2) this.#close();
  }

  /** The ids after a place; 0 for all. */
  *after(ordinal: number): Iterable<string> {
    for (let index = this.#firstAfter(ordinal); index < this.#ids.length; index += 1) {
      const id = this.#ids[index];
      if (id !== undefined) yield id;
    }
  }

  #firstAfter(ordinal: number): number {
    let low = 0;
    let high = this.#ordinals.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ordinals[middle] ?? 0) <= ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #close(): void {
    this.#ordinals = this.#ordinals.filter((_, index) => this.#ids[index] !== undefined);
    this.#ids = this.#ids.filter((id) => id !== undefined);
    this.#gaps = 0;
  }
}
