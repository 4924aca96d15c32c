import "server-only";

/** Bits to a word, as a shift. */
const WORD = 5;

export const bitsIn = (word: number): number => {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** A set of slots, one bit each. What lies beyond its end is not in it. */
export class Bitmap {
  words: Uint32Array;

  /** `slots`: how many it has room for; it grows by itself. */
  constructor(slots = 0) {
    this.words = new Uint32Array((slots + 31) >>> WORD);
  }

  has(slot: number): boolean {
    return (((this.words[slot >>> WORD] ?? 0) >>> (slot & 31)) & 1) === 1;
  }

  set(slot: number): void {
    const at = slot >>> WORD;
    if (at >= this.words.length) this.#grow(at + 1);
    this.words[at] = (this.words[at] ?? 0) | (1 << (slot & 31));
  }

  /** Those of a list, counted from `first` on. */
  setAll(rows: Uint16Array | Uint32Array, first = 0): void {
    for (let i = 0; i < rows.length; i += 1) this.set(first + (rows[i] ?? 0));
  }

  unset(slot: number): void {
    const at = slot >>> WORD;
    if (at < this.words.length) this.words[at] = (this.words[at] ?? 0) & ~(1 << (slot & 31));
  }

  put(slot: number, isIn: boolean): void {
    if (isIn) this.set(slot);
    else this.unset(slot);
  }

  or({ words }: Bitmap): void {
    this.orWords(words, 0);
  }

  /** Takes in words of another set of bits, from the word `at` on. */
  orWords(words: Uint32Array, at: number): void {
    this.reserve((at + words.length) << WORD);
    const mine = this.words;
    for (let i = 0; i < words.length; i += 1) mine[at + i] = (mine[at + i] ?? 0) | (words[i] ?? 0);
  }

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    const words = (slots + 31) >>> WORD;
    if (words > this.words.length) this.#grow(words);
  }

  and({ words }: Bitmap): void {
    const mine = this.words;
    const both = Math.min(mine.length, words.length);
    for (let i = 0; i < both; i += 1) mine[i] = (mine[i] ?? 0) & (words[i] ?? 0);
    mine.fill(0, both);
  }

  andNot({ words }: Bitmap): void {
    const mine = this.words;
    const both = Math.min(mine.length, words.length);
    for (let i = 0; i < both; i += 1) mine[i] = (mine[i] ?? 0) & ~(words[i] ?? 0);
  }

  /** Whether any slot is in both. */
  meets({ words }: Bitmap): boolean {
    const mine = this.words;
    const both = Math.min(mine.length, words.length);
    for (let i = 0; i < both; i += 1) if (((mine[i] ?? 0) & (words[i] ?? 0)) !== 0) return true;
    return false;
  }

  copy(): Bitmap {
    const copy = new Bitmap();
    copy.words = this.words.slice();
    return copy;
  }

  count(): number {
    const { words } = this;
    let total = 0;
    for (let i = 0; i < words.length; i += 1) total += bitsIn(words[i] ?? 0);
    return total;
  }

  /** How many of these are in it. */
  countAmong(slots: Uint32Array): number {
    const { words } = this;
    let total = 0;
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i] ?? 0;
      total += ((words[slot >>> WORD] ?? 0) >>> (slot & 31)) & 1;
    }
    return total;
  }

  /** In ascending order. */
  *[Symbol.iterator](): Generator<number> {
    for (let at = 0; at < this.words.length; at += 1) {
      for (let word = this.words[at] ?? 0; word !== 0; word &= word - 1) {
        yield (at << WORD) + 31 - Math.clz32(word & -word);
      }
    }
  }

  /** The same as a list; quicker than one after the other. */
  slots(): Uint32Array {
    const found = new Uint32Array(this.count());
    let next = 0;
    for (let at = 0; at < this.words.length; at += 1) {
      for (let word = this.words[at] ?? 0; word !== 0; word &= word - 1) {
        found[next++] = (at << WORD) + 31 - Math.clz32(word & -word);
      }
    }
    return found;
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(words, this.words.length + (this.words.length >>> 3)));
    grown.set(this.words);
    this.words = grown;
  }
}
