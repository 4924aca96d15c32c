import "server-only";

/** Differences below this are the header's own: an HTTP date has whole seconds, and the answer travelled. */
const NOISE_MS = 5_000;

/**
 * How far the cloud's clock is from ours, from the `Date` of its answers. A signature carries a time, and the
 * gateway refuses one that is more than 15 minutes off (InvalidTimeStamp.Expired): on a machine whose clock is
 * wrong the cloud's own time is the one that works.
 */
export class ServerClock {
  #offsetMs = 0;

  /** Milliseconds to add to our clock; 0 while nothing but noise was seen. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** `ourMs` is our time when the answer came. An answer without a usable date teaches nothing. */
  learn(date: string | undefined, ourMs: number): void {
    const theirs = Date.parse(date ?? "");
    if (Number.isNaN(theirs)) return;
    const offset = theirs - ourMs;
    this.#offsetMs = Math.abs(offset) < NOISE_MS ? 0 : offset;
  }
}
