import "server-only";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { PostgresConnection } from "#lib/store/postgres/connection.ts";
import type { ReadConnections } from "#lib/store/postgres/read-connections.ts";
import type { WriteConnection } from "#lib/store/postgres/write-connection.ts";

/** Kysely over the session that writes. `withinMs` says how much time a transaction has to begin. */
export function writingDialect(connection: WriteConnection, withinMs: () => number): Dialect {
  const only = new KyselyConnection(connection);
  return dialect({
    ...NO_LIFE_OF_ITS_OWN,
    acquireConnection: async () => only,
    beginTransaction: () => connection.begin(withinMs()),
    commitTransaction: () => connection.commit(),
    rollbackTransaction: () => connection.rollback(),
    releaseConnection: async () => {},
  });
}

/** Kysely over the sessions that read: each statement takes whichever is free. */
export function readingDialect(connections: ReadConnections): Dialect {
  const taken = new WeakMap<DatabaseConnection, PostgresConnection>();
  return dialect({
    ...NO_LIFE_OF_ITS_OWN,
    async acquireConnection() {
      const session = await connections.take();
      const connection = new KyselyConnection({
        execute: (text, values) => session.execute(text, values.map(findable)),
      });
      taken.set(connection, session);
      return connection;
    },
    async releaseConnection(connection) {
      const session = taken.get(connection);
      if (session) connections.giveBack(session);
    },
    beginTransaction: noTransaction,
    commitTransaction: noTransaction,
    rollbackTransaction: noTransaction,
  });
}

/**
 * SQLite finds nothing when asked for a text with a NUL in it. PostgreSQL, which stores none, would call the question
 * broken; asked for a noncharacter instead, it finds nothing either.
 */
function findable(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\uffff") : value;
}

/** Whoever opened the sessions closes them: Kysely never does so for a driver that it did not use. */
const NO_LIFE_OF_ITS_OWN = { init: async () => {}, destroy: async () => {} };

async function noTransaction(): Promise<never> {
  throw new Error("a read is no transaction");
}

function dialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new LockedAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

/** Whoever migrates holds our own lock already. */
class LockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

interface Session {
  execute<R>(text: string, values: readonly unknown[]): Promise<QueryResult<R>>;
}

class KyselyConnection implements DatabaseConnection {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.#session.execute<R>(sql, parameters);
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator; reading in batches by key does its work
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Streaming is not offered: read in batches by key");
  }
}
