import "server-only";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { err, ok, type Result } from "#lib/core/result.ts";
import { firstTables } from "#lib/store/migrations/0001-first-tables.ts";
import { claimsAndSeals } from "#lib/store/migrations/0002-claims-and-seals.ts";
import type { Database } from "#lib/store/schema.ts";
import { type StoreFailure, storeFailure, unavailable } from "#lib/store/store-failure.ts";

/** In order; a name, once released, stays. Append only: a released migration is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first-tables": statements(firstTables),
  "0002-claims-and-seals": statements(claimsAndSeals),
};

/** Brings the schema up to date; answers the names that were applied now. All of one migration happens or none. */
export async function migrate(db: Kysely<Database>): Promise<Result<readonly string[], StoreFailure>> {
  const { error, results } = await migrator(db).migrateToLatest();
  if (error !== undefined) return err(storeFailure(error));
  return ok((results ?? []).map((result) => result.migrationName));
}

/** For a program that works beside a running server: it must find the schema it was written for, and changes none. */
export async function expectCurrentSchema(db: Kysely<Database>): Promise<Result<void, StoreFailure>> {
  try {
    const pending = (await migrator(db).getMigrations()).filter(
      (migration) => migration.executedAt === undefined,
    );
    if (pending.length === 0) return ok(undefined);
    return err(
      unavailable("other", `the database lacks migration ${pending[0]?.name}; start the server once`),
    );
  } catch (cause) {
    return err(storeFailure(cause));
  }
}

function migrator(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
}

function statements(texts: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of texts.flatMap(split)) await sql.raw(statement).execute(db);
    },
  };
}

/** A statement ends with `;` and a line break; the `;` inside a trigger's body is followed by END on the same line. */
function split(text: string): string[] {
  return text
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
