import "server-only";

import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { isoTime } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import { type SharedPlace, sameSource } from "#lib/inventory/shared-place.ts";
import type { Database } from "#lib/store/schema.ts";
import type { SharedWrites, Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Rows written in one transaction, and read in one statement. */
const ROWS_AT_A_TIME = 1_000;

export type RowKind = "instance" | "network-interface";

/** What became of a row: its value, or null for one that does not exist any more. */
export interface SharedChange {
  kind: RowKind;
  id: string;
  /** Milliseconds since 1970, when the read that showed it began. */
  observedAt: number;
  value: object | null;
}

/**
 * The rows of one source as all replicas see them. Versions are given out under the lock of the source's row, so that
 * they become visible in their order: whoever has read up to one version misses nothing below it.
 */
export class SharedRows {
  readonly #store: Store;
  readonly #writes: SharedWrites;
  readonly #place: SharedPlace;

  constructor(store: Store, writes: SharedWrites, place: SharedPlace) {
    this.#store = store;
    this.#writes = writes;
    this.#place = place;
  }

  /** The changes after `version` up to `upTo`, in pieces, oldest first. */
  async *changes(
    version: number,
    upTo: number,
  ): AsyncGenerator<Result<SharedChange[], StoreFailure>, void, void> {
    const place = this.#place;
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
    const place = this.#place;
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
      .values({ ...this.#place, epoch: randomUUID(), version: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(["account_id", "region_id", "shape"])
          .doUpdateSet({ version: sql`shared_sources.version + 1` }),
      )
      .returning(["epoch", "version"])
      .executeTakeFirstOrThrow();
  }
}

type ShareRow = { kind: string; id: string; observed_at: string; body: string | null };

function changeOf({ kind, id, observed_at, body }: ShareRow): SharedChange {
  return {
    kind: kind === "instance" ? "instance" : "network-interface",
    id,
    observedAt: Date.parse(observed_at),
    value: body === null ? null : (JSON.parse(body) as object),
  };
}
