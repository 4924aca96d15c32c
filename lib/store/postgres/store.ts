import "server-only";
import { performance } from "node:perf_hooks";
import { Kysely, type Transaction } from "kysely";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { DatabaseClock } from "#lib/store/postgres/database-clock.ts";
import { readingDialect, writingDialect } from "#lib/store/postgres/dialect.ts";
import { durabilityProblem, touchLog } from "#lib/store/postgres/durability.ts";
import { postgresFailure } from "#lib/store/postgres/failure.ts";
import type { ReadConnections } from "#lib/store/postgres/read-connections.ts";
import type { WriteConnection } from "#lib/store/postgres/write-connection.ts";
import type { Database } from "#lib/store/schema.ts";
import type { SharedWrites, Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";
import { BEGIN_WITHIN_MS, type Place, WriteLine } from "#lib/store/write-line.ts";

interface Parts {
  clock: DatabaseClock;
  writing: WriteConnection;
  sharing: WriteConnection;
  reading: ReadConnections;
}

/** The store on PostgreSQL. Whoever makes it says which migrations were applied. */
export class PostgresStore implements Store {
  readonly engine = "postgres";
  readonly clock: DatabaseClock;
  /** For what stands outside a transaction while the store opens. */
  readonly reader: Kysely<Database>;
  readonly writer: Kysely<Database>;
  readonly shared: SharedWrites;
  appliedMigrations: readonly string[] = [];
  readonly #parts: Parts;
  readonly #line = new WriteLine(() => performance.now());
  readonly #sharedLine = new WriteLine(() => performance.now());
  #beginWithinMs = BEGIN_WITHIN_MS;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.reader = new Kysely({ dialect: readingDialect(parts.reading) });
    this.writer = new Kysely({ dialect: writingDialect(parts.writing, () => this.#beginWithinMs) });
    this.shared = sharedWrites(parts.sharing, this.#sharedLine);
  }

  /** @throws when there is no connection */
  connect(): Promise<void> {
    return this.#parts.writing.connect();
  }

  get skewMs(): number {
    return this.clock.skewMs;
  }

  async read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<Result<T, StoreFailure>> {
    try {
      return ok(await work(this.reader));
    } catch (cause) {
      return err(postgresFailure(cause));
    }
  }

  /**
   * The line is this process's; in the database the transaction then waits for the one lock that all replicas share,
   * so that everybody's writes run one after the other.
   */
  write<T>(work: (tx: Transaction<Database>) => Promise<T>, place?: Place): Promise<Result<T, StoreFailure>> {
    return this.#line.run(async (leftMs) => {
      this.#beginWithinMs = leftMs;
      try {
        return ok(await this.writer.transaction().execute(work));
      } catch (cause) {
        return err(postgresFailure(cause));
      }
    }, place);
  }

  /** Reads the settings again and sends a commit to the disk. */
  async check(): Promise<Result<{ engine: "postgres"; durable: true }, StoreFailure>> {
    const checked = await this.write(async (tx) => {
      const problem = await durabilityProblem(tx);
      if (problem === null) await touchLog(tx);
      return problem;
    });
    if (!checked.ok) return checked;
    return checked.value === null ? ok({ engine: "postgres", durable: true }) : err(checked.value);
  }

  async close(): Promise<void> {
    await Promise.all([this.#line.idle(), this.#sharedLine.idle()]);
    const { writing, sharing, reading } = this.#parts;
    await Promise.all([writing.close(), sharing.close(), reading.close()]);
  }
}

function sharedWrites(connection: WriteConnection, line: WriteLine): SharedWrites {
  let beginWithinMs = BEGIN_WITHIN_MS;
  const db = new Kysely<Database>({ dialect: writingDialect(connection, () => beginWithinMs) });
  return {
    write: (work) =>
      line.run(async (leftMs) => {
        beginWithinMs = leftMs;
        try {
          return ok(await db.transaction().execute(work));
        } catch (cause) {
          return err(postgresFailure(cause));
        }
      }),
  };
}
