import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, detachWithVendor, preflightToken } from "#bench/asking.ts";
import { startDesk } from "#bench/desk.ts";
import { detachable, type Target } from "#bench/detachable.ts";
import { startEmulatorProcess } from "#bench/emulator.ts";
import { searches, writeLog } from "#bench/p6-events.ts";
import { median, quantileRatio, type Ratio, type Repetition, timeRatio } from "#bench/ratio.ts";
import { size } from "#bench/sizes.ts";
import { vendorClient } from "#bench/vendor-client.ts";
import { Visitor } from "#bench/visitor.ts";
import { together } from "#e2e/faults/together.ts";

/** In one repetition; few enough that pre-flights stay within their calls a minute. */
const DETACHES = size({ full: 150, quick: 40 });
const AT_ONCE = 8;
const REGIONS = 5;
const FEW_EVENTS = 1_000;
const MANY_EVENTS = size({ full: 1_000_000, quick: 50_000 });
const ROUNDS = size({ full: 100, quick: 20 });
const WARM_UP_ROUNDS = 10;

/** P6: what it costs to record everything, and what a long record costs. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  return [...(await detaches(port, repetitions)), await auditLists(port, repetitions)];
}

/** Milliseconds for all of one repetition: the product, the vendor's client as many at once, and one after the other. */
type Measured = Record<"product" | "opponent" | "opponentAgain" | "loop" | "loopAgain", number>;

async function detaches(port: number, repetitions: number): Promise<Ratio[]> {
  const needed = (repetitions + 1) * DETACHES * 5;
  const instances = Math.ceil((needed + 100) / 6);
  const world = `instances=${instances},enis=${instances * 8},regions=${REGIONS},seed=1`;
  const emulator = await startEmulatorProcess(port, ["--generate", world]);
  const desk = await startDesk(port + 1, emulator.url);
  try {
    const operator = await Visitor.signIn(desk, "operator");
    const client = vendorClient(emulator.url);
    const targets = await detachable(operator, needed);
    const take = () => targets.splice(0, DETACHES);
    const tracked = async (some: readonly Target[]) => {
      const tokens: string[] = [];
      await together(some, AT_ONCE, async (target, index) => {
        tokens[index] = await preflightToken(operator, target);
      });
      return timed(() =>
        together(some, AT_ONCE, (target, index) => ask(operator, target, tokens[index] ?? "")),
      );
    };
    const untracked = (atOnce: number) =>
      timed(() => together(take(), atOnce, (target) => detachWithVendor(client, target)));
    const measured: Measured[] = [];
    // The first is the warm-up.
    for (let index = -1; index < repetitions; index += 1) {
      const runs = [
        { kind: "opponent", run: () => untracked(AT_ONCE) },
        { kind: "loop", run: () => untracked(1) },
        { kind: "product", run: () => tracked(take()) },
        { kind: "opponentAgain", run: () => untracked(AT_ONCE) },
        { kind: "loopAgain", run: () => untracked(1) },
      ] as const;
      const times: Measured = { product: 0, opponent: 0, opponentAgain: 0, loop: 0, loopAgain: 0 };
      for (const { kind, run } of index % 2 === 1 ? runs.toReversed() : runs) times[kind] = await run();
      if (index >= 0) measured.push(times);
    }
    return ratiosOf(measured);
  } finally {
    await desk.stop();
    await emulator.stop();
  }
}

function ratiosOf(measured: readonly Measured[]): Ratio[] {
  const perSecond = (kind: keyof Measured) =>
    Math.round((DETACHES * 1_000) / median(measured.map((times) => times[kind])));
  console.log(
    `P6: detaches a second: tracked ${perSecond("product")}, untracked ${perSecond("opponent")}, in a loop ${perSecond("loop")}`,
  );
  const what = (opponent: string) => `${DETACHES} tracked detaches, ${AT_ONCE} at once : ${opponent}, time`;
  const loops = measured.map(({ product, loop, loopAgain }) => ({
    product,
    opponent: loop,
    opponentAgain: loopAgain,
  }));
  return [
    timeRatio({ id: "P6", what: what("untracked SDK loop"), goal: 2 }, loops),
    timeRatio({ id: "P6", what: what(`SDK calls, ${AT_ONCE} at once`), goal: 2 }, measured),
  ];
}

async function auditLists(port: number, repetitions: number): Promise<Ratio> {
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-bench-"));
  const few = { url: `file:${join(folder, "few.db")}`, events: FEW_EVENTS };
  const many = { url: `file:${join(folder, "many.db")}`, events: MANY_EVENTS };
  for (const log of [few, many]) await writeLog(log);
  const emulator = await startEmulatorProcess(port, []);
  const small = await startDesk(port + 1, emulator.url, { DATABASE_URL: few.url });
  const large = await startDesk(port + 2, emulator.url, { DATABASE_URL: many.url });
  try {
    const atSmall = await Visitor.signIn(small, "auditor");
    const atLarge = await Visitor.signIn(large, "auditor");
    const rounds: Repetition[] = [];
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
      for (const [index, search] of searches(FEW_EVENTS).entries()) {
        const withFew = () => timed(() => readAudit(atSmall, search));
        const withMany = () => timed(() => readAudit(atLarge, searches(MANY_EVENTS)[index] ?? {}));
        const isSwapped = round % 2 === 1;
        const first = isSwapped ? await withMany() : await withFew();
        const second = isSwapped ? await withFew() : await withMany();
        const opponentAgain = await withFew();
        const [product, opponent] = isSwapped ? [first, second] : [second, first];
        if (round >= 0) rounds.push({ product, opponent, opponentAgain });
      }
    }
    const what = `audit list at ${MANY_EVENTS.toLocaleString("en")} events : at ${FEW_EVENTS.toLocaleString("en")}, p95`;
    return quantileRatio({ id: "P6", what, goal: 1.5 }, rounds, 0.95, repetitions);
  } finally {
    await small.stop();
    await large.stop();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAudit(auditor: Visitor, search: Readonly<Record<string, string>>): Promise<void> {
  const { status, text } = await auditor.get(`/api/audit?${new URLSearchParams(search)}`);
  if (status !== 200) throw new Error(`the audit list answered ${status}: ${text}`);
  if ((JSON.parse(text) as { items: unknown[] }).items.length === 0)
    throw new Error(`nothing was found for ${JSON.stringify(search)}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}
