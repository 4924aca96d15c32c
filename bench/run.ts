import { join } from "node:path";
import { parseArgs } from "node:util";
import { opponentFolder } from "#bench/install-opponents.ts";
import { measure as p1 } from "#bench/p1-click.ts";
import { measure as p2 } from "#bench/p2-inventory.ts";
import { measure as p3 } from "#bench/p3-filter.ts";
import { measure as p4 } from "#bench/p4-watching.ts";
import { measure as p5 } from "#bench/p5-first-load.ts";
import { measure as p6 } from "#bench/p6-throughput.ts";
import { measure as p7 } from "#bench/p7-growth.ts";
import { measure as p9 } from "#bench/p9-find.ts";
import { measure as p10 } from "#bench/p10-cold-start.ts";
import { isVoid, type Ratio } from "#bench/ratio.ts";
import { mergeResults, table } from "#bench/results.ts";

const RESULTS = join(import.meta.dirname, "results.json");
const EX_USAGE = 64;
/** A run that the machine spoilt is done again this often, then shown as void. */
const ATTEMPTS = 3;

/** A ratio takes ports from `port` upwards, at most ten, and leaves nothing running. */
type Measure = (port: number, repetitions: number) => Promise<Ratio[]>;

/** One line for each file, in the order in which they are measured. */
const MEASURES: Readonly<Record<string, Measure>> = {
  P1: p1,
  P2: p2,
  P3: p3,
  P4: p4,
  P5: p5,
  P6: p6,
  P7: p7,
  P9: p9,
  P10: p10,
};

/** What a ratio is measured against, where that is no package of ours already. */
const OPPONENTS: Readonly<Record<string, string>> = { P3: "ag-grid-community" };

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    repetitions: { type: "string", default: "5" },
    port: { type: "string", default: "4470" },
    // Read by sizes.ts.
    quick: { type: "boolean", default: false },
  },
});
const [repetitions, port] = [Number(values.repetitions), Number(values.port)];
const unknown = values.only.filter((id) => !(id in MEASURES));
if (unknown.length > 0 || !Number.isInteger(repetitions) || repetitions < 1 || !Number.isInteger(port)) {
  console.error(
    `Usage: npm run bench -- [--only P2] [--repetitions 5] [--port 4470] [--quick]; there are ${Object.keys(MEASURES).join(", ")}`,
  );
  process.exit(EX_USAGE);
}

const measured: Ratio[] = [];
for (const [id, measure] of Object.entries(MEASURES)) {
  if (values.only.length > 0 && !values.only.includes(id)) continue;
  const beganAt = performance.now();
  try {
    const ratios = await measureUnlessVoid(id, measure);
    measured.push(...ratios);
    // At once: what a later one does must not lose it.
    mergeResults(RESULTS, ratios, new Date().toISOString());
  } catch (cause) {
    console.error(`${id} could not be measured:`, cause);
    process.exitCode = 1;
  }
  console.log(`${id}: ${((performance.now() - beganAt) / 60_000).toFixed(1)} minutes`);
}
console.log(table(measured));
// Whatever a failed one has left running must not keep this one going.
process.exit();

async function measureUnlessVoid(id: string, measure: Measure): Promise<Ratio[]> {
  const opponent = OPPONENTS[id];
  if (opponent !== undefined) opponentFolder(opponent);
  let ratios: Ratio[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    ratios = await measure(port, repetitions);
    if (!ratios.some(isVoid)) break;
    console.log(`${id}: attempt ${attempt} of ${ATTEMPTS} is void, A/A left 0.9-1.1`);
  }
  return ratios;
}
