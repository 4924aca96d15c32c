import "server-only";
import { performance } from "node:perf_hooks";
import type { Clock } from "#lib/core/clock.ts";

/**
 * The database server's time as known in this process, in whole milliseconds. Between readings it goes on by the
 * monotonic clock, so a process clock that is wrong or is set changes nothing; it never runs backwards.
 */
export class DatabaseClock implements Clock {
  readonly #process: Clock;
  readonly #monotonic: () => number;
  /** Database time minus monotonic time. */
  #offset: number | null = null;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(process: Clock, monotonic: () => number = () => performance.now()) {
    this.#process = process;
    this.#monotonic = monotonic;
  }

  /** To be noted before asking the server for its time. */
  monotonic(): number {
    return this.#monotonic();
  }

  /**
   * The server read its clock between two moments of ours, at least once soon after the first and once soon before
   * the second. How far both clocks are apart lies between two bounds; what is known already stays when it fits, so
   * a slow answer or a process that stood still meanwhile spoils nothing.
   */
  anchor(askedAt: number, firstMs: number, lastMs: number): void {
    const highest = firstMs - askedAt;
    const lowest = lastMs - this.#monotonic();
    this.#offset = Math.min(highest, Math.max(lowest, this.#offset ?? highest));
  }

  now(): number {
    this.#latest = Math.max(this.#latest, Math.floor(this.#reading()));
    return this.#latest;
  }

  /** How far the process's clock is ahead of the database's. */
  get skewMs(): number {
    return Math.round(this.#process.now() - this.#reading());
  }

  #reading(): number {
    return this.#offset === null ? this.#process.now() : this.#offset + this.#monotonic();
  }
}
