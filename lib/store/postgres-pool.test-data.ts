import pg from "pg";
import { afterAll } from "vitest";
import { newPostgresDatabase, type PostgresDatabase } from "#lib/store/postgres-server.test-data.ts";

/**
 * Migrated databases that the tests of one file use one after the other: making one takes longer than most tests.
 * One whose tables, rules or rights a test has changed is thrown away; from the others the rows are taken.
 */
interface Lent {
  database: PostgresDatabase;
  admin: pg.Client;
  shape: string;
}

const idle: Lent[] = [];

afterAll(async () => {
  await Promise.all(idle.splice(0).map(throwAway));
});

/** A database with all tables and no rows; `drop` gives it back. */
export async function borrowPostgresDatabase(): Promise<PostgresDatabase> {
  const lent = idle.pop() ?? (await newOne());
  return { ...lent.database, drop: () => giveBack(lent) };
}

async function newOne(): Promise<Lent> {
  const database = await newPostgresDatabase({ migrated: true });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  // Ended by the server when the database is dropped.
  admin.on("error", () => {});
  await admin.connect();
  return { database, admin, shape: await shapeOf(admin) };
}

async function giveBack(lent: Lent): Promise<void> {
  await lent.admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  if ((await shapeOf(lent.admin)) !== lent.shape) return throwAway(lent);
  const tables = await lent.admin.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely_%'",
  );
  // Past triggers and references, as only a superuser can.
  const deletions = tables.rows.map(({ name }) => `DELETE FROM ${name}`);
  await lent.admin.query(["SET session_replication_role = replica", ...deletions].join("; "));
  idle.push(lent);
}

async function throwAway({ admin, database }: Lent): Promise<void> {
  await admin.end();
  await database.drop();
}

async function shapeOf(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ shape: string }>(`
    SELECT string_agg(part, ',' ORDER BY part) AS shape FROM (
      SELECT concat('trigger ', tgrelid::regclass, tgname, tgenabled) AS part FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT concat('constraint ', conrelid::regclass, conname) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT concat('table ', relname, relacl) FROM pg_class WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT concat('column ', attrelid::regclass, attname, attisdropped) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT concat('function ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT concat('setting ', setconfig) FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
      UNION ALL SELECT concat('migration ', name) FROM kysely_migration
    ) AS parts`);
  return rows[0]?.shape ?? "";
}
