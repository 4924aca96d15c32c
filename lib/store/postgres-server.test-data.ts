import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { inject } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { openStore } from "#lib/store/store.ts";

/** The address of the run's own PostgreSQL as its superuser, or why there is none. Starts it when nobody has yet. */
export async function testServer(): Promise<{ url: string } | { reason: string }> {
  const door = connect(inject("postgresqlDoor"));
  await once(door, "connect");
  return JSON.parse(await text(door));
}

/** Runs one statement at a server, on a connection of its own. */
export async function runAt(url: string, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement, values);
  } finally {
    await client.end();
  }
}

/** The same server, another database; as another role where one is named. */
export function addressOf(
  serverUrl: string,
  database: string,
  role?: { name: string; password: string },
): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (role) Object.assign(url, { username: role.name, password: role.password });
  return String(url);
}

/** An ordinary role, since a superuser may do everything. It owns the databases of the tests. */
const OWNER = { name: "desk_owner", password: "owner of the tests" };
const TEMPLATE = "desk_template";
/** One test file at a time prepares the server; the others find it prepared. */
const PREPARING = 1;

export interface PostgresDatabase {
  /** As the owner of the tables. */
  url: string;
  /** As the superuser. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** A database of one's own, with all tables (`migrated`) or with nothing in it. */
export async function newPostgresDatabase({ migrated }: { migrated: boolean }): Promise<PostgresDatabase> {
  const server = await testServer();
  invariant("url" in server, "there is a PostgreSQL for the tests");
  await prepare(server.url);
  const name = `desk_${randomUUID().replaceAll("-", "")}`;
  const template = migrated ? `TEMPLATE ${TEMPLATE}` : "";
  await runAt(server.url, `CREATE DATABASE ${name} OWNER ${OWNER.name} ${template}`);
  return {
    url: addressOf(server.url, name, OWNER),
    adminUrl: addressOf(server.url, name),
    drop: async () => void (await runAt(server.url, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

let prepared: Promise<void> | null = null;

function prepare(serverUrl: string): Promise<void> {
  prepared ??= prepareOnce(serverUrl);
  return prepared;
}

async function prepareOnce(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${PREPARING})`);
    const known = await client.query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", [
      TEMPLATE,
    ]);
    if (known.rowCount) return;
    await client.query(`CREATE ROLE ${OWNER.name} LOGIN PASSWORD '${OWNER.password}'`);
    await client.query(`CREATE DATABASE ${TEMPLATE} OWNER ${OWNER.name}`);
    const opened = await openStore({ url: addressOf(serverUrl, TEMPLATE, OWNER), clock: systemClock });
    invariant(opened.ok, `the template is migrated: ${JSON.stringify(opened)}`);
    await opened.value.close();
    await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true`);
  } finally {
    await client.end();
  }
}
