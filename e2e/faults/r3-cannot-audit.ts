import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import type { Target } from "#e2e/faults/cloud.ts";
import type { DatabaseFault, FaultyGround } from "#e2e/faults/database-fault.ts";
import type { Desk } from "#e2e/faults/desk.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { r3Postgres } from "#e2e/faults/r3-postgres.ts";
import { r3Sqlite } from "#e2e/faults/r3-sqlite.ts";
import { numbers } from "#e2e/faults/together.ts";

const ASKED_TOGETHER = 10;
/** How long the guard's read of the ENI takes: the fault strikes in the middle of it, after the key was looked up. */
const READ_MS = 700;
const STRIKE_AFTER_MS = 300;
const RECOVERS_WITHIN_MS = 20_000;
const END_MS = 60_000;

interface Tally {
  trials: number;
  violations: string[];
  refusedAfter: number[];
}

async function strikeOnce(ground: FaultyGround, fault: DatabaseFault, tally: Tally): Promise<void> {
  const { stand, desk } = ground;
  const { cloud } = stand;
  const targets = numbers(ASKED_TOGETHER).map(() => cloud.next());
  await cloud.fault({ action: "DescribeNetworkInterfaces" }, { kind: "latency", ms: READ_MS });
  const asking = targets.map(async (target) => {
    const asked = await desk.ask(target);
    return { target, asked, at: performance.now() };
  });
  await sleep(STRIKE_AFTER_MS);
  const struckAt = performance.now();
  const undo = await fault.strike();
  const answers = await Promise.all(asking).finally(undo);
  await cloud.clearFaults();
  for (const { target, asked, at } of answers) {
    tally.trials += 1;
    tally.refusedAfter.push(at - struckAt - (READ_MS - STRIKE_AFTER_MS));
    const said = asked.ok ? "carried out" : asked.error.kind;
    if (said !== "cannot-be-recorded") {
      tally.violations.push(`${fault.name}: ${target.networkInterfaceId} was ${said}`);
    }
  }
  const sent = await cloud.detaches();
  for (const { networkInterfaceId } of targets) {
    const calls = sent.filter(({ params }) => params.NetworkInterfaceId === networkInterfaceId).length;
    if (calls > 0) tally.violations.push(`${fault.name}: ${calls} calls for ${networkInterfaceId}`);
  }
  if (!(await recovers(desk, () => cloud.next()))) tally.violations.push(`${fault.name}: it did not recover`);
}

/** By itself: the same process records and sends again once the fault is gone. */
async function recovers(desk: Desk, next: () => Target): Promise<boolean> {
  const target = next();
  for (const deadline = Date.now() + RECOVERS_WITHIN_MS; Date.now() < deadline; await sleep(100)) {
    const asked = await desk.ask(target);
    if (asked.ok) return true;
  }
  return false;
}

async function run(run: Run): Promise<Finding> {
  const strikes = bySize(run.scale, { quick: 1, default: 5, full: 20 });
  const tally: Tally = { trials: 0, violations: [], refusedAfter: [] };
  const enis = 10 * strikes * (ASKED_TOGETHER + 1) + 10;
  const withGround = run.engine === "sqlite" ? r3Sqlite : r3Postgres;
  const { names, left } = await withGround(run, enis, async (ground) => {
    for (const fault of ground.faults) {
      for (const _ of numbers(strikes)) await strikeOnce(ground, fault, tally);
    }
    await ground.desk.settled(END_MS);
    const calls = await ground.stand.cloud.detaches();
    const world = await ground.stand.cloud.world();
    tally.violations.push(...contradictions(await ground.desk.dump(), { calls, world }));
    return { names: ground.faults.map(({ name }) => name), left: ground.left };
  });
  const p95 = percentile(tally.refusedAfter, 0.95);
  const { trials, violations } = tally;
  const figure = `${count(trials)} of ${count(trials)} refused under ${names.length} faults, no call at ECS (${boundOf(trials)}); refused after ${seconds(p95)} at p95; recovered without a restart ${names.length}/${names.length}`;
  return { trials, violations, figure, left };
}

export const r3: Promised = {
  id: "R3",
  what: "What cannot be recorded is refused, and nothing is sent",
  engines: ["sqlite", "postgres"],
  run,
};
