import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** What this run has started and what has not ended yet. */
const alive = new Set<ChildProcess>();

const START_MS = 60_000;

const interruption = { signal: null as NodeJS.Signals | null };
/** Longer than trials need to notice that nobody answers any more, and to tidy up. */
const TIDY_MS = 15_000;

/** Also when the run breaks: a stopped process would never see that its standard input has ended. */
process.on("exit", killAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (interruption.signal !== null) process.exit(130);
    interruption.signal = signal;
    // Every trial finds its desk dead, breaks, and takes its folders and databases away.
    killAll();
    setTimeout(() => process.exit(130), TIDY_MS).unref();
  });
}

function killAll(): void {
  for (const child of alive) child.kill("SIGKILL");
}

/** Somebody has ended this run; no trial may begin. */
export function isInterrupted(): boolean {
  return interruption.signal !== null;
}

export interface ChildOptions {
  command?: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

/** A program of a run. `ready` is what it prints after `listening `. */
export class Child {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = "";

  constructor({ command = process.execPath, args, env = {}, cwd }: ChildOptions) {
    if (isInterrupted()) throw new Error("the run was interrupted");
    const { PATH = "", HOME = "" } = process.env;
    this.#child = spawn(command, [...args], {
      env: { PATH, HOME, NODE_ENV: "production", ...env },
      stdio: ["pipe", "pipe", "pipe"],
      ...(cwd === undefined ? {} : { cwd }),
    });
    alive.add(this.#child);
    this.#ended = once(this.#child, "exit").finally(() => alive.delete(this.#child));
    this.#child.stdin?.on("error", () => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-100_000);
      });
    }
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("the program did not start");
    return pid;
  }

  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for `listening PORT`. */
  async port(): Promise<number> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      const said = /^listening (\d+)$/m.exec(this.#output);
      if (said) return Number(said[1]);
      if (!this.isRunning || Date.now() > deadline) throw new Error(`it did not start: ${this.#output}`);
      await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 5))]);
    }
  }

  signal(name: NodeJS.Signals): void {
    if (this.isRunning) this.#child.kill(name);
  }

  /** Ends the standard input, which programs of this suite take as the end of the run, and waits. */
  async hangUp(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  async ended(): Promise<void> {
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.#ended;
  }

  /** SIGTERM, and SIGKILL when it has not ended after `graceMs`. */
  async stop(graceMs = 25_000): Promise<void> {
    this.signal("SIGTERM");
    const tooLong = setTimeout(() => this.signal("SIGKILL"), graceMs);
    await this.#ended;
    clearTimeout(tooLong);
  }
}
