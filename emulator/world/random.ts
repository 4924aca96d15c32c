import { randomUUID } from "node:crypto";

/** A repeatable source of numbers, ids and UUIDs: the same seed gives the same run. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1), by the mulberry32 generator. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A number of the standard normal distribution, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  text(length: number, alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"): string {
    let text = "";
    while (text.length < length) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  uuid(): string {
    const hex = this.text(32, "0123456789ABCDEF");
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `A${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join("-");
  }
}

/** Makes RequestIds: upper-case UUIDs, repeatable only when a seed was asked for. */
export function requestIdSource(seed: number | undefined): () => string {
  if (seed === undefined) return () => randomUUID().toUpperCase();
  const random = new SeededRandom(seed);
  return () => random.uuid();
}
