import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, detachWithVendor, preflightToken } from "#bench/asking.ts";
import { startDesk } from "#bench/desk.ts";
import { detachable, type Target } from "#bench/detachable.ts";
import { startEmulatorProcess } from "#bench/emulator.ts";
import { measureInBrowser } from "#bench/p1-browser.ts";
import { liveThrough } from "#bench/p1-dialogs.ts";
import { quantile, quantileRatio, type Ratio, type Repetition } from "#bench/ratio.ts";
import { size } from "#bench/sizes.ts";
import { type VendorClient, vendorClient } from "#bench/vendor-client.ts";
import { Visitor } from "#bench/visitor.ts";

const PAIRS = size({ full: 200, quick: 20 });
const WARM_UPS = size({ full: 60, quick: 5 });
const LATENCY_MS = 50;
/** The budget of pre-flights is counted by region: several, so that they never wait for it. */
const REGIONS = 5;

/** How long the dialog was open, and whether the change goes through a role that was assumed at pre-flight. */
const CASES = [
  { what: "dialog open 5 s", openMs: 5_000, everyMs: 300, inRole: false },
  { what: "dialog open 30 s", openMs: 30_000, everyMs: 550, inRole: false },
  { what: "dialog open 5 s, in a role's session", openMs: 5_000, everyMs: 300, inRole: true },
  { what: "dialog open 30 s, in a role's session", openMs: 30_000, everyMs: 550, inRole: true },
] as const;
type Case = (typeof CASES)[number];

/** The roles of the emulator's first account: one to look, one to change. */
const ROLES = `
- name: Emulator
  readRoleArn: acs:ram::1000000000000001:role/eni-desk-readonly
  changeRoleArn: acs:ram::1000000000000001:role/eni-desk
`;

interface Sides {
  readonly operator: Visitor;
  readonly client: VendorClient;
}

/** P1: from the press of the button to ECS's RequestId, against the bare call of the vendor's SDK. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  const triples = CASES.length * (PAIRS + WARM_UPS) * 3;
  const instances = Math.ceil((triples + 100) / 6);
  const emulator = await startEmulatorProcess(port, [
    "--generate",
    `instances=${instances},enis=${instances * 8},regions=${REGIONS},seed=1`,
    "--latency-ms",
    String(LATENCY_MS),
  ]);
  const desk = await startDesk(port + 1, emulator.url);
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-bench-"));
  const ENI_DESK_ACCOUNTS = join(folder, "accounts.yaml");
  writeFileSync(ENI_DESK_ACCOUNTS, ROLES);
  const deskInRole = await startDesk(port + 2, emulator.url, { ENI_DESK_ACCOUNTS });
  try {
    const operator = await Visitor.signIn(desk, "operator");
    const operatorInRole = await Visitor.signIn(deskInRole, "operator");
    const targets = await detachable(operator, triples + WARM_UPS + PAIRS);
    const client = vendorClient(emulator.url);
    const ratios: Ratio[] = [];
    let httpMs = 0;
    for (const each of CASES) {
      const taken = targets.splice(0, (PAIRS + WARM_UPS) * 3);
      const sides = { operator: each.inRole ? operatorInRole : operator, client };
      const pairs = await pairsOf(sides, each, taken, repetitions);
      httpMs ||= quantile(
        pairs.map(({ product }) => product),
        0.5,
      );
      const half = (of: (pair: Repetition) => number) => quantile(pairs.map(of), 0.5).toFixed(1);
      console.log(
        `P1: ${each.what}: click → RequestId ${half(({ product }) => product)} ms, bare call ${half(({ opponent }) => opponent)} ms`,
      );
      const what = (part: string) => `click → RequestId : bare SDK call, ${part}, ${each.what}`;
      ratios.push(
        quantileRatio({ id: "P1", what: what("p50"), goal: 1.15 }, pairs, 0.5, repetitions),
        quantileRatio({ id: "P1", what: what("p95"), goal: 1.25 }, pairs, 0.95, repetitions),
      );
    }
    ratios.push(await measureInBrowser({ operator, port: port + 1, targets, httpMs }));
    return ratios;
  } finally {
    await desk.stop();
    await deskInRole.stop();
    await emulator.stop();
    rmSync(folder, { recursive: true });
  }
}

async function pairsOf(
  { operator, client }: Sides,
  { openMs, everyMs }: Case,
  taken: readonly Target[],
  repetitions: number,
): Promise<Repetition[]> {
  const all = PAIRS + WARM_UPS;
  const [ours, theirs, theirsAgain] = [0, 1, 2].map((nth) => taken.slice(nth * all, (nth + 1) * all));
  const pairs: Repetition[] = [];
  const block = Math.ceil(PAIRS / repetitions);
  await liveThrough({
    targets: ours ?? [],
    openMs,
    everyMs,
    look: (target) => preflightToken(operator, target),
    send: async (target, token, index) => {
      const withVendor = (of: readonly Target[] | undefined) => {
        const its = of?.[index];
        if (!its) throw new Error("no ENI is left for the opponent");
        return timed(() => detachWithVendor(client, its));
      };
      const withProduct = () => timed(() => ask(operator, target, token));
      // The product between two calls of the opponent, or before them, by turns of a block.
      const isSwapped = Math.floor((index - WARM_UPS) / block) % 2 === 1;
      const before = isSwapped ? await withProduct() : await withVendor(theirs);
      const between = isSwapped ? await withVendor(theirs) : await withProduct();
      const opponentAgain = await withVendor(theirsAgain);
      const [product, opponent] = isSwapped ? [before, between] : [between, before];
      if (index >= WARM_UPS) pairs.push({ product, opponent, opponentAgain });
    },
  });
  return pairs;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}
