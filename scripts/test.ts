import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { build, isBuilt } from "#scripts/build.ts";
import { ensureChromium } from "#scripts/chromium.ts";
import {
  closingLine,
  failure,
  readFaultReport,
  readPlaywrightReport,
  readRunner,
  readVitestReport,
  type StageResult,
} from "#scripts/test-report.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const RESULTS = join(ROOT, "test-results");
/** How much of a tool's output stands in the terminal when it fails; the rest is in its file. */
const TAIL_LINES = 60;
const FAILURE_CHARACTERS = 3_000;
/** A tool that hangs is ended, so that the run still says what hung. The slowest takes a third of it on two cores. */
const TOOL_LIMIT_MINUTES = 25;

interface Stage {
  name: string;
  run: (logFile: string) => StageResult;
}

const STAGES: readonly Stage[] = [
  { name: "lint", run: (log) => check(log, "biome", ["check", "--colors=off"]) },
  { name: "types", run: types },
  { name: "unit", run: unit },
  { name: "unused", run: (log) => check(log, "knip", ["--no-progress"]) },
  { name: "build", run: (log) => (isBuilt(ROOT) || build(ROOT, log) ? passed() : failure(tail(log))) },
  { name: "browser", run: browser },
  { name: "faults", run: faults },
];

function types(log: string): StageResult {
  // Next writes the declarations of its routes and of imported styles; a fresh clone has none yet.
  const typegen = runTool(log, "next", ["typegen"]);
  return typegen === 0 ? check(log, "tsc", ["--noEmit"]) : failure(tail(log));
}

function unit(log: string): StageResult {
  // The emulator's inspector is looked at in a browser too.
  ensureChromium();
  const report = join(RESULTS, "vitest.json");
  const status = runTool(log, "vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
  ]);
  return readRunner(readVitestReport, report, status);
}

function browser(log: string): StageResult {
  if (!isBuilt(ROOT)) return failure("There is no build to look at.");
  ensureChromium();
  const report = join(RESULTS, "playwright.json");
  const status = runTool(
    log,
    "playwright",
    ["test", "--config=e2e/playwright.config.ts", "--reporter=line,json"],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  );
  return readRunner(readPlaywrightReport, report, status);
}

/** A short run of every promise; `npm run faults` is the long one. */
function faults(log: string): StageResult {
  const report = join(RESULTS, "faults.json");
  const where = ["--output", join(RESULTS, "faults-results.json"), "--report", report];
  const program = ["--conditions=react-server", "e2e/faults/run.ts", "--scale", "quick", "--allow-left"];
  return readRunner(readFaultReport, report, runTool(log, "node", [...program, ...where]));
}

/** A tool that says yes or no counts as one test. */
function check(log: string, tool: string, args: readonly string[]): StageResult {
  return runTool(log, tool, args) === 0 ? passed() : failure(tail(log));
}

function passed(): StageResult {
  return { passed: 1, failed: 0, skipped: 0, skips: [], failures: [] };
}

function runTool(
  log: string,
  tool: string,
  args: readonly string[],
  extra: Record<string, string> = {},
): number {
  const output = openSync(log, "w");
  const result = spawnSync(join(ROOT, "node_modules", ".bin", tool), [...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", FORCE_COLOR: undefined, ...extra },
    stdio: ["ignore", output, output],
    timeout: TOOL_LIMIT_MINUTES * 60_000,
  });
  closeSync(output);
  if (result.error !== undefined) {
    const isOver = "code" in result.error && result.error.code === "ETIMEDOUT";
    throw isOver
      ? new Error(`${tool} was ended after ${TOOL_LIMIT_MINUTES} minutes.\n${tail(log)}`)
      : result.error;
  }
  return result.status ?? 1;
}

function tail(log: string): string {
  return readFileSync(log, "utf8").split("\n").slice(-TAIL_LINES).join("\n");
}

/** No stage keeps another from running: one run should tell everything that is wrong. */
function runStage(stage: Stage): StageResult {
  const startedAt = performance.now();
  const log = join(RESULTS, `${stage.name}.log`);
  let result: StageResult;
  try {
    result = stage.run(log);
  } catch (error) {
    result = failure(error instanceof Error ? error.message : String(error));
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(
    `${result.failed === 0 ? "ok  " : "FAIL"} ${stage.name.padEnd(8)} ${closingLine([result])} (${seconds} s)`,
  );
  for (const text of result.skips) console.log(`skipped: ${stripVTControlCharacters(text)}`);
  for (const text of result.failures) {
    console.log(`\n${stripVTControlCharacters(text).slice(0, FAILURE_CHARACTERS)}\n`);
  }
  if (result.failed > 0) console.log(`The whole output: test-results/${stage.name}.log`);
  return result;
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const results = STAGES.map(runStage);
console.log(closingLine(results));
process.exitCode = results.every((result) => result.failed === 0) ? 0 : 1;
