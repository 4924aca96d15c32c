import "server-only";

import type { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { Postings } from "#lib/inventory/search-index/postings.ts";

/** A column of few different values that many rows share: each value once, with the slots that have it. */
export class FacetColumn<Value extends string | number> {
  readonly #byValue = new Map<Value, Postings>();

  add(slot: number, values: readonly Value[], outOf: number): void {
    for (const value of new Set(values)) {
      let postings = this.#byValue.get(value);
      if (postings === undefined) {
        postings = new Postings();
        this.#byValue.set(value, postings);
      }
      postings.add(slot, outOf);
    }
  }

  remove(slot: number, values: readonly Value[]): void {
    for (const value of new Set(values)) {
      const postings = this.#byValue.get(value);
      postings?.remove(slot);
      if (postings?.count === 0) this.#byValue.delete(value);
    }
  }

  values(): Iterable<Value> {
    return this.#byValue.keys();
  }

  addTo(found: Bitmap, value: Value): void {
    this.#byValue.get(value)?.addTo(found);
  }

  /** Adds the slots of every value that `isWanted`. */
  addWhere(found: Bitmap, isWanted: (value: Value) => boolean): void {
    for (const [value, postings] of this.#byValue) if (isWanted(value)) postings.addTo(found);
  }
}
