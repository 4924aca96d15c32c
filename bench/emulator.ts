import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 120_000;

export interface JournalCall {
  readonly action: string;
  readonly httpStatus: number;
  readonly accessKeyId: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Emulator {
  readonly url: string;
  /** How many calls of this action came since the last `forget`. */
  calls(action: string): Promise<number>;
  /** Every call that came since the last `forget`. */
  journal(): Promise<readonly JournalCall[]>;
  /** Asks its control door. @throws {Error} when that refuses */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Empties the journal. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

/** The emulator in a process of its own, as `npm run emulator` starts it. */
export async function startEmulatorProcess(port: number, options: readonly string[]): Promise<Emulator> {
  const child = spawn(process.execPath, ["emulator/main.ts", "--port", String(port), ...options], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  // However this process ends.
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  const until = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the emulator ended with status ${child.exitCode}`);
    if (performance.now() > until) {
      await stop();
      throw new Error("the emulator did not answer in time");
    }
    await sleep(100);
  }
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/_emulator${path}`, { method, ...(body === undefined ? {} : init) });
    if (!answer.ok) throw new Error(`${method} ${path} of the emulator answered ${answer.status}`);
    return answer.json();
  };
  const journal = async (query = "") =>
    ((await control("GET", `/journal${query}`)) as { calls: JournalCall[] }).calls;
  return {
    url,
    control,
    calls: async (action) => (await journal(`?action=${action}`)).length,
    journal: () => journal(),
    forget: async () => {
      await control("DELETE", "/journal");
    },
    stop,
  };
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_emulator/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
