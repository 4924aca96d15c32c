import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL server of our own, on loopback, that is gone with its data when it is stopped. */
export interface ThrowAwayPostgresql {
  /** The address of its superuser, at the database `postgres`. */
  url: string;
  processId: number;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 30_000;

/**
 * The folder of the server's programs: where `pg_config` says, where Debian puts them, or on PATH; as root, Debian's
 * package is installed when there is none.
 *
 * @throws {Error} with a sentence, when there is none to be had
 */
export function findPostgresql(): string {
  const found = installedPostgresql() ?? (canInstall() ? installPostgresql() : null);
  if (found !== null) return found;
  throw new Error(
    "No PostgreSQL server was found. Install it (apt-get install postgresql) or put its initdb and postgres on PATH.",
  );
}

function installedPostgresql(): string | null {
  const newestFirst = globSync("/usr/lib/postgresql/*/bin").sort((a, b) => versionIn(b) - versionIn(a));
  const onPath = (process.env.PATH ?? "").split(delimiter);
  const folders = [output("pg_config", ["--bindir"]), ...newestFirst, ...onPath];
  const hasBoth = (folder: string) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name)));
  return folders.find((folder) => folder !== "" && hasBoth(folder)) ?? null;
}

function versionIn(folder: string): number {
  return Number(/\/(\d+)\//.exec(folder)?.[1] ?? 0);
}

function output(program: string, options: readonly string[]): string {
  try {
    return execFileSync(program, options, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && output("apt-get", ["--version"]) !== "";
}

function installPostgresql(): string | null {
  console.log("No PostgreSQL server was found; installing Debian's package postgresql.");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update"], { stdio: "ignore", env });
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "postgresql"], {
      stdio: "ignore",
      env,
    });
  } catch (cause) {
    throw new Error(`Debian's package postgresql could not be installed: ${String(cause)}`);
  }
  return installedPostgresql();
}

/** Makes a cluster and starts it, durable as a real one. @throws {Error} when there is no server or it does not start */
export async function startPostgresql(): Promise<ThrowAwayPostgresql> {
  const programs = findPostgresql();
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-postgresql-"));
  const password = randomBytes(18).toString("base64url");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  if (account !== null) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid);
  const data = join(folder, "data");
  // An order of texts that is not that of bytes, so that a column that forgot its collation is seen.
  const order = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"];
  const access = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const as = { ...account, cwd: folder };
  try {
    execFileSync(join(programs, "initdb"), ["-D", data, ...order, ...access], { ...as, stdio: "pipe" });
    const port = await freePort();
    const options = {
      port,
      listen_addresses: "127.0.0.1",
      unix_socket_directories: folder,
      max_connections: 200,
    };
    const settings = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = spawn(join(programs, "postgres"), ["-D", data, ...settings], { ...as, stdio: "ignore" });
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const stop = () => stopServer(server, folder);
    await answers(url, server).catch(async (cause: unknown) => {
      await stop();
      throw cause;
    });
    return { url, processId: server.pid ?? 0, stop };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedAccount(): { uid: number; gid: number } | null {
  if (userInfo().uid !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await wait(50)) {
    if (server.exitCode !== null) break;
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // Not yet: it is asked again until the time is over.
    }
  }
  throw new Error("PostgreSQL was started but does not answer.");
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, "exit");
    server.kill("SIGINT");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
