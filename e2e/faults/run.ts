import { join } from "node:path";
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

async function runAll(options: Options): Promise<boolean> {
  const wanted = PROMISES.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const rows: string[][] = [["promise", "engine", "trials", "violations", "figure"]];
  const fresh: Tried[] = [];
  const { scale, seed } = options;
  console.log(`faults: scale ${scale}, seed ${seed}`);
  for (const promised of wanted) {
    for (const engine of options.engines.filter((each) => promised.engines.includes(each))) {
      const startedAt = performance.now();
      const finding = await tryPromise(promised, engine, options);
      const faults = faultsOf(finding, options.allowLeft);
      const { id, what } = promised;
      const claimed = finding.figure || (finding.left ?? []).join("; ");
      // What a broken promise says of itself is not to be quoted.
      const figure =
        faults.length === 0 ? claimed : `broken: ${faults.length} violations in ${finding.trials} trials`;
      rows.push([id, engine, String(finding.trials), String(faults.length), figure]);
      const took = `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
      console.log(
        `${faults.length === 0 ? (finding.trials > 0 ? "ok  " : "left") : "FAIL"} ${id} ${engine} (${took}): ${figure}`,
      );
      for (const text of finding.left ?? []) console.log(`     not tried: ${text}`);
      for (const text of faults.slice(0, SHOWN)) console.log(`     ${text}`);
      if (faults.length > SHOWN) console.log(`     … and ${faults.length - SHOWN} more`);
      if (finding.trials === 0 && faults.length === 0) continue;
      const at = new Date().toISOString();
      fresh.push({
        id,
        engine,
        what,
        trials: finding.trials,
        violations: faults.length,
        figure,
        at,
        scale,
        seed,
      });
    }
  }
  console.log(`\n${table(rows)}`);
  mergeResults(options.output ?? RESULTS, fresh, new Date().toISOString());
  return rows.length > 1 && fresh.every(({ violations }) => violations === 0);
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
