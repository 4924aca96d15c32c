import "server-only";

import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";

/** A list takes 32 bits a slot, a bitmap one bit for each slot there is. */
const BITS_A_SLOT = 32;
const SMALLEST = 4;
/** Not worth the change, in bits. */
const SMALL = 2_048;

/** The slots that have one value: a list in no order while they are few, a bitmap once that is smaller. */
export class Postings {
  #list: Uint32Array | null = new Uint32Array(SMALLEST);
  #bits: Bitmap | null = null;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** A slot that is not in it yet; `outOf` is how many slots there are. */
  add(slot: number, outOf: number): void {
    this.#count += 1;
    if (this.#list !== null && this.#count * BITS_A_SLOT > outOf + SMALL) this.#becomeBits();
    if (this.#list === null) {
      this.#bits?.set(slot);
      return;
    }
    if (this.#count > this.#list.length) {
      const grown = new Uint32Array(Math.ceil(this.#list.length * 1.5));
      grown.set(this.#list);
      this.#list = grown;
    }
    this.#list[this.#count - 1] = slot;
  }

  remove(slot: number): void {
    if (this.#list === null) {
      if (this.#bits?.has(slot)) this.#count -= 1;
      this.#bits?.unset(slot);
      return;
    }
    const at = this.#list.subarray(0, this.#count).indexOf(slot);
    if (at === -1) return;
    this.#count -= 1;
    this.#list[at] = this.#list[this.#count] ?? 0;
  }

  addTo(found: Bitmap): void {
    if (this.#bits) found.or(this.#bits);
    else if (this.#list) found.setAll(this.#list.subarray(0, this.#count));
  }

  #becomeBits(): void {
    const bits = new Bitmap();
    for (const each of this.#list?.subarray(0, this.#count - 1) ?? []) bits.set(each);
    this.#bits = bits;
    this.#list = null;
  }
}
