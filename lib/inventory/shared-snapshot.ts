import "server-only";

import { z } from "zod";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { WalkCalls } from "#lib/inventory/refresh-interval.ts";
import { type SharedPlace, sameSource } from "#lib/inventory/shared-place.ts";
import { SharedRows } from "#lib/inventory/shared-rows.ts";
import { SharedTurns } from "#lib/inventory/shared-turns.ts";
import type { SharedWrites, Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Grows when instances or ENIs get another shape here. */
const SHAPE = 1;

/** What all replicas know of one source beside its rows. Times in milliseconds since 1970. */
export interface SharedState {
  /** Null before anybody told anything. */
  epoch: string | null;
  version: number;
  walkedAt: number | null;
  failedAt: number | null;
  failure: EcsFailure | null;
  calls: WalkCalls | null;
  /** Somebody is walking now. */
  beingWalked: boolean;
  walkedByUs: boolean;
}

const NOTHING_YET: SharedState = {
  epoch: null,
  version: 0,
  walkedAt: null,
  failedAt: null,
  failure: null,
  calls: null,
  beingWalked: false,
  walkedByUs: false,
};

const callsSchema = z.object({ DescribeInstances: z.number(), DescribeNetworkInterfaces: z.number() });
const millis = (text: string | null) => (text === null ? null : Date.parse(text));

/** The snapshots that all replicas share, through PostgreSQL; one for each account and region. */
export class SharedSnapshots {
  readonly #store: Store;
  readonly #writes: SharedWrites;
  readonly #clock: Clock;
  readonly #replica: string;

  /** `replica` names one run of one process. */
  constructor(store: Store, writes: SharedWrites, replica: string, clock: Clock = store.clock) {
    this.#store = store;
    this.#writes = writes;
    this.#clock = clock;
    this.#replica = replica;
  }

  /** Which version each source is at and when it was walked, in one text by `account/region`, to compare with. */
  async marks(): Promise<Result<ReadonlyMap<string, string>, StoreFailure>> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom("shared_sources")
        .select(["account_id", "region_id", "epoch", "version", "walked_at", "failed_at"])
        .where("shape", "=", SHAPE)
        .execute(),
    );
    if (!rows.ok) return rows;
    return ok(
      new Map(
        rows.value.map(({ account_id, region_id, epoch, version, walked_at, failed_at }) => [
          `${account_id}/${region_id}`,
          `${epoch} ${version} ${walked_at} ${failed_at}`,
        ]),
      ),
    );
  }

  of(accountId: string, regionId: string): SharedSnapshot {
    return new SharedSnapshot(this.#store, this.#writes, {
      clock: this.#clock,
      replica: this.#replica,
      place: { account_id: accountId, region_id: regionId, shape: SHAPE },
    });
  }
}

interface Own {
  clock: Clock;
  replica: string;
  place: SharedPlace;
}

/** One source as all replicas see it. */
export class SharedSnapshot {
  readonly rows: SharedRows;
  readonly turns: SharedTurns;
  readonly #store: Store;
  readonly #own: Own;

  constructor(store: Store, writes: SharedWrites, own: Own) {
    this.rows = new SharedRows(store, writes, own.place);
    this.turns = new SharedTurns(writes, own.place, own.clock, own.replica);
    this.#store = store;
    this.#own = own;
  }

  async state(): Promise<Result<SharedState, StoreFailure>> {
    const { clock, replica, place } = this.#own;
    const read = await this.#store.read((db) =>
      db.selectFrom("shared_sources").selectAll().where(sameSource(place)).executeTakeFirst(),
    );
    if (!read.ok) return read;
    const row = read.value;
    if (!row) return ok(NOTHING_YET);
    return ok({
      epoch: row.epoch,
      version: row.version,
      walkedAt: millis(row.walked_at),
      failedAt: millis(row.failed_at),
      // Written by a replica of this very shape, from a failure that it had.
      failure: row.failure === null ? null : (JSON.parse(row.failure) as EcsFailure),
      calls: row.calls === null ? null : callsSchema.parse(JSON.parse(row.calls)),
      beingWalked: row.walk_until !== null && row.walk_until > isoTime(clock.now()),
      walkedByUs: row.walker === replica,
    });
  }
}
