import "server-only";
import SqliteConnection from "better-sqlite3";
import { Kysely, type Transaction } from "kysely";
import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { expectCurrentSchema, migrate } from "#lib/store/migrate.ts";
import type { Database } from "#lib/store/schema.ts";
import { databasePath, freeBytes, prepareDatabaseFile } from "#lib/store/sqlite/database-file.ts";
import { sqliteDialect } from "#lib/store/sqlite/dialect.ts";
import { sqliteFailure } from "#lib/store/sqlite/failure.ts";
import { type ProcessLock, takeProcessLock } from "#lib/store/sqlite/process-lock.ts";
import { SharedCommit } from "#lib/store/sqlite/shared-commit.ts";
import { uniqueIndexNames } from "#lib/store/sqlite/unique-index-names.ts";
import type { Store, StoreAccess, StoreOptions } from "#lib/store/store.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";
import { type Place, WriteLine } from "#lib/store/write-line.ts";

/** better-sqlite3 is synchronous: while it waits for a lock, nobody in this process is served. */
const BUSY_TIMEOUT_MS = 100;
/** Kept free so that the outcomes of what is already under way still fit. */
const SPACE_FLOOR_BYTES = 8 * 1024 * 1024;

/** One process only: `server` takes the lock beside the file, `tool` and `read-only` work past it. */
export async function openSqliteStore({
  url,
  clock,
  access = "server",
}: StoreOptions): Promise<Result<Store, StoreFailure>> {
  const path = databasePath(url);
  if (path === null) return err(unavailable("other", "only file: and postgres: addresses are supported"));
  if (access !== "read-only") {
    const prepared = prepareDatabaseFile(path);
    if (!prepared.ok) return prepared;
  }
  const lock = access === "read-only" ? null : takeProcessLock(path);
  if (lock !== null && !lock.ok && (access === "server" || !isInUse(lock.error))) return lock;
  const held = lock?.ok ? lock.value : null;
  const opened = await openFile({ path, access, lock: held, clock });
  if (!opened.ok) held?.release();
  return opened;
}

function isInUse(failure: StoreFailure): boolean {
  return failure.kind === "unavailable" && failure.reason === "in-use";
}

interface Opening {
  path: string;
  access: StoreAccess;
  lock: ProcessLock | null;
  clock: Clock;
}

async function openFile({ path, access, lock, clock }: Opening): Promise<Result<Store, StoreFailure>> {
  const databases: SqliteConnection.Database[] = [];
  const connect = () => {
    const readonly = access === "read-only";
    const database = new SqliteConnection(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true, readonly });
    databases.push(database);
    return database;
  };
  const closeAll = () => {
    for (const database of databases) database.close();
  };
  try {
    const writing = connect();
    if (access !== "read-only") configureDurability(writing);
    const oneCommit = new SharedCommit(writing);
    const writer = new Kysely<Database>({ dialect: sqliteDialect(writing, oneCommit) });
    const applied = lock === null ? [] : await migrate(writer, "sqlite");
    const pending = lock === null ? await expectCurrentSchema(writer, "sqlite") : null;
    const failure = pending ?? (access === "read-only" ? null : durabilityProblem(writing));
    if (failure !== null) {
      closeAll();
      return err(failure);
    }
    const reading = connect();
    reading.pragma("query_only = ON");
    const reader = new Kysely<Database>({ dialect: sqliteDialect(reading) });
    return ok(
      new SqliteStore({
        path,
        clock,
        lock,
        writing,
        oneCommit,
        reading,
        writer,
        reader,
        appliedMigrations: applied,
      }),
    );
  } catch (cause) {
    closeAll();
    return err(sqliteFailure(cause));
  }
}

/** `fullfsync` is macOS's word for really reaching the disk; elsewhere it does nothing. */
function configureDurability(database: SqliteConnection.Database): void {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("fullfsync = ON");
  // What a write would need to be rolled back by itself, inside a commit that it shares.
  database.pragma("temp_store = MEMORY");
  database.pragma("foreign_keys = ON");
}

/** WAL builds of better-sqlite3 fall back to synchronous=NORMAL at the first statement, so it is read again here. */
function durabilityProblem(database: SqliteConnection.Database): StoreFailure | null {
  database.exec("BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT");
  const mode = database.pragma("journal_mode", { simple: true });
  const synchronous = database.pragma("synchronous", { simple: true });
  if (mode === "wal" && synchronous === 2) return null;
  return unavailable("not-durable", `journal_mode=${mode}, synchronous=${synchronous}`);
}

interface Parts {
  path: string;
  clock: Clock;
  writing: SqliteConnection.Database;
  oneCommit: SharedCommit;
  reading: SqliteConnection.Database;
  writer: Kysely<Database>;
  reader: Kysely<Database>;
  lock: ProcessLock | null;
  appliedMigrations: readonly string[];
}

class SqliteStore implements Store {
  readonly engine = "sqlite";
  readonly skewMs = null;
  readonly shared = null;
  readonly clock: Clock;
  readonly appliedMigrations: readonly string[];
  readonly #parts: Parts;
  readonly #line: WriteLine;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.appliedMigrations = parts.appliedMigrations;
    this.#line = new WriteLine(() => parts.clock.now(), parts.oneCommit);
  }

  async read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<Result<T, StoreFailure>> {
    try {
      return ok(await work(this.#parts.reader));
    } catch (cause) {
      return err(sqliteFailure(cause));
    }
  }

  write<T>(work: (tx: Transaction<Database>) => Promise<T>, place?: Place): Promise<Result<T, StoreFailure>> {
    const { writer, writing } = this.#parts;
    return this.#line.run(async () => {
      try {
        return ok(await writer.transaction().execute(work));
      } catch (cause) {
        return err(sqliteFailure(cause, (columns) => uniqueIndexNames(writing, columns)));
      }
    }, place);
  }

  /** Fails with `full` while less than SPACE_FLOOR_BYTES is free. */
  async check(): Promise<Result<{ engine: "sqlite"; durable: true }, StoreFailure>> {
    const { path, writing } = this.#parts;
    try {
      // Whoever is in the middle of a write has the lock already.
      if (!writing.inTransaction) writing.exec("BEGIN IMMEDIATE; COMMIT");
      const synchronous = writing.pragma("synchronous", { simple: true });
      if (synchronous !== 2) return err(unavailable("not-durable", `synchronous=${synchronous}`));
    } catch (cause) {
      return err(sqliteFailure(cause));
    }
    if (freeBytes(path) < SPACE_FLOOR_BYTES) {
      return err(unavailable("full", `less than ${SPACE_FLOOR_BYTES} bytes free beside the database`));
    }
    return ok({ engine: "sqlite", durable: true });
  }

  async close(): Promise<void> {
    await this.#line.idle();
    const { reader, writer, reading, writing, lock } = this.#parts;
    await reader.destroy();
    await writer.destroy();
    reading.close();
    writing.close();
    lock?.release();
  }
}
