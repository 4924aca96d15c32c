import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Selectable } from "kysely";
import { Child } from "#e2e/faults/child.ts";
import type { Target } from "#e2e/faults/cloud.ts";
import type { AuditVerdict } from "#lib/contract/audit.ts";
import type { Result } from "#lib/core/result.ts";
import type { Asked } from "#lib/requests/ask.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import type { AttemptsTable, EventsTable, RequestsTable } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export type Variables = Readonly<Record<string, string>>;

export interface Dump {
  requests: Selectable<RequestsTable>[];
  attempts: Selectable<AttemptsTable>[];
  events: Selectable<EventsTable>[];
}

export interface Asking {
  key?: string;
  by?: string;
  reason?: string;
  hangUpAfterMs?: number;
}

/** Nobody answered: the desk ended, hangs, or is stopped. */
export class NoAnswer extends Error {}

const CORE = join(import.meta.dirname, "core.ts");
const ANSWER_MS = 30_000;

/** Short windows, so that an end comes within seconds. Figures say which windows they were measured with. */
export const SHORT_WINDOWS: Variables = {
  REQUESTS_PER_PERSON: "0",
  REQUESTS_PER_VPC: "0",
  SETTLE_WINDOW_S: "3",
  STUCK_AFTER_S: "60",
  ECS_ANSWER_TIMEOUT_S: "1",
  SEND_LEASE_S: "3",
};

/** Where ECS is slow on purpose: a busy machine makes it slower, and that must not pass for an answer that never came. */
export const PATIENT: Variables = { ECS_ANSWER_TIMEOUT_S: "5", SEND_LEASE_S: "12" };

export function variablesOf(database: Variables, cloudUrl: string, more: Variables = {}): Variables {
  return {
    PORT: "0",
    NODE_ENV: "production",
    NEXTAUTH_SECRET: "a-secret-of-the-fault-suite-that-opens-nothing-else",
    ECS_MODE: "emulator",
    ECS_ENDPOINT: cloudUrl,
    ...database,
    LOG_LEVEL: "warn",
    ...SHORT_WINDOWS,
    ...more,
  };
}

/** One core of the product in a process of its own. See core.ts. */
export class Desk {
  readonly child: Child;
  readonly port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  private constructor(child: Child, port: number) {
    this.child = child;
    this.port = port;
  }

  /** `wrapper` goes before the command, such as strace and its options. */
  static async start(variables: Variables, cwd: string, wrapper: readonly string[] = []): Promise<Desk> {
    const own = [process.execPath, "--conditions=react-server", CORE];
    const [command = "", ...args] = [...wrapper, ...own];
    const child = new Child({ command, args, env: variables, cwd });
    return new Desk(child, await child.port());
  }

  ask(target: Target, more: Asking = {}): Promise<Result<Asked, AskFailure>> {
    const { accountId, regionId, instanceId, networkInterfaceId, address } = target;
    const { key = randomUUID(), by = "operator", reason = "asked by the fault suite" } = more;
    const where = { accountId, regionId, instanceId, networkInterfaceId };
    const body = { action: "detach", ...where, reason, confirmation: address };
    return this.#call({ op: "ask", by, key, body }, more.hangUpAfterMs);
  }

  /** Asks and breaks the line after so long, as a balancer does that gave up. */
  askAndHangUp(target: Target, key: string, afterMs: number): Promise<Result<Asked, AskFailure>> {
    return this.ask(target, { key, hangUpAfterMs: afterMs });
  }

  sendAgain(
    target: Target,
    id: string,
    attempt: number,
    more: { key?: string; by?: string } = {},
  ): Promise<Result<Asked, AskFailure>> {
    const { key = randomUUID(), by = "operator" } = more;
    const body = { reason: "sent again by the fault suite", confirmation: target.address, attempt };
    return this.#call({ op: "send-again", by, key, id, body });
  }

  attachBack(
    target: Target,
    id: string,
    more: { key?: string; by?: string } = {},
  ): Promise<Result<Asked, AskFailure>> {
    const { key = randomUUID(), by = "operator" } = more;
    const body = { reason: "attached back by the fault suite", confirmation: target.address };
    return this.#call({ op: "attach-back", by, key, id, body });
  }

  /** Opens the dialog: reads the ENI, and keeps the read for the few seconds in which a decision may rest on it. */
  preflight({
    accountId,
    regionId,
    instanceId,
    networkInterfaceId,
  }: Target): Promise<Result<unknown, AskFailure>> {
    const target = { accountId, regionId, instanceId, networkInterfaceId };
    return this.#call({ op: "preflight", by: "operator", target });
  }

  open(): Promise<Result<StoredRequest[], StoreFailure>> {
    return this.#call({ op: "open" });
  }

  ready(): Promise<Result<unknown, StoreFailure>> {
    return this.#call({ op: "ready" });
  }

  async dump(): Promise<Dump> {
    return valueIn(await this.#call<Result<Dump, StoreFailure>>({ op: "dump" }));
  }

  async verify(): Promise<AuditVerdict> {
    return valueIn(await this.#call<Result<AuditVerdict, StoreFailure>>({ op: "verify" }));
  }

  /** Waits until no request is open; answers how many still are when that takes too long. */
  async settled(withinMs: number): Promise<number> {
    let left = Number.POSITIVE_INFINITY;
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(200)) {
      const open = await this.open();
      if (open.ok) left = open.value.length;
      if (left === 0) break;
    }
    return left;
  }

  kill(): Promise<void> {
    this.#agent.destroy();
    return this.child.kill();
  }

  /** SIGTERM. Who waits for an answer gets it: the lines are closed afterwards. */
  async stop(): Promise<void> {
    await this.child.stop();
    this.#agent.destroy();
  }

  #call<T>(body: unknown, hangUpAfterMs?: number): Promise<T> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      const options = { host: "127.0.0.1", port: this.port, method: "POST", headers, agent: this.#agent };
      const sent = request({ ...options, timeout: ANSWER_MS }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", (cause) => reject(new NoAnswer(cause.message)));
        answer.on("end", () => {
          const said = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(said) as T);
          else reject(new Error(`the core failed: ${said}`));
        });
      });
      if (hangUpAfterMs !== undefined) setTimeout(() => sent.destroy(new Error("hung up")), hangUpAfterMs);
      sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
      sent.on("error", (cause) => reject(new NoAnswer(cause.message)));
      sent.end(text);
    });
  }
}

export function valueIn<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`the core says: ${JSON.stringify(result.error)}`);
  return result.value;
}
