import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 120_000;

export interface Emulator {
  readonly url: string;
  /** How many calls of this action came since the last `forget`. */
  calls(action: string): Promise<number>;
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
  return {
    url,
    calls: async (action) => {
      const answer = await fetch(`${url}/_emulator/journal?action=${action}&limit=1000`);
      return ((await answer.json()) as { calls: unknown[] }).calls.length;
    },
    forget: async () => {
      await fetch(`${url}/_emulator/journal`, { method: "DELETE" });
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
