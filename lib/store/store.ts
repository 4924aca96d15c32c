import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import SqliteConnection from "better-sqlite3";
import { Kysely, type Transaction } from "kysely";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { databasePath, freeBytes, prepareDatabaseFile } from "#lib/store/database-file.ts";
import { expectCurrentSchema, migrate } from "#lib/store/migrate.ts";
import { type ProcessLock, takeProcessLock } from "#lib/store/process-lock.ts";
import type { Database } from "#lib/store/schema.ts";
import { sqliteDialect } from "#lib/store/sqlite-dialect.ts";
import { type StoreFailure, storeFailure, unavailable } from "#lib/store/store-failure.ts";
import { uniqueIndexNames } from "#lib/store/unique-index-names.ts";

/**
 * The database behind two verbs. A read sees what is committed; a write is one transaction, on disk when it answers.
 * Nothing above this folder knows which engine it is.
 */
export interface Store {
  read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<Result<T, StoreFailure>>;
  /** Writes run one after the other. Whatever `work` throws rolls everything back and comes out as a failure. */
  write<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<Result<T, StoreFailure>>;
  /** Can a write be made durable now? Fails with `full` while less than SPACE_FLOOR_BYTES is free. */
  check(): Promise<Result<{ engine: "sqlite"; durable: true }, StoreFailure>>;
  close(): Promise<void>;
  /** Names of the migrations that this opening applied. */
  readonly appliedMigrations: readonly string[];
}

/** `server`: the one process. `tool`: a command beside it, past its lock. `read-only`: changes nothing at all. */
export type StoreAccess = "server" | "tool" | "read-only";

export interface StoreOptions {
  /** `file:` and a path, relative to the working directory or absolute. */
  url: string;
  clock: Clock;
  access?: StoreAccess;
}

/** better-sqlite3 is synchronous: while it waits for a lock, nobody in this process is served. */
const BUSY_TIMEOUT_MS = 100;
/** A write that stood in line longer than this is refused instead of begun. */
const QUEUE_LIMIT_MS = 3_000;
/** Kept free so that the outcomes of what is already under way still fit. */
const SPACE_FLOOR_BYTES = 8 * 1024 * 1024;

/**
 * Opens (and, as server, creates and migrates) the database. Fails with `in-use` when another server has it, with
 * `not-durable` where a commit would not be on disk.
 */
export async function openStore({
  url,
  clock,
  access = "server",
}: StoreOptions): Promise<Result<Store, StoreFailure>> {
  const path = databasePath(url);
  if (path === null) return err(unavailable("other", "only file: addresses are supported"));
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
    const writer = new Kysely<Database>({ dialect: sqliteDialect(writing) });
    const schema = lock === null ? await expectCurrentSchema(writer) : await migrate(writer);
    const durable = schema.ok && access !== "read-only" ? assertDurable(writing) : ok(undefined);
    const failed = !schema.ok ? schema : !durable.ok ? durable : null;
    if (failed) {
      closeAll();
      return failed;
    }
    const reading = connect();
    reading.pragma("query_only = ON");
    const reader = new Kysely<Database>({ dialect: sqliteDialect(reading) });
    const appliedMigrations = schema.ok ? (schema.value ?? []) : [];
    return ok(new SqliteStore({ path, clock, lock, writing, reading, writer, reader, appliedMigrations }));
  } catch (cause) {
    closeAll();
    return err(storeFailure(cause));
  }
}

/** `fullfsync` is macOS's word for really reaching the disk; elsewhere it does nothing. */
function configureDurability(database: SqliteConnection.Database): void {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("fullfsync = ON");
  database.pragma("foreign_keys = ON");
}

/** WAL builds of better-sqlite3 fall back to synchronous=NORMAL at the first statement, so it is read again here. */
function assertDurable(database: SqliteConnection.Database): Result<void, StoreFailure> {
  database.exec("BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT");
  const mode = database.pragma("journal_mode", { simple: true });
  const synchronous = database.pragma("synchronous", { simple: true });
  if (mode === "wal" && synchronous === 2) return ok(undefined);
  return err(unavailable("not-durable", `journal_mode=${mode}, synchronous=${synchronous}`));
}

interface Parts {
  path: string;
  clock: Clock;
  writing: SqliteConnection.Database;
  reading: SqliteConnection.Database;
  writer: Kysely<Database>;
  reader: Kysely<Database>;
  lock: ProcessLock | null;
  appliedMigrations: readonly string[];
}

class SqliteStore implements Store {
  readonly appliedMigrations: readonly string[];
  readonly #parts: Parts;
  readonly #insideWrite = new AsyncLocalStorage<true>();
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.appliedMigrations = parts.appliedMigrations;
  }

  async read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<Result<T, StoreFailure>> {
    try {
      return ok(await work(this.#parts.reader));
    } catch (cause) {
      return err(storeFailure(cause));
    }
  }

  write<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<Result<T, StoreFailure>> {
    invariant(!this.#insideWrite.getStore(), "a write inside a write would wait for itself; pass the tx on");
    const { clock } = this.#parts;
    const queuedAt = clock.now();
    const mine = this.#lastWrite.then(() =>
      clock.now() - queuedAt > QUEUE_LIMIT_MS
        ? err(unavailable("locked", `stood in line for more than ${QUEUE_LIMIT_MS} ms`))
        : this.#transact(work),
    );
    this.#lastWrite = mine;
    return mine;
  }

  async #transact<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<Result<T, StoreFailure>> {
    const { writer, writing } = this.#parts;
    try {
      const run = () => writer.transaction().execute(work);
      return ok(await this.#insideWrite.run(true, run));
    } catch (cause) {
      return err(storeFailure(cause, (columns) => uniqueIndexNames(writing, columns)));
    }
  }

  async check(): Promise<Result<{ engine: "sqlite"; durable: true }, StoreFailure>> {
    const { path, writing } = this.#parts;
    const begun = await this.write(async () => writing.pragma("synchronous", { simple: true }));
    if (!begun.ok) return begun;
    if (begun.value !== 2) return err(unavailable("not-durable", `synchronous=${begun.value}`));
    if (freeBytes(path) < SPACE_FLOOR_BYTES) {
      return err(unavailable("full", `less than ${SPACE_FLOOR_BYTES} bytes free beside the database`));
    }
    return ok({ engine: "sqlite", durable: true });
  }

  async close(): Promise<void> {
    await this.#lastWrite;
    const { reader, writer, reading, writing, lock } = this.#parts;
    await reader.destroy();
    await writer.destroy();
    reading.close();
    writing.close();
    lock?.release();
  }
}
