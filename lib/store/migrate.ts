import "server-only";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Engine } from "#lib/store/engine.ts";
import { firstTables } from "#lib/store/migrations/0001-first-tables.ts";
import { claimsAndSeals } from "#lib/store/migrations/0002-claims-and-seals.ts";
import { people } from "#lib/store/migrations/0003-people.ts";
import { inventory } from "#lib/store/migrations/0004-inventory.ts";
import { savedViews } from "#lib/store/migrations/0005-saved-views.ts";
import { unattachedTimes } from "#lib/store/migrations/0006-unattached-times.ts";
import { type Ddl, ddlFor } from "#lib/store/migrations/ddl.ts";
import type { Database } from "#lib/store/schema.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** In order; a name, once released, stays. Append only: a released migration is never edited. */
const MIGRATIONS: Readonly<Record<string, readonly Ddl[]>> = {
  "0001-first-tables": firstTables,
  "0002-claims-and-seals": claimsAndSeals,
  "0003-people": people,
  "0004-inventory": inventory,
  "0005-saved-views": savedViews,
  "0006-unattached-times": unattachedTimes,
};

/** The newest migration that this version knows. */
export const SCHEMA_VERSION = Object.keys(MIGRATIONS).at(-1) ?? "";

/**
 * Brings the schema up to date; answers the names that were applied now. All happens or none. Migrations that this
 * version does not know were made by a newer one beside it, and are let be: the newer adds and takes nothing away.
 * @throws whatever the database says
 */
export async function migrate(db: Kysely<Database>, engine: Engine): Promise<readonly string[]> {
  const migrator = migratorFor(db, engine);
  if ((await pendingIn(migrator)).length === 0) return [];
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of the migrations that this version needs and the database lacks. @throws whatever the database says */
export async function pendingMigrations(db: Kysely<Database>, engine: Engine): Promise<readonly string[]> {
  return pendingIn(migratorFor(db, engine));
}

/** For a program that works beside a running server: it must find the schema it was written for, and changes none. */
export async function expectCurrentSchema(
  db: Kysely<Database>,
  engine: Engine,
): Promise<StoreFailure | null> {
  const [lacking] = await pendingMigrations(db, engine);
  if (lacking === undefined) return null;
  return unavailable(
    "other",
    `the database lacks migration ${lacking}; start the server once, or npm run migrate`,
  );
}

async function pendingIn(migrator: Migrator): Promise<readonly string[]> {
  const known = await migrator.getMigrations();
  return known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

function migratorFor(db: Kysely<Database>, engine: Engine): Migrator {
  const entries = Object.entries(MIGRATIONS).map(([name, ddl]) => [name, migration(ddl, engine)] as const);
  return new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(entries) } });
}

function migration(ddl: readonly Ddl[], engine: Engine): Migration {
  return {
    async up(db) {
      for (const statement of ddl.flatMap((part) => ddlFor(engine, part))) {
        await sql.raw(statement).execute(db);
      }
    },
  };
}
