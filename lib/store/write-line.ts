import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { invariant } from "#lib/core/invariant.ts";
import { err, type Result } from "#lib/core/result.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** A write that could not begin within this time is refused. */
export const BEGIN_WITHIN_MS = 3_000;

/** The writes of this process, one after the other in the order in which they were asked for. */
export class WriteLine {
  readonly #now: () => number;
  readonly #inside = new AsyncLocalStorage<true>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param now milliseconds, of whatever clock the limit is to be measured by */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** `work` never throws; it is told how much of the time to begin is left. */
  run<T>(work: (leftMs: number) => Promise<Result<T, StoreFailure>>): Promise<Result<T, StoreFailure>> {
    invariant(!this.#inside.getStore(), "a write inside a write would wait for itself; pass the tx on");
    const askedAt = this.#now();
    const mine = this.#last.then(() => {
      const leftMs = BEGIN_WITHIN_MS - (this.#now() - askedAt);
      if (leftMs >= 0) return this.#inside.run(true, () => work(leftMs));
      return err(unavailable("locked", `stood in line for more than ${BEGIN_WITHIN_MS} ms`));
    });
    this.#last = mine;
    return mine;
  }

  /** Resolves when everything asked for so far is over. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
