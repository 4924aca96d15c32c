import "server-only";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { invariant } from "#lib/core/invariant.ts";
import { err, type Result } from "#lib/core/result.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** A write that could not begin within this time is refused. */
export const BEGIN_WITHIN_MS = 3_000;
const TOO_LATE = unavailable("locked", `stood in line for more than ${BEGIN_WITHIN_MS} ms`);

/**
 * `ahead` is for what brings something that has begun to its end, such as an answer of ECS: a crowd that asks for new
 * things must not keep it from the disk. What goes ahead is bounded by what was let in before.
 */
export type Place = "ahead" | "in-line";

/** The writes of this process, one after the other; within a place in the order in which they were asked for. */
export class WriteLine {
  readonly #now: () => number;
  readonly #inside = new AsyncLocalStorage<true>();
  readonly #waiting: Record<Place, (() => Promise<void>)[]> = { ahead: [], "in-line": [] };
  #serving: Promise<void> | null = null;

  /** @param now milliseconds, of whatever clock the limit is to be measured by */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** `work` never throws; it is told how much of the time to begin is left. */
  run<T>(
    work: (leftMs: number) => Promise<Result<T, StoreFailure>>,
    place: Place = "in-line",
  ): Promise<Result<T, StoreFailure>> {
    invariant(!this.#inside.getStore(), "a write inside a write would wait for itself; pass the tx on");
    const askedAt = this.#now();
    const waiting = this.#waiting[place];
    return new Promise((resolve, reject) => {
      // Whoever serves the line does so in the context of another caller.
      const turn = AsyncResource.bind(async () => {
        clearTimeout(tooLong);
        const leftMs = BEGIN_WITHIN_MS - (this.#now() - askedAt);
        if (leftMs < 0) resolve(err(TOO_LATE));
        else await this.#inside.run(true, () => work(leftMs)).then(resolve, reject);
      });
      waiting.push(turn);
      // Who stands behind a write that hangs is told in time, not when that one is over.
      const tooLong = setTimeout(() => {
        const at = waiting.indexOf(turn);
        if (at < 0) return;
        waiting.splice(at, 1);
        resolve(err(TOO_LATE));
      }, BEGIN_WITHIN_MS);
      this.#serving ??= this.#serve();
    });
  }

  /** Resolves when everything asked for so far is over. */
  async idle(): Promise<void> {
    await this.#serving;
  }

  async #serve(): Promise<void> {
    // The caller goes on first, as with any promise.
    await null;
    for (let turn = this.#next(); turn; turn = this.#next()) await turn();
    this.#serving = null;
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#waiting.ahead.shift() ?? this.#waiting["in-line"].shift();
  }
}
