import "server-only";

import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { z } from "zod";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { WalkCalls } from "#lib/inventory/refresh-interval.ts";
import type { Database } from "#lib/store/schema.ts";
import type { SharedWrites, Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Grows when instances or ENIs get another shape here: replicas of different versions share nothing. */
const SHAPE = 1;
/** Rows written in one transaction, and read in one statement. */
const ROWS_AT_A_TIME = 1_000;
/** A walker that has not been heard of for so long is replaced. */
export const WALK_LEASE_MS = 20_000;
/** Whoever walked last goes first next time: it knows what it saw. The others wait this much longer. */
const TURN_OF_OTHERS_MS = 5_000;
/** For those that were away for less than this, what is gone stays written down. */
export const GONE_KEPT_MS = 3_600_000;

export type RowKind = "instance" | "network-interface";

/** What became of a row: its value, or null for one that does not exist any more. */
export interface SharedChange {
  kind: RowKind;
  id: string;
  /** Milliseconds since 1970, when the read that showed it began. */
  observedAt: number;
  value: object | null;
}

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
  place: { account_id: string; region_id: string; shape: number };
}

/**
 * One source as all replicas see it. Versions are given out under the lock of the source's row, so that they become
 * visible in their order: whoever has read up to one version misses nothing below it.
 */
export class SharedSnapshot {
  readonly #store: Store;
  readonly #writes: SharedWrites;
  readonly #own: Own;

  constructor(store: Store, writes: SharedWrites, own: Own) {
    this.#store = store;
    this.#writes = writes;
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

  /** The changes after `version` up to `upTo`, in pieces, oldest first. */
  async *changes(
    version: number,
    upTo: number,
  ): AsyncGenerator<Result<SharedChange[], StoreFailure>, void, void> {
    const { place } = this.#own;
    let after = { version, id: "" };
    for (;;) {
      const from = after;
      const read = await this.#store.read((db) =>
        db
          .selectFrom("shared_rows")
          .select(["kind", "id", "version", "observed_at", "body"])
          .where(sameSource(place))
          .where("version", "<=", upTo)
          .where(({ eb, or, and }) =>
            or([
              eb("version", ">", from.version),
              and([eb("version", "=", from.version), eb(sql<string>`kind || id`, ">", from.id)]),
            ]),
          )
          .orderBy("version")
          .orderBy(sql`kind || id`)
          .limit(ROWS_AT_A_TIME)
          .execute(),
      );
      if (!read.ok) {
        yield read;
        return;
      }
      const last = read.value.at(-1);
      if (!last) return;
      yield ok(read.value.map(changeOf));
      if (read.value.length < ROWS_AT_A_TIME) return;
      after = { version: last.version, id: `${last.kind}${last.id}` };
    }
  }

  /** Tells the others of rows that were read; a newer sighting by somebody else stays. Answers the epoch. */
  async publish(changes: readonly SharedChange[]): Promise<Result<string | null, StoreFailure>> {
    let epoch: string | null = null;
    for (let at = 0; at < changes.length; at += ROWS_AT_A_TIME) {
      const written = await this.#publishPiece(changes.slice(at, at + ROWS_AT_A_TIME));
      if (!written.ok) return written;
      epoch = written.value;
    }
    return ok(epoch);
  }

  #publishPiece(piece: readonly SharedChange[]): Promise<Result<string, StoreFailure>> {
    const { place } = this.#own;
    const rows = piece.map(({ kind, id, observedAt, value }) => ({
      kind,
      id,
      observed_at: isoTime(observedAt),
      // Texts of their own: JSON within JSON, so that the row is stored as it was written.
      body: value === null ? null : JSON.stringify(value),
    }));
    return this.#writes.write(async (tx) => {
      const { epoch, version } = await this.#nextVersion(tx);
      await sql`
        INSERT INTO shared_rows (account_id, region_id, shape, kind, id, version, observed_at, body)
        SELECT ${place.account_id}, ${place.region_id}, ${place.shape}::bigint, kind, id, ${version}::bigint,
          observed_at, body
        FROM json_to_recordset(${JSON.stringify(rows)}::json)
          AS row(kind text, id text, observed_at text, body text)
        ON CONFLICT (account_id, region_id, shape, kind, id) DO UPDATE
          SET version = excluded.version, observed_at = excluded.observed_at, body = excluded.body
          WHERE excluded.observed_at >= shared_rows.observed_at`.execute(tx);
      return epoch;
    });
  }

  #nextVersion(tx: Transaction<Database>): Promise<{ epoch: string; version: number }> {
    return tx
      .insertInto("shared_sources")
      .values({ ...this.#own.place, epoch: randomUUID(), version: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(["account_id", "region_id", "shape"])
          .doUpdateSet({ version: sql`shared_sources.version + 1` }),
      )
      .returning(["epoch", "version"])
      .executeTakeFirstOrThrow();
  }

  /**
   * Takes the turn to walk, if the last walk is older than `olderThanMs` and nobody is at it. False: somebody else's
   * turn. Whoever has it renews it with `stillWalking`.
   */
  async takeTurn(olderThanMs: number): Promise<Result<boolean, StoreFailure>> {
    const { clock, replica, place } = this.#own;
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
    const { clock, replica, place } = this.#own;
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
    const { clock, replica, place } = this.#own;
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
  async takeMovingTurn(everyMs: number): Promise<Result<boolean, StoreFailure>> {
    const { clock, place } = this.#own;
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

const sameSource = ({ account_id, region_id, shape }: Own["place"]) =>
  sql<boolean>`account_id = ${account_id} AND region_id = ${region_id} AND shape = ${shape}`;

type ShareRow = { kind: string; id: string; observed_at: string; body: string | null };

function changeOf({ kind, id, observed_at, body }: ShareRow): SharedChange {
  return {
    kind: kind === "instance" ? "instance" : "network-interface",
    id,
    observedAt: Date.parse(observed_at),
    value: body === null ? null : (JSON.parse(body) as object),
  };
}
