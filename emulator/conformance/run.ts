import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { liveApi } from "#emulator/conformance/live/live-api.ts";
import { type LiveOptions, parseLiveOptions, planText } from "#emulator/conformance/live/live-options.ts";
import { liveRun } from "#emulator/conformance/live/live-run.ts";
import { conformanceTable } from "#emulator/conformance/table.ts";

/** Exit statuses beside 0: what was seen differs, something went wrong, the command line is wrong (EX_USAGE). */
const DIFFERS = 2;
const FAILED = 1;
const USAGE_STATUS = 64;

const args = process.argv.slice(2);
process.exitCode = args.includes("--live") ? await live() : await judgedByPackages();

/** The emulator judged by the vendor's packages: their tests, then the table of what each client got. */
async function judgedByPackages(): Promise<number> {
  const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
  const run = spawnSync(process.execPath, [vitest, "run", "emulator/conformance", ...args], {
    stdio: "inherit",
  });
  console.log(await conformanceTable());
  return run.status ?? FAILED;
}

/** The emulator's answers compared with those of the real ECS. */
async function live(): Promise<number> {
  const parsed = parseLiveOptions(args, process.env);
  if ("problem" in parsed) {
    console.error(parsed.problem);
    return USAGE_STATUS;
  }
  const { options } = parsed;
  console.log(planText(options));
  if (!options.isConfirmed && !(await isConfirmed())) {
    console.log("Nothing was done.");
    return 0;
  }
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      console.log("Interrupted; removing what was made. Please wait.");
      interruption.abort(new Error("interrupted"));
    });
  }
  try {
    return await report(options, interruption.signal);
  } catch (error) {
    console.error(`It ended early: ${error instanceof Error ? error.message : String(error)}`);
    return FAILED;
  }
}

async function isConfirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Begin? Type yes: ");
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

async function report(options: LiveOptions, signal: AbortSignal): Promise<number> {
  const { found, leftover } = await liveRun({
    call: liveApi(options.endpoint, options.regionId, options.key),
    options,
    signal,
    say: (text) => console.log(text),
    eniName: `emulator-conformance-${randomUUID().slice(0, 8)}`,
  });
  const { checks, differences } = found;
  writeFileSync(
    options.outFile,
    `${JSON.stringify({ at: new Date().toISOString(), regionId: options.regionId, differences, checks }, null, 2)}\n`,
  );
  for (const { fact, emulator, seen } of differences)
    console.log(`differs: ${fact}: emulator ${emulator}, seen ${seen}`);
  console.log(`${checks.length} facts, ${differences.length} differences: ${options.outFile}`);
  if (leftover === undefined) return differences.length > 0 ? DIFFERS : 0;
  console.error(`Please remove by hand: ${leftover}`);
  return FAILED;
}
