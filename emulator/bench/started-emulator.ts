import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import type { GenerateSpec } from "#emulator/seed/generate.ts";

const startedSchema = z.object({
  url: z.string(),
  generateMs: z.number(),
  startMs: z.number(),
  /** Resident memory at its highest, in MiB. */
  peakRssMib: z.number(),
});
const usageSchema = z.object({ user: z.number(), system: z.number() });

export type StartedEmulator = z.infer<typeof startedSchema> & {
  /** Processor time of the process so far, in milliseconds. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
};

/** Starts an emulator with a generated world in a process of its own, so that whoever measures does not count itself. */
export async function startedEmulator(spec: Partial<GenerateSpec>): Promise<StartedEmulator> {
  const child = fork(new URL("./child.ts", import.meta.url), [JSON.stringify(spec)]);
  const started = startedSchema.parse(await nextMessage(child));
  return {
    ...started,
    cpuMs: async () => {
      child.send("usage");
      const { user, system } = usageSchema.parse(await nextMessage(child));
      return (user + system) / 1_000;
    },
    stop: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const [message] = await Promise.race([
    once(child, "message", { signal: ended.signal }),
    once(child, "exit", { signal: ended.signal }).then(() => {
      throw new Error("the emulator ended before it answered");
    }),
  ]).finally(() => ended.abort());
  return message;
}
