import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 100;
/** Longer than the server takes to drain. */
const STOP_MS = 25_000;

export interface Program {
  name: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
}

/** A program of this repository, run by the Node that runs this one. Its output joins ours. */
export class RunningProgram {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly ended: Promise<string>;

  constructor(program: Program) {
    this.name = program.name;
    this.#child = spawn(process.execPath, [...program.args], {
      env: program.environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const child = this.#child;
    this.ended = once(child, "exit").then(() =>
      child.signalCode === null ? `ended with status ${child.exitCode}` : `was ended by ${child.signalCode}`,
    );
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Waits until `url` answers 200.
   *
   * @throws {Error} when the program ends first, or has not answered after `timeoutMs`
   */
  async answers(url: string, timeoutMs: number): Promise<void> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (this.isRunning) {
      if (await isAnswering(url)) return;
      if (deadline.aborted)
        throw new Error(`The ${this.name} did not answer at ${url} within ${timeoutMs / 1_000} s.`);
      await sleep(POLL_MS);
    }
    throw new Error(
      `The ${this.name} ${await this.ended} before it was ready; its own message stands above.`,
    );
  }

  /** Asks the program to end, and ends it when it has not after 25 s. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill("SIGTERM");
    const tooLong = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await this.ended;
    clearTimeout(tooLong);
  }
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "manual" });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // Nobody listens yet: that is the question which was asked.
    return false;
  }
}
