import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import { type Desk, NoAnswer } from "#e2e/faults/desk.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { holdWrites } from "#e2e/faults/hold-writes.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { type Stand, withStand } from "#e2e/faults/stand.ts";
import { numbers, together } from "#e2e/faults/together.ts";

const FAILPOINTS = [
  "before-intent",
  "after-intent",
  "before-write",
  "after-write",
  "after-answer",
  "after-outcome",
] as const;
const ASKED_TOGETHER = 4;
const LANES = 2;
const ENDS_WITHIN_MS = 15_000;
/** A lease of 3 s, one tick of half a second, and what a busy machine adds. */
const PICKED_UP_WITHIN_MS = 3_000 + 500 + 2_500;
const END_MS = 60_000;

async function askIfAlive(desk: Desk, { cloud }: Stand): Promise<void> {
  await desk.ask(cloud.next()).catch((cause: unknown) => {
    if (!(cause instanceof NoAnswer)) throw cause;
  });
}

/** Lets the desk die at one point while four detaches are under way. */
async function killAt(stand: Stand, point: string, nth: number): Promise<string | null> {
  const desk = await stand.desk({ ENI_DESK_FAILPOINT: `${point}:kill:${nth}` });
  const asked = Promise.all(numbers(ASKED_TOGETHER).map(() => askIfAlive(desk, stand)));
  await Promise.race([desk.child.ended(), sleep(ENDS_WITHIN_MS)]);
  const died = !desk.child.isRunning;
  if (!died) await desk.kill();
  await asked;
  return died ? null : `the desk never got to ${point} for the ${nth}. time`;
}

/** The answer has come and cannot be written: whoever asked gets the RequestId all the same, and the log gets it later. */
async function answerThatCannotBeWritten(stand: Stand, desk: Desk, run: Run): Promise<string[]> {
  const { cloud, ground } = stand;
  const target = cloud.next();
  const { networkInterfaceId } = target;
  const match = { action: "DetachNetworkInterface", networkInterfaceId };
  await cloud.fault(match, { kind: "latency", ms: 400 }, { times: 1 });
  const asking = desk.ask(target);
  if (!(await cloud.arrived(networkInterfaceId, 5_000))) return [`${networkInterfaceId}: nothing was sent`];
  const letGo = await holdWrites(run.engine, ground);
  const asked = await asking.finally(letGo);
  const call = (await cloud.detaches()).find(
    ({ params }) => params.NetworkInterfaceId === networkInterfaceId,
  );
  if (!asked.ok) return [`${networkInterfaceId}: ${asked.error.kind} after it was sent`];
  const told = asked.value.unrecorded?.requestId;
  if (told !== call?.requestId) return [`${networkInterfaceId}: told ${told}, ECS said ${call?.requestId}`];
  return [];
}

async function lane(
  run: Run,
  kills: readonly (readonly [string, number])[],
  unwritten: number,
): Promise<string[]> {
  const violations: string[] = [];
  const enis = kills.length * ASKED_TOGETHER + unwritten + 10;
  await withStand(run, { enis }, async (stand) => {
    for (const [point, nth] of kills) {
      const problem = await killAt(stand, point, nth);
      if (problem) violations.push(problem);
    }
    const desk = await stand.desk();
    await sleep(PICKED_UP_WITHIN_MS);
    const open = await desk.open();
    const sending = open.ok
      ? open.value.filter(({ state }) => state === "sending" || state === "recorded")
      : [];
    violations.push(...sending.map(({ id }) => `request ${id} is still being sent by nobody`));
    for (const _ of numbers(unwritten))
      violations.push(...(await answerThatCannotBeWritten(stand, desk, run)));
    await desk.settled(END_MS);
    const calls = await stand.cloud.detaches();
    violations.push(...contradictions(await desk.dump(), { calls, world: await stand.cloud.world() }));
    const verdict = await desk.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
  });
  return violations;
}

async function run(run: Run): Promise<Finding> {
  const kills = bySize(run.scale, { quick: 6, default: 200, full: 600 });
  const unwritten = bySize(run.scale, { quick: 1, default: 10, full: 50 });
  const plan = numbers(kills).map(
    (n) => [FAILPOINTS[n % FAILPOINTS.length] ?? "", run.random.between(1, ASKED_TOGETHER)] as const,
  );
  const violations: string[] = [];
  await together(numbers(LANES), LANES, async (mine) => {
    violations.push(
      ...(await lane(
        run,
        plan.filter((_, n) => n % LANES === mine),
        unwritten,
      )),
    );
  });
  const trials = kills + unwritten * LANES;
  const figure = `${count(kills)} kills at ${FAILPOINTS.length} points and ${unwritten * LANES} answers that could not be written: every end agrees with ECS (${boundOf(trials)})`;
  return { trials, violations, figure };
}

export const r4: Promised = {
  id: "R4",
  what: "The outcome is recorded, or visibly unknown",
  engines: ["sqlite", "postgres"],
  run,
};
