import SqliteConnection from "better-sqlite3";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { fileOf, type Ground } from "#e2e/faults/database.ts";
import type { Engine } from "#e2e/faults/promise.ts";
import { numbers } from "#e2e/faults/together.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { eventRow, GENESIS_HASH } from "#lib/audit/event-chain.ts";
import { isoTime, systemClock } from "#lib/core/clock.ts";
import { firstTables } from "#lib/store/migrations/0001-first-tables.ts";
import { ddlFor } from "#lib/store/migrations/ddl.ts";
import type { Database } from "#lib/store/schema.ts";
import { sqliteDialect } from "#lib/store/sqlite/dialect.ts";

/** The first migration alone, under its released name: the oldest database there can be. */
function oldest(engine: Engine): Record<string, Migration> {
  const up: Migration["up"] = async (db) => {
    for (const statement of firstTables.flatMap((ddl) => ddlFor(engine, ddl))) {
      await sql.raw(statement).execute(db);
    }
  };
  return { "0001-first-tables": { up } };
}

/** Makes a database as the first version left it, with a log of so many events. Answers their hashes. */
export async function makeOldDatabase(engine: Engine, ground: Ground, events: number): Promise<string[]> {
  const ownerUrl = ground.variables.DATABASE_OWNER_URL ?? "";
  const file = engine === "sqlite" ? new SqliteConnection(fileOf(ground)) : null;
  const dialect = file
    ? sqliteDialect(file)
    : new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) });
  const db = new Kysely<Database>({ dialect });
  try {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => oldest(engine) },
    }).migrateToLatest();
    if (error) throw error;
    const hashes: string[] = [];
    for (const n of numbers(events)) {
      const said = {
        actor: SYSTEM_ACTOR,
        action: "system.started",
        result: "ok" as const,
        correlationId: `c-${n}`,
      };
      const event = { ...said, seq: n + 1, at: isoTime(systemClock.now()), schemaVersion: 1 };
      const row = eventRow(event, hashes.at(-1) ?? GENESIS_HASH);
      await db.insertInto("events").values(row).execute();
      hashes.push(row.hash);
    }
    return hashes;
  } finally {
    await db.destroy();
    file?.close();
  }
}
