import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import pg from "pg";
import { Lacking } from "#e2e/faults/promise.ts";
import { startPostgresql, type ThrowAwayPostgresql } from "#scripts/postgresql.ts";

export interface PostgresDatabase {
  /** As the desk's own role. */
  readonly url: string;
  /** As the role that owns the tables. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

let server: Promise<ThrowAwayPostgresql> | null = null;

/** One server for the whole run, started by the first who wants it. */
function theServer(): Promise<ThrowAwayPostgresql> {
  server ??= startPostgresql().then(
    (started) => {
      endWithUs(started.processId);
      return started;
    },
    (cause: unknown) => {
      throw new Lacking(cause instanceof Error ? cause.message : String(cause));
    },
  );
  return server;
}

/** However this process ends, SIGKILL included, the server and its data go too: a shell waits for our end of its pipe. */
function endWithUs(processId: number): void {
  const line = readFileSync(`/proc/${processId}/cmdline`, "utf8").split("\0");
  const folder = dirname(line[line.indexOf("-D") + 1] ?? "");
  if (!basename(folder).startsWith("eni-desk-postgresql-")) throw new Error(`an unexpected place: ${folder}`);
  const children = `/proc/${processId}/task/${processId}/children`;
  const end = `cat > /dev/null; test -e ${children} && kill -9 $(cat ${children}) ${processId}; rm -rf "${folder}"`;
  spawn("sh", ["-c", end], { stdio: ["pipe", "ignore", "ignore"], detached: true }).unref();
}

export async function endPostgres(): Promise<void> {
  const started = await server?.catch(() => null);
  await started?.stop();
}

/** A database of its own, with an owner who migrates and a role for the desk that may do no more than it must. */
export async function newPostgresDatabase(): Promise<PostgresDatabase> {
  const { url } = await theServer();
  const name = `faults_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  await withClient(url, async (client) => {
    await client.query(`CREATE ROLE ${name}_owner LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE ROLE ${name}_app LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${name} OWNER ${name}_owner`);
  });
  const urlOf = (role: string) => {
    const its = new URL(url);
    its.username = `${name}_${role}`;
    its.password = password;
    its.pathname = `/${name}`;
    return its.href;
  };
  const drop = () =>
    withClient(url, async (client) => {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await client.query(`DROP ROLE ${name}_app`);
      await client.query(`DROP ROLE ${name}_owner`);
    });
  return { url: urlOf("app"), ownerUrl: urlOf("owner"), drop };
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The superuser's address of the database that `url` names. */
export async function superuserAt(url: string): Promise<string> {
  const its = new URL((await theServer()).url);
  its.pathname = new URL(url).pathname;
  return its.href;
}

/** Takes a lock that keeps everybody from adding events. Call what it answers to let go. */
export async function lockEvents(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: await superuserAt(url) });
  client.on("error", () => {});
  await client.connect();
  await client.query("BEGIN");
  await client.query("LOCK TABLE events IN EXCLUSIVE MODE");
  return () => client.end();
}

/** One process of the server dies: the server ends all sessions, recovers from its log and goes on. */
export async function crashPostgres(): Promise<void> {
  const { processId, url } = await theServer();
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = rows[0]?.pid;
  if (pid === undefined || !childrenOf(processId).includes(pid))
    throw new Error("not a process of our server");
  process.kill(pid, "SIGKILL");
}

/** Stops every process of the server where it stands; call what it answers to let them go on. */
export async function freezePostgres(): Promise<() => void> {
  const { processId } = await theServer();
  signalServer(processId, "SIGSTOP");
  return () => signalServer(processId, "SIGCONT");
}

function signalServer(processId: number, signal: NodeJS.Signals): void {
  for (const pid of [processId, ...childrenOf(processId)]) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function childrenOf(processId: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === processId)
    .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    // pid (name) state parent …: the name may hold anything, the rest is numbers.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]);
  } catch {
    return null;
  }
}
