import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { Result } from "#lib/core/result.ts";
import type { FreshRead, InterfaceRef, ReadFailure } from "#lib/inventory/read-fresh.ts";

type Read = Result<FreshRead, ReadFailure>;

/** ENIs whose last read is kept at a time. */
const MOST_KEPT = 200;

/**
 * Lets the pages of many people over one ENI share reads: however many poll it, it is read once in `forMs`. For showing
 * only; what a change rests on is read by the pre-flight.
 */
export class RecentReads {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #kept = new Map<string, { beganAt: number; read: Promise<Read> }>();

  constructor(clock: Clock, forMs: number) {
    this.#clock = clock;
    this.#forMs = forMs;
  }

  /** A read that began within `forMs`, finished or not; else what `read` brings. A failure is shared with nobody later. */
  share({ accountId, regionId, networkInterfaceId }: InterfaceRef, read: () => Promise<Read>): Promise<Read> {
    const key = `${accountId}/${regionId}/${networkInterfaceId}`;
    const now = this.#clock.now();
    const known = this.#kept.get(key);
    if (known && now - known.beganAt < this.#forMs) return known.read;
    return this.#keep(key, now, read());
  }

  /** What somebody has just read for themselves serves the others, too. */
  renew({ accountId, regionId, networkInterfaceId }: InterfaceRef, read: () => Promise<Read>): Promise<Read> {
    return this.#keep(`${accountId}/${regionId}/${networkInterfaceId}`, this.#clock.now(), read());
  }

  /** After something was sent, what was read before is no longer shown. */
  forget({ accountId, regionId, networkInterfaceId }: InterfaceRef): void {
    this.#kept.delete(`${accountId}/${regionId}/${networkInterfaceId}`);
  }

  #keep(key: string, beganAt: number, read: Promise<Read>): Promise<Read> {
    const entry = { beganAt, read };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const forget = () => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    };
    read.then((answer) => {
      if (!answer.ok) forget();
    }, forget);
    return read;
  }
}
