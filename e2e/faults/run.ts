import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInterrupted } from "#e2e/faults/child.ts";
import { type Options, readOptions, USAGE } from "#e2e/faults/options.ts";
import { endPostgres } from "#e2e/faults/postgres.ts";
import { type Engine, type Finding, Lacking, type Promised } from "#e2e/faults/promise.ts";
import { PROMISES } from "#e2e/faults/promises.ts";
import { Random } from "#e2e/faults/random.ts";
import { mergeResults, type Tried, table } from "#e2e/faults/results.ts";
import { runMutations } from "#e2e/faults/run-mutations.ts";

const EX_USAGE = 64;
/** Violations shown of one promise; a broken product has thousands. */
const SHOWN = 20;
const RESULTS = join(import.meta.dirname, "results.json");

async function tryPromise(promised: Promised, engine: Engine, options: Options): Promise<Finding> {
  const { scale, coreOnly, seed } = options;
  const random = new Random(seed, promised.id, engine);
  try {
    return await promised.run({ scale, engine, random, coreOnly });
  } catch (cause) {
    if (cause instanceof Lacking) return { trials: 0, violations: [], figure: "", left: [cause.message] };
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return { trials: 0, violations: [`the trial itself broke: ${text}`], figure: "" };
  }
}

/** What keeps a finding from being a kept promise. */
function faultsOf(finding: Finding, allowLeft: boolean): readonly string[] {
  const { trials, violations, left = [] } = finding;
  const excused = left.length > 0 && allowLeft;
  const untried = trials === 0 && violations.length === 0 && !excused;
  return untried ? [`nothing was tried (${left.join("; ") || "0 trials"})`] : violations;
}

/** One promise on one engine, with everything it said. */
interface Judged {
  readonly id: string;
  readonly engine: Engine;
  readonly what: string;
  readonly trials: number;
  readonly violations: readonly string[];
  readonly left: readonly string[];
  readonly figure: string;
}

async function judge(promised: Promised, engine: Engine, options: Options): Promise<Judged> {
  const startedAt = performance.now();
  const finding = await tryPromise(promised, engine, options);
  const { trials, left = [] } = finding;
  const violations = faultsOf(finding, options.allowLeft);
  const claimed = finding.figure || left.join("; ");
  // What a broken promise says of itself is not to be quoted.
  const figure =
    violations.length === 0 ? claimed : `broken: ${violations.length} violations in ${trials} trials`;
  const took = `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
  const word = violations.length > 0 ? "FAIL" : trials > 0 ? "ok  " : "left";
  const { id, what } = promised;
  const lines = [
    `${word} ${id} ${engine} (${took}): ${figure}`,
    ...left.map((text) => `     not tried: ${text}`),
    ...violations.slice(0, SHOWN).map((text) => `     ${text}`),
    ...(violations.length > SHOWN ? [`     … and ${violations.length - SHOWN} more`] : []),
  ];
  console.log(lines.join("\n"));
  return { id, engine, what, trials, violations, left, figure };
}

async function judgeEngine(engine: Engine, wanted: readonly Promised[], options: Options): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const promised of wanted.filter(({ engines }) => engines.includes(engine))) {
    if (isInterrupted()) break;
    judged.push(await judge(promised, engine, options));
  }
  return judged;
}

async function runAll(options: Options): Promise<boolean> {
  const { scale, seed, only, engines } = options;
  const wanted = PROMISES.filter(({ id }) => only.length === 0 || only.includes(id));
  console.log(`faults: scale ${scale}, seed ${seed}`);
  // Short trials mostly wait, and one engine's disturb the other's in nothing. Figures are taken one after the other.
  const lanes = engines.map((engine) => () => judgeEngine(engine, wanted, options));
  const judged: Judged[] = [];
  if (scale === "quick") judged.push(...(await Promise.all(lanes.map((lane) => lane()))).flat());
  else for (const lane of lanes) judged.push(...(await lane()));
  const head = ["promise", "engine", "trials", "violations", "figure"];
  const rows = judged.map(({ id, engine, trials, violations, figure }) => [
    id,
    engine,
    String(trials),
    String(violations.length),
    figure,
  ]);
  console.log(`\n${table([head, ...rows])}`);
  // What was cut off in the middle is no result.
  if (isInterrupted()) return false;
  const at = new Date().toISOString();
  const fresh: Tried[] = judged
    .filter(({ trials, violations }) => trials > 0 || violations.length > 0)
    .map(({ left: _left, violations, ...rest }) => ({
      ...rest,
      violations: violations.length,
      at,
      scale,
      seed,
    }));
  mergeResults(options.output ?? RESULTS, fresh, at);
  if (options.report !== null) writeFileSync(options.report, JSON.stringify({ promises: judged }));
  return judged.length > 0 && judged.every(({ violations }) => violations.length === 0);
}

const options = readOptions(process.argv.slice(2));
if (typeof options === "string") {
  console.error(`${options}\n\n${USAGE}`);
  process.exit(EX_USAGE);
}
async function runAndTidy(options: Options): Promise<boolean> {
  try {
    return options.mutations ? await runMutations(options) : await runAll(options);
  } finally {
    await endPostgres();
  }
}

const kept = await runAndTidy(options);
process.exit(kept ? 0 : 1);
