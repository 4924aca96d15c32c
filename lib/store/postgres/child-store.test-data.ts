import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { invariant } from "#lib/core/invariant.ts";

/** Another replica: a process of its own that runs `script` and says things, line by line. */
export interface Replica {
  process: ChildProcess;
  /** The next line it prints. */
  says(): Promise<string>;
}

/** `script` finds `store`, opened at `url`, and `say(text)`. */
export async function startReplica(url: string, script: string): Promise<Replica> {
  const program = `
    import { openStore } from "#lib/store/store.ts";
    import { takeLease } from "#lib/store/lease.ts";
    import { setTimeout as wait } from "node:timers/promises";
    const opened = await openStore({ url: ${JSON.stringify(url)}, clock: { now: () => Date.now() } });
    if (!opened.ok) throw new Error(JSON.stringify(opened));
    const store = opened.value;
    const say = (text) => process.stdout.write(text + "\\n");
    ${script}`;
  const child = spawn(process.execPath, ["--conditions=react-server", "--input-type=module", "-e", program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  invariant(child.stdout !== null, "its output is a pipe");
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  return {
    process: child,
    async says() {
      while (said.length === 0) await once(lines, "line");
      return said.shift() ?? "";
    },
  };
}
