import "server-only";
import { err, ok, type Result } from "#lib/core/result.ts";
import { expectCurrentSchema } from "#lib/store/migrate.ts";
import { type PostgresAddress, postgresAddress } from "#lib/store/postgres/address.ts";
import { PostgresConnection } from "#lib/store/postgres/connection.ts";
import { DatabaseClock } from "#lib/store/postgres/database-clock.ts";
import { durabilityProblem } from "#lib/store/postgres/durability.ts";
import { postgresFailure } from "#lib/store/postgres/failure.ts";
import { migratePostgres } from "#lib/store/postgres/migrate.ts";
import { ReadConnections } from "#lib/store/postgres/read-connections.ts";
import { startupOptions } from "#lib/store/postgres/session-settings.ts";
import { PostgresStore } from "#lib/store/postgres/store.ts";
import { WriteConnection } from "#lib/store/postgres/write-connection.ts";
import type { Store, StoreOptions } from "#lib/store/store.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** Any number of processes; as server it migrates when that is due. */
export async function openPostgresStore({
  url,
  ownerUrl = null,
  extraCa = [],
  clock: processClock,
  access = "server",
}: StoreOptions): Promise<Result<Store, StoreFailure>> {
  const app = postgresAddress(url, extraCa);
  const owner = ownerUrl === null ? null : postgresAddress(ownerUrl, extraCa);
  if (app === null || (ownerUrl !== null && owner === null)) {
    return err(unavailable("other", "a PostgreSQL address is postgres://user:password@host:port/database"));
  }
  const store = storeAt(app, processClock, access === "read-only");
  try {
    await store.connect();
    if (access === "server") store.appliedMigrations = await migratePostgres(store.reader, { app, owner });
    const lacking = access === "server" ? null : await expectCurrentSchema(store.reader, "postgres");
    const failure = lacking ?? (access === "read-only" ? null : await durabilityProblem(store.writer));
    if (failure === null) return ok(store);
    await store.close();
    return err(failure);
  } catch (cause) {
    await store.close();
    return err(postgresFailure(cause));
  }
}

function storeAt(address: PostgresAddress, processClock: StoreOptions["clock"], isReadOnly: boolean) {
  const clock = new DatabaseClock(processClock);
  const writing = new WriteConnection({
    open: (withinMs) => PostgresConnection.open(address, startupOptions("writing", isReadOnly), withinMs),
    clock,
  });
  const sharing = new WriteConnection({
    open: (withinMs) => PostgresConnection.open(address, startupOptions("sharing", isReadOnly), withinMs),
    clock,
    inTurn: false,
  });
  const reading = new ReadConnections((withinMs) =>
    PostgresConnection.open(address, startupOptions("reading"), withinMs),
  );
  return new PostgresStore({ clock, writing, sharing, reading });
}
