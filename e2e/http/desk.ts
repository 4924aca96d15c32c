import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "@playwright/test";
import { type Answer, type Asking, call, cookiesOf, said } from "#e2e/http/call.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PASSWORD = "eni-desk-demo";

export type Variables = Readonly<Record<string, string>>;

/** A dashboard that has ended, or was never able to begin. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** server.ts with these variables and none of the test's own, but for PATH and HOME. */
function spawnServer(variables: Variables): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...variables } as const;
  return spawn(process.execPath, ["--conditions=react-server", "server.ts"], { cwd: ROOT, env });
}

function outputOf(server: ChildProcess): { text: string } {
  const output = { text: "" };
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output.text += chunk.toString();
    });
  }
  return output;
}

/** Starts a dashboard that is expected to refuse, and waits for its end. */
export async function startAndEnd(variables: Variables): Promise<Ended> {
  const server = spawnServer(variables);
  const output = outputOf(server);
  const [status] = (await once(server, "close")) as [number | null];
  return { status, output: output.text };
}

/** A person who has signed in: every call carries the cookies. */
export class Session {
  readonly cookie: string;
  readonly #port: number;

  constructor(port: number, cookie: string) {
    this.#port = port;
    this.cookie = cookie;
  }

  call(path: string, asking: Asking = {}): Promise<Answer> {
    return call(this.#port, path, { ...asking, headers: { cookie: this.cookie, ...asking.headers } });
  }
}

/** A dashboard of its own, with a database of its own, in production mode. */
export class Desk {
  readonly port: number;
  readonly folder: string;
  readonly variables: Variables;
  readonly #server: ChildProcess;
  readonly #output: { text: string };

  private constructor(port: number, folder: string, variables: Variables) {
    this.port = port;
    this.folder = folder;
    this.variables = variables;
    this.#server = spawnServer(variables);
    this.#output = outputOf(this.#server);
  }

  static async start(ecsEndpoint: string, more: Variables = {}): Promise<Desk> {
    return Desk.startAt(await freePort(), ecsEndpoint, more);
  }

  /** On a port that somebody else must know before. */
  static async startAt(port: number, ecsEndpoint: string, more: Variables = {}): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), "eni-desk-http-"));
    const desk = new Desk(port, folder, { ...variablesFor(port, folder, ecsEndpoint), ...more });
    await expect
      .poll(() => desk.#answers(), { timeout: 30_000, message: "the dashboard should answer" })
      .toBe(200);
    return desk;
  }

  /** What it has written to its log so far. */
  get output(): string {
    return this.#output.text;
  }

  get databasePath(): string {
    return join(this.folder, "eni-desk.db");
  }

  call(path: string, asking: Asking = {}): Promise<Answer> {
    return call(this.port, path, asking);
  }

  async signIn(name: string, password: string = PASSWORD): Promise<Session> {
    const asked = await this.call("/api/auth/csrf");
    const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
    const fields = new URLSearchParams({ csrfToken, name, password, json: "true" });
    const answer = await this.call("/api/auth/callback/credentials", {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        cookie: cookiesOf(asked).join("; "),
      },
      body: fields.toString(),
    });
    expect(answer.status, answer.text).toBe(200);
    return new Session(this.port, [...cookiesOf(asked), ...cookiesOf(answer)].join("; "));
  }

  /** A local user, made by the command for it while the server runs. */
  async addLocalUser(name: string, password: string, role: string): Promise<void> {
    const { PATH = "", HOME = "" } = process.env;
    const program = ["--conditions=react-server", "scripts/users.ts", "create", name, "--role", role];
    const env = { PATH, HOME, NODE_ENV: "production", DATABASE_URL: this.variables.DATABASE_URL } as const;
    const command = spawn(process.execPath, program, { cwd: ROOT, env });
    const output = outputOf(command);
    command.stdin.end(`${password}\n`);
    const [status] = (await once(command, "close")) as [number | null];
    if (status !== 0) throw new Error(output.text);
  }

  /** Takes away what the settings page reads, so that it fails inside. */
  damageSwitches(): void {
    const database = new DatabaseSync(this.databasePath);
    database.exec("ALTER TABLE switches RENAME TO switches_gone");
    database.close();
  }

  /** Ends the process and keeps what it has stored. */
  async stopServer(): Promise<void> {
    if (this.#server.exitCode !== null) return;
    this.#server.kill("SIGTERM");
    await once(this.#server, "exit");
  }

  async stop(): Promise<void> {
    await this.stopServer();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #answers(): Promise<number> {
    if (this.#server.exitCode !== null) throw new Error(`the dashboard ended: ${this.#output.text}`);
    return this.call("/api/health").then(
      ({ status }) => status,
      () => 0,
    );
  }
}

export function variablesFor(port: number, folder: string, ecsEndpoint: string): Variables {
  return {
    PORT: String(port),
    NEXTAUTH_URL: `http://localhost:${port}`,
    NEXTAUTH_SECRET: "a-secret-of-these-tests-that-opens-nothing-else",
    ECS_MODE: "emulator",
    ECS_ENDPOINT: ecsEndpoint,
    DATABASE_URL: `file:${join(folder, "eni-desk.db")}`,
    ENI_DESK_DEMO: "1",
    REQUESTS_PER_PERSON: "0",
    REQUESTS_PER_VPC: "0",
    LOG_LEVEL: "warn",
  };
}

/** What a request is that `said` shows; for answers that must be one. */
export function idOf(answer: Answer): string {
  const { id } = said(answer);
  if (id === undefined) throw new Error(`not a request: ${answer.status} ${answer.text}`);
  return id;
}
