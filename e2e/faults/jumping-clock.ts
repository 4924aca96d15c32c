import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Variables } from "#e2e/faults/desk.ts";
import { Lacking } from "#e2e/faults/promise.ts";
import { installed } from "#e2e/faults/tools.ts";

const execute = promisify(execFile);

interface JumpingClock {
  /** What a process is started with to be deceived. */
  readonly variables: Variables;
  /** How far its clock is off from now on. */
  set(offsetMs: number): void;
}

/** A system clock that can be set while a process runs, for that process alone (libfaketime). The monotonic one stays true. */
export async function jumpingClock(folder: string): Promise<JumpingClock | { lacking: string }> {
  try {
    const library = await libraryOf(await installed("faketime", "faketime"));
    const file = join(folder, "faketime");
    const set = (offsetMs: number) => writeFileSync(file, `${offsetMs < 0 ? "" : "+"}${offsetMs / 1_000}`);
    set(0);
    const variables = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
    return { variables, set };
  } catch (cause) {
    if (cause instanceof Lacking) return { lacking: `a clock that jumps: ${cause.message}` };
    throw cause;
  }
}

/** How the dynamic linker finds the library; tried on a Node, since what cannot deceive one is of no use. */
async function libraryOf(program: string): Promise<string> {
  const { stdout } = await execute("sh", ["-c", `"${program}" -f +0 sh -c 'echo $LD_PRELOAD'`]);
  const library = stdout.trim().replace("libfaketime.so", "libfaketimeMT.so");
  const env = { LD_PRELOAD: library, FAKETIME: "+3600", NODE_ENV: "production" } as const;
  const { stdout: time } = await execute(process.execPath, ["-p", "Date.now()"], { env });
  if (Number(time) - Date.now() < 1_800_000) throw new Lacking(`${program} does not move the clock of Node`);
  return library;
}
