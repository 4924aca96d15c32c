import { spawnSync } from "node:child_process";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import process from "node:process";
import pg from "pg";
import { err, ok, type Result } from "#lib/core/result.ts";
import { postgresAddress } from "#lib/store/postgres/address.ts";
import { createPrivately } from "#lib/store/sqlite/database-file.ts";
import { type DatabaseSettings, extraCa } from "#scripts/database-settings.ts";

/** Where systems keep the authorities they trust; libpq looks at none of them by itself. */
const SYSTEM_AUTHORITIES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/** pg_dump's own format, as of one moment, while others write; without the shared snapshot, which is read anew. */
export function backUpPostgres(settings: DatabaseSettings, target: string): Result<void, string> {
  const partial = `${target}.partial`;
  if (existsSync(partial)) return err(`${partial} is there: the same is under way, or was cut off`);
  createPrivately(partial);
  const dumped = run(
    "pg_dump",
    ["--format=custom", "--no-unlogged-table-data", "--no-password", `--file=${partial}`],
    settings,
  );
  if (!dumped.ok) {
    rmSync(partial, { force: true });
    return dumped;
  }
  const descriptor = openSync(partial, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(partial, target);
  return ok(undefined);
}

/**
 * Everything in one transaction, into a database without tables. Owners and rights are not taken over: the role that
 * restores owns the tables, and migrating grants the rights anew.
 */
export async function restorePostgres(
  settings: DatabaseSettings,
  source: string,
): Promise<Result<void, string>> {
  const empty = await expectEmpty(settings);
  if (!empty.ok) return empty;
  const target = `--dbname=${postgresAddress(ownerOf(settings), [])?.database}`;
  const options = [
    "--single-transaction",
    "--exit-on-error",
    "--no-owner",
    "--no-acl",
    "--no-password",
    target,
  ];
  return run("pg_restore", [...options, source], settings);
}

async function expectEmpty(settings: DatabaseSettings): Promise<Result<void, string>> {
  const address = postgresAddress(ownerOf(settings), extraCa(settings));
  if (address === null) return err("DATABASE_URL is no PostgreSQL address");
  const client = new pg.Client({ ...address, ssl: address.tls ?? false, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const found = await client.query(
      "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1",
    );
    return found.rowCount === 0
      ? ok(undefined)
      : err("the database has tables; nothing is restored over one");
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  } finally {
    await client.end().catch(() => {});
  }
}

function ownerOf({ url, ownerUrl }: DatabaseSettings): string {
  return ownerUrl ?? url;
}

/** The password goes by the environment: arguments are seen by everybody on the machine. */
function run(program: string, options: readonly string[], settings: DatabaseSettings): Result<void, string> {
  const address = postgresAddress(ownerOf(settings), []);
  if (address === null) return err("DATABASE_URL is no PostgreSQL address");
  const authorities = settings.extraCaFile ?? SYSTEM_AUTHORITIES.find((path) => existsSync(path));
  const done = spawnSync(program, options, {
    encoding: "utf8",
    env: {
      ...process.env,
      PGHOST: address.host,
      PGPORT: String(address.port),
      PGUSER: address.user,
      PGPASSWORD: address.password,
      PGDATABASE: address.database,
      PGSSLMODE: address.tls === null ? "disable" : "verify-full",
      ...(authorities !== undefined && { PGSSLROOTCERT: authorities }),
      PGCONNECT_TIMEOUT: "10",
    },
  });
  if (done.error)
    return err(`${program} cannot be started; install PostgreSQL's client programs (${done.error.message})`);
  if (done.status === 0) return ok(undefined);
  const said = done.stderr.trim();
  return err(/version mismatch|unsupported version/.test(said) ? `${said}\n${OLDER}` : said);
}

const OLDER =
  "The client programs must not be older than the server: put the bin folder of its version first on PATH.";
