import "server-only";
import type SqliteConnection from "better-sqlite3";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";

type OpenDatabase = SqliteConnection.Database;
type Statement = SqliteConnection.Statement<unknown[], unknown>;

/** Prepared statements kept per connection; our queries are far fewer than this. */
const CACHED_STATEMENTS = 500;

/** A transaction that somebody has begun for several, and ends. Nobody else's may be taken for it: it would never end. */
export interface SharedTransaction {
  readonly isOpen: boolean;
}

/**
 * Kysely over one better-sqlite3 connection. Kysely's own driver says plain BEGIN, which takes the write lock only at
 * the first change and can then fail half-way; a transaction here takes it at once or does not begin. While
 * `shared` is open it is a part of that one, which can be rolled back by itself.
 */
export function sqliteDialect(
  database: OpenDatabase,
  shared: SharedTransaction = { isOpen: false },
): Dialect {
  return {
    createDriver: () => new ImmediateDriver(database, shared),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** SQLite rolls back DDL like anything else, so a migration that fails leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver implements Driver {
  readonly #database: OpenDatabase;
  readonly #connection: CachingConnection;
  readonly #shared: SharedTransaction;
  #isPart = false;

  constructor(database: OpenDatabase, shared: SharedTransaction) {
    this.#database = database;
    this.#shared = shared;
    this.#connection = new CachingConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    this.#connection.failed = null;
    this.#isPart = this.#shared.isOpen;
    this.#database.exec(this.#isPart ? "SAVEPOINT part" : "BEGIN IMMEDIATE");
  }

  /** PostgreSQL commits nothing after a statement that failed; what works on one engine must work on the other. */
  async commitTransaction(): Promise<void> {
    if (this.#connection.failed !== null) throw this.#connection.failed;
    this.#database.exec(this.#isPart ? "RELEASE part" : "COMMIT");
  }

  /** SQLite has already rolled back by itself after some errors (a full disk); a second ROLLBACK would hide which. */
  async rollbackTransaction(): Promise<void> {
    if (!this.#database.inTransaction) return;
    this.#database.exec(this.#isPart ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK");
  }

  async releaseConnection(): Promise<void> {}

  /** Whoever opened the database closes it: Kysely never calls this for a connection that it did not use. */
  async destroy(): Promise<void> {}
}

class CachingConnection implements DatabaseConnection {
  /** The first statement of the transaction that failed. */
  failed: unknown = null;
  readonly #database: OpenDatabase;
  readonly #statements = new Map<string, Statement>();

  constructor(database: OpenDatabase) {
    this.#database = database;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return this.#execute<R>(query);
    } catch (cause) {
      this.failed ??= cause;
      throw cause;
    }
  }

  #execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.#prepared(sql);
    // better-sqlite3 cannot know the row type; Kysely's types are the only promise there is.
    if (statement.reader) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator; reading in batches by key does its work
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error(
      "Streaming is not offered: a cursor held open would stop the WAL from being written back",
    );
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= CACHED_STATEMENTS) this.#statements.clear();
    const statement = this.#database.prepare<unknown[], unknown>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
