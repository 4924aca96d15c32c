import "server-only";
import type { Kysely, Transaction } from "kysely";
import type { Clock } from "#lib/core/clock.ts";
import type { Result } from "#lib/core/result.ts";
import type { Engine } from "#lib/store/engine.ts";
import { openPostgresStore } from "#lib/store/postgres/open.ts";
import type { Database } from "#lib/store/schema.ts";
import { openSqliteStore } from "#lib/store/sqlite/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";
import type { Place } from "#lib/store/write-line.ts";

/**
 * The database behind two verbs. A read sees what is committed; a write is one transaction, on disk when it answers.
 * Nothing above this folder needs to know which engine it is.
 */
export interface Store {
  readonly engine: Engine;
  /** The time that everything stored is dated by: on PostgreSQL the server's, the same for every replica. */
  readonly clock: Clock;
  /** How far this process's clock is ahead of the database's, in milliseconds; null where they are one. */
  readonly skewMs: number | null;
  read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<Result<T, StoreFailure>>;
  /** Writes run one after the other. Whatever `work` throws rolls everything back and comes out as a failure. */
  /** `ahead`: passes the writes of this process that only begin something. */
  write<T>(work: (tx: Transaction<Database>) => Promise<T>, place?: Place): Promise<Result<T, StoreFailure>>;
  /** For what replicas tell each other and what may be lost; null where one process has the database to itself. */
  readonly shared: SharedWrites | null;
  /** Can a write be made durable now? */
  check(): Promise<Result<{ engine: Engine; durable: true }, StoreFailure>>;
  close(): Promise<void>;
  /** Names of the migrations that this opening applied. */
  readonly appliedMigrations: readonly string[];
}

/**
 * Writes to the unlogged tables: not durable, and not in the one line in which everything that matters is written, so
 * that a snapshot of 100,000 rows holds up nobody's detach.
 */
export interface SharedWrites {
  write<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<Result<T, StoreFailure>>;
}

/** `server`: the product. `tool`: a command beside it. `read-only`: changes nothing at all. */
export type StoreAccess = "server" | "tool" | "read-only";

export interface StoreOptions {
  /** `file:` and a path, relative to the working directory or absolute; or `postgres://…`. */
  url: string;
  /** PostgreSQL: the role that owns the tables and migrates them. Without it the role of `url` does. */
  ownerUrl?: string | null;
  /** PEM certificates of authorities to trust besides the usual ones. */
  extraCa?: readonly string[];
  /** This process's clock. */
  clock: Clock;
  access?: StoreAccess;
}

/**
 * Opens (and, as server, creates and migrates) the database. Fails with `in-use` when another server has the SQLite
 * file, with `not-durable` where a commit would not be on disk.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreFailure>> {
  return /^postgres(ql)?:/.test(options.url) ? openPostgresStore(options) : openSqliteStore(options);
}
