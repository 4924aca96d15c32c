import "server-only";
import { Kysely, sql } from "kysely";
import { migrate, pendingMigrations } from "#lib/store/migrate.ts";
import type { PostgresAddress } from "#lib/store/postgres/address.ts";
import { PostgresConnection } from "#lib/store/postgres/connection.ts";
import { DatabaseClock } from "#lib/store/postgres/database-clock.ts";
import { writingDialect } from "#lib/store/postgres/dialect.ts";
import { startupOptions } from "#lib/store/postgres/session-settings.ts";
import { MIGRATION_LOCK, WriteConnection } from "#lib/store/postgres/write-connection.ts";
import type { Database } from "#lib/store/schema.ts";
import { codeOf, Unavailable } from "#lib/store/store-failure.ts";

/** One replica migrates; the others wait for it this long, and then find the work done. */
const TURN_LIMIT_MS = 60_000;
const STATEMENT_LIMIT_MS = 600_000;
const CONNECT_LIMIT_MS = 5_000;
/** insufficient_privilege; and invalid_schema_name, when the role may not even see the schema. */
const MAY_NOT: readonly string[] = ["42501", "3F000"];

interface Roles {
  app: PostgresAddress;
  owner: PostgresAddress | null;
}

/**
 * Brings the schema up to date with the owner's role, and lets the app's do what it needs: events and seals it may
 * only read and add. Without an owner the app's role makes and owns the tables, and only the triggers stop it.
 * @throws whatever the database says
 */
export async function migratePostgres(reader: Kysely<Database>, { app, owner }: Roles) {
  if (owner === null && (await pendingMigrations(reader, "postgres")).length === 0) return [];
  const session = await PostgresConnection.open(owner ?? app, startupOptions("migrating"), CONNECT_LIMIT_MS);
  try {
    const lock = [`SELECT pg_advisory_lock(${MIGRATION_LOCK})`, "SET lock_timeout = '10s'"];
    await session.run(lock, TURN_LIMIT_MS + 1_000);
    return await migrateAlone(session, owner === null ? null : await roleOf(app));
  } catch (cause) {
    if (!MAY_NOT.includes(codeOf(cause))) throw cause;
    throw new Unavailable("other", "this role may not change the schema: run npm run migrate as the owner");
  } finally {
    await session.close();
  }
}

async function migrateAlone(session: PostgresConnection, appRole: string | null) {
  // Nobody asks this clock for the time.
  const clock = new DatabaseClock({ now: () => 0 });
  const connection = new WriteConnection({
    open: async () => session,
    clock,
    answerLimitMs: STATEMENT_LIMIT_MS,
  });
  await connection.connect();
  const db = new Kysely<Database>({ dialect: writingDialect(connection, () => TURN_LIMIT_MS) });
  const applied = await migrate(db, "postgres");
  if (appRole !== null) await db.transaction().execute((tx) => grantTo(tx, appRole));
  return applied;
}

async function roleOf(app: PostgresAddress): Promise<string> {
  const session = await PostgresConnection.open(app, startupOptions("reading"), CONNECT_LIMIT_MS);
  try {
    const { rows } = await session.execute<{ role: string }>("SELECT current_user AS role", []);
    return rows[0]?.role ?? app.user;
  } finally {
    await session.close();
  }
}

/** Every table of the schema, those of a newer version too; what is granted already stays. */
async function grantTo(db: Kysely<Database>, role: string): Promise<void> {
  const tables = await sql<{ name: string; schema: string; owner: string }>`
    SELECT tablename AS name, schemaname AS schema, tableowner AS owner
    FROM pg_tables WHERE schemaname = current_schema()`.execute(db);
  for (const { name, schema, owner } of tables.rows) {
    if (owner === role) continue;
    const rights = rightsOn(name);
    await sql`GRANT ${sql.raw(rights)} ON ${sql.table(`${schema}.${name}`)} TO ${sql.ref(role)}`.execute(db);
  }
  const [schema] = tables.rows;
  if (schema) await sql`GRANT USAGE ON SCHEMA ${sql.ref(schema.schema)} TO ${sql.ref(role)}`.execute(db);
}

function rightsOn(table: string): string {
  if (table.startsWith("kysely_")) return "SELECT";
  return table === "events" || table === "seals" ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
}
