import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { Replicas } from "#e2e/faults/replicas.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers } from "#e2e/faults/together.ts";

const PEOPLE = 6;
/** ECS takes its time, so that a stop finds calls on the wire. */
const ECS_MS = 150;
const END_MS = 60_000;

interface Tally {
  restarts: number;
  asked: number;
  violations: string[];
  tookMs: number[];
}

/** People ask all the while, and try again with their key where nobody answers. */
async function keepAsking(ask: () => Promise<string>, isOver: () => boolean, tally: Tally): Promise<void> {
  while (!isOver()) {
    const said = await ask();
    tally.asked += 1;
    if (!/^[0-9a-f-]{36}$/.test(said)) tally.violations.push(`a person was told: ${said}`);
    await sleep(50);
  }
}

async function run(run: Run): Promise<Finding> {
  const restarts = bySize(run.scale, { quick: 3, default: 100, full: 300 });
  const replicaCount = run.engine === "sqlite" ? 1 : 2;
  const tally: Tally = { restarts, asked: 0, violations: [], tookMs: [] };
  await withStand(run, { enis: restarts * 150 + 500 }, async (stand) => {
    const { cloud } = stand;
    await cloud.fault({ action: "DetachNetworkInterface" }, { kind: "latency", ms: ECS_MS });
    const replicas = new Replicas(stand, run.random, replicaCount - 1);
    for (const _ of numbers(replicaCount)) await replicas.add();
    let isOver = false;
    const asking = numbers(PEOPLE).map((n) =>
      keepAsking(
        () => replicas.ask(cloud.next(), `operator-${n}`),
        () => isOver,
        tally,
      ),
    );
    for (const _ of numbers(restarts)) {
      await sleep(run.random.between(200, 500));
      tally.tookMs.push(await replicas.roll());
    }
    isOver = true;
    await Promise.all(asking);
    await cloud.clearFaults();
    const desk = replicas.any();
    await desk.settled(END_MS);
    const dump = await desk.dump();
    const unknown = dump.attempts.filter(({ result }) => result !== "accepted");
    tally.violations.push(
      ...unknown.map(({ request_id, result }) => `request ${request_id}: ${result} by a restart`),
    );
    const calls = await cloud.detaches();
    tally.violations.push(...contradictions(dump, { calls, world: await cloud.world() }));
  });
  const { asked, violations, tookMs } = tally;
  const figure = `0 outcomes made unknown by ${count(restarts)} restarts under load, ${count(asked)} requests (${boundOf(restarts)}); a stop took ${seconds(percentile(tookMs, 0.95))} at p95`;
  return { trials: restarts, violations, figure };
}

export const r11: Promised = {
  id: "R11",
  what: "A normal deploy makes no outcome unknown",
  engines: ["sqlite", "postgres"],
  run,
};
