import { sql } from "kysely";
import type { Store } from "#lib/store/store.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

/** From now on the database takes no writes of this store; reads go on. */
export async function refuseWrites(store: Store): Promise<void> {
  const setting =
    store.engine === "sqlite" ? sql`PRAGMA query_only = ON` : sql`SET default_transaction_read_only = on`;
  valueIn(await store.write((tx) => setting.execute(tx)));
}

/** From now on everything can be written except events. */
export async function refuseEvents(store: Store): Promise<void> {
  const refusal =
    store.engine === "sqlite"
      ? sql`CREATE TRIGGER no_events BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'refused'); END`
      : sql`ALTER TABLE events ADD CONSTRAINT no_events CHECK (false) NOT VALID`;
  valueIn(await store.write((tx) => refusal.execute(tx)));
}
