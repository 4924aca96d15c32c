import { appendEvent } from "#lib/audit/append-event.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { openStore } from "#lib/store/store.ts";
import { databaseSettings, inWords, stop, storeOptions } from "#scripts/database-settings.ts";

/**
 * `npm run migrate`: brings the tables up to date, as a server does when it starts. On PostgreSQL with
 * DATABASE_OWNER_URL, so that the servers need not have it. Exit status 0: up to date; 1: not.
 */
const opened = await openStore(storeOptions(databaseSettings(), "server"));
if (!opened.ok) stop(1, `The database cannot be migrated: ${inWords(opened.error)}`);
const store = opened.value;
const migrations = [...store.appliedMigrations];
if (migrations.length === 0) console.log("The tables are up to date; nothing was changed.");
else {
  const event = {
    actor: SYSTEM_ACTOR,
    action: "system.migrated",
    result: "ok",
    after: { migrations },
    correlationId: "migrate",
  } as const;
  const noted = await store.write((tx) => appendEvent(tx, store.clock, event));
  if (!noted.ok) stop(1, `Migrated, but the log does not say so: ${inWords(noted.error)}`);
  for (const name of migrations) console.log(`Applied ${name}`);
}
await store.close();
