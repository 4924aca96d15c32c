import "server-only";
import { type Kysely, sql } from "kysely";
import type { Database } from "#lib/store/schema.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** The oldest version that the tests run on; older ones get no fixes any more. */
const OLDEST_VERSION = 150_000;

interface Facts {
  version: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  read_only: string;
  in_recovery: boolean;
  may_append: boolean;
}

/**
 * What stands between a COMMIT on this session and the disk; null when nothing does. Asked on the session that
 * writes, because synchronous_commit is each session's own.
 */
export async function durabilityProblem(db: Kysely<Database>): Promise<StoreFailure | null> {
  const { rows } = await sql<Facts>`
    SELECT current_setting('server_version_num')::int4 AS version,
      current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS full_page_writes,
      current_setting('synchronous_commit') AS synchronous_commit,
      current_setting('transaction_read_only') AS read_only,
      pg_is_in_recovery() AS in_recovery,
      has_table_privilege('events', 'INSERT') AS may_append`.execute(db);
  const facts = rows[0];
  if (facts === undefined) return unavailable("other", "the database tells nothing of its settings");
  if (facts.version < OLDEST_VERSION) {
    return unavailable("other", `PostgreSQL 15 or newer is needed; this is ${facts.version}`);
  }
  if (facts.in_recovery)
    return unavailable("read-only", "this server is a standby; only its primary takes writes");
  if (facts.read_only !== "off") return unavailable("read-only", "the database takes no writes now");
  if (!facts.may_append) return unavailable("read-only", "this role may not append events");
  const { fsync, full_page_writes, synchronous_commit } = facts;
  if (fsync === "on" && full_page_writes === "on" && synchronous_commit === "on") return null;
  return unavailable(
    "not-durable",
    `fsync=${fsync}, full_page_writes=${full_page_writes}, synchronous_commit=${synchronous_commit}`,
  );
}

/** Writes a message of no meaning into the write-ahead log, so that the COMMIT behind it has to reach the disk. */
export async function touchLog(db: Kysely<Database>): Promise<void> {
  await sql`SELECT pg_logical_emit_message(true, 'eni-desk', 'check')`.execute(db);
}
