import "server-only";

import { randomUUID } from "node:crypto";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { WalkCalls } from "#lib/inventory/refresh-interval.ts";
import { type SharedPlace, sameSource } from "#lib/inventory/shared-place.ts";
import type { SharedWrites } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** A walker that has not been heard of for so long is replaced. */
export const WALK_LEASE_MS = 20_000;
/** Whoever walked last goes first next time: it knows what it saw. The others wait this much longer. */
const TURN_OF_OTHERS_MS = 5_000;
/** For those that were away for less than this, what is gone stays written down. */
export const GONE_KEPT_MS = 3_600_000;

/** Who of all replicas reads a source now. `replica` names one run of one process. */
export class SharedTurns {
  readonly #writes: SharedWrites;
  readonly #place: SharedPlace;
  readonly #clock: Clock;
  readonly #replica: string;

  constructor(writes: SharedWrites, place: SharedPlace, clock: Clock, replica: string) {
    this.#writes = writes;
    this.#place = place;
    this.#clock = clock;
    this.#replica = replica;
  }

  /**
   * Takes the turn to walk, if the last walk is older than `olderThanMs` and nobody is at it. False: somebody else's
   * turn. Whoever has it renews it with `stillWalking`.
   */
  async take(olderThanMs: number): Promise<Result<boolean, StoreFailure>> {
    const [clock, replica, place] = [this.#clock, this.#replica, this.#place];
    const now = clock.now();
    const until = isoTime(now + WALK_LEASE_MS);
    const before = (ms: number) => isoTime(now - ms);
    const taken = await this.#writes.write((tx) =>
      tx
        .insertInto("shared_sources")
        .values({ ...place, epoch: randomUUID(), version: 0, walker: replica, walk_until: until })
        .onConflict((conflict) =>
          conflict
            .columns(["account_id", "region_id", "shape"])
            .doUpdateSet({ walker: replica, walk_until: until })
            .where(({ eb, and, or }) =>
              and([
                or([
                  eb("shared_sources.walk_until", "is", null),
                  eb("shared_sources.walk_until", "<=", isoTime(now)),
                ]),
                or([
                  eb("shared_sources.walked_at", "is", null),
                  eb("shared_sources.walked_at", "<=", before(olderThanMs + TURN_OF_OTHERS_MS)),
                  and([
                    eb("shared_sources.walker", "=", replica),
                    eb("shared_sources.walked_at", "<=", before(olderThanMs)),
                  ]),
                ]),
              ]),
            ),
        )
        .returning("version")
        .executeTakeFirst(),
    );
    return taken.ok ? ok(taken.value !== undefined) : taken;
  }

  async stillWalking(): Promise<void> {
    const [clock, replica, place] = [this.#clock, this.#replica, this.#place];
    const until = isoTime(clock.now() + WALK_LEASE_MS);
    await this.#writes.write((tx) =>
      tx
        .updateTable("shared_sources")
        .set({ walk_until: until })
        .where(sameSource(place))
        .where("walker", "=", replica)
        .execute(),
    );
  }

  /** Ends the turn. All rows that the walk showed have been published. */
  async walked(
    outcome: { walkedAt: number; calls: WalkCalls; failure: EcsFailure | null } | { failure: EcsFailure },
  ): Promise<Result<void, StoreFailure>> {
    const [clock, replica, place] = [this.#clock, this.#replica, this.#place];
    const failure = outcome.failure === null ? null : JSON.stringify(outcome.failure);
    const facts =
      "walkedAt" in outcome
        ? { walked_at: isoTime(outcome.walkedAt), calls: JSON.stringify(outcome.calls), failed_at: null }
        : { failed_at: isoTime(clock.now()) };
    return this.#writes.write(async (tx) => {
      await tx
        .updateTable("shared_sources")
        .set({ ...facts, failure, walk_until: null })
        .where(sameSource(place))
        .where("walker", "=", replica)
        .execute();
      await tx
        .deleteFrom("shared_rows")
        .where(sameSource(place))
        .where("body", "is", null)
        .where("observed_at", "<", isoTime(clock.now() - GONE_KEPT_MS))
        .execute();
    });
  }

  /** Takes the turn to read again what moves; false when somebody did less than `everyMs` ago. */
  async takeToMove(everyMs: number): Promise<Result<boolean, StoreFailure>> {
    const [clock, place] = [this.#clock, this.#place];
    const now = clock.now();
    const taken = await this.#writes.write((tx) =>
      tx
        .updateTable("shared_sources")
        .set({ moving_read_at: isoTime(now) })
        .where(sameSource(place))
        .where(({ eb, or }) =>
          or([eb("moving_read_at", "is", null), eb("moving_read_at", "<=", isoTime(now - everyMs))]),
        )
        .returning("version")
        .executeTakeFirst(),
    );
    return taken.ok ? ok(taken.value !== undefined) : taken;
  }
}
