import "server-only";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
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

/** What makes one commit of several writes, each of which is still rolled back by itself when it fails. */
export interface OneCommit {
  /** Why nothing can be begun; null when it was. */
  begin(): StoreFailure | null;
  /** False once the database has given up everything since `begin` by itself, as it does on a full disk. */
  readonly isOpen: boolean;
  /** Why nothing since `begin` is on disk; null when all of it is. */
  commit(): StoreFailure | null;
}

/** So many share a commit at most: those at its beginning wait for those at its end. */
const MOST_TOGETHER = 32;

/** Tells the one who asked; with a failure, that what was done is not on disk. */
type Settle = (failure: StoreFailure | null) => void;
/** Does its work, unless nothing could be begun. */
type Turn = (refused: StoreFailure | null) => Promise<Settle>;

/** The writes of this process, one after the other; within a place in the order in which they were asked for. */
export class WriteLine {
  readonly #now: () => number;
  readonly #inside = new AsyncLocalStorage<true>();
  readonly #oneCommit: OneCommit | null;
  readonly #waiting: Record<Place, Turn[]> = { ahead: [], "in-line": [] };
  #serving: Promise<void> | null = null;

  /**
   * @param now milliseconds, of whatever clock the limit is to be measured by
   * @param oneCommit what stands in line at the same time then shares a commit, and is answered after it
   */
  constructor(now: () => number, oneCommit: OneCommit | null = null) {
    this.#now = now;
    this.#oneCommit = oneCommit;
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
      const turn = AsyncResource.bind(async (refused: StoreFailure | null): Promise<Settle> => {
        clearTimeout(tooLong);
        if (refused !== null) return () => resolve(err(refused));
        const leftMs = BEGIN_WITHIN_MS - (this.#now() - askedAt);
        if (leftMs < 0) return () => resolve(err(TOO_LATE));
        try {
          const result = await this.#inside.run(true, () => work(leftMs));
          return (failure) => resolve(failure !== null && result.ok ? err(failure) : result);
        } catch (cause) {
          return () => reject(cause);
        }
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
    for (;;) {
      // Whoever has come to the door meanwhile gets into the line.
      if (this.#oneCommit) await nextTurn();
      const turn = this.#next();
      if (!turn) break;
      if (this.#oneCommit && this.#isAnyoneWaiting())
        await serveTogether(this.#oneCommit, turn, () => this.#next());
      else (await turn(null))(null);
    }
    this.#serving = null;
  }

  #isAnyoneWaiting(): boolean {
    return this.#waiting.ahead.length > 0 || this.#waiting["in-line"].length > 0;
  }

  #next(): Turn | undefined {
    return this.#waiting.ahead.shift() ?? this.#waiting["in-line"].shift();
  }
}

async function serveTogether(oneCommit: OneCommit, first: Turn, next: () => Turn | undefined): Promise<void> {
  const refused = oneCommit.begin();
  // Those behind it try by themselves, as they would alone.
  if (refused !== null) return (await first(refused))(refused);
  const settles: Settle[] = [];
  for (let turn: Turn | undefined = first; turn; turn = next()) {
    settles.push(await turn(null));
    if (!oneCommit.isOpen || settles.length === MOST_TOGETHER) break;
  }
  const failure = oneCommit.commit();
  for (const settle of settles) settle(failure);
}
