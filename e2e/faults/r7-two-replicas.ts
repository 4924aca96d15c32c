import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import type { Cloud, Target } from "#e2e/faults/cloud.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { crashPostgres } from "#e2e/faults/postgres.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { Replicas } from "#e2e/faults/replicas.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers, together } from "#e2e/faults/together.ts";

const REPLICAS = 3;
const AT_ONCE = 16;
/** The lease of these replicas is 3 s. */
const PAUSE_MS = 4_500;
const END_MS = 90_000;
/** Calls whose outcome nobody tells, so that people send again while zombies sleep. */
const UNKNOWN_SHARE = 0.1;
/** Where a replica stops itself, to find its lease over when it goes on. */
const STOPS = ["after-intent", "before-intent", "after-intent", "after-answer"] as const;
/** One after the other, so that a short run has the worst of them too. */
const DISTURBANCES = ["stop", "pause", "stop", "stop", "replace", "pause", "crash", "stop"] as const;

async function disturb(replicas: Replicas, run: Run, disturbances: number): Promise<void> {
  let stops = 0;
  await together(numbers(disturbances), 2, async (n) => {
    await sleep(run.random.below(1_500));
    switch (DISTURBANCES[n % DISTURBANCES.length]) {
      case "crash":
        return crashPostgres();
      case "pause":
        return replicas.pause(PAUSE_MS + run.random.below(1_000));
      case "replace":
        return replicas.replace();
      default:
        return replicas.pauseAt(STOPS[stops++ % STOPS.length] ?? "", run.random.between(1, 2), PAUSE_MS * 2);
    }
  });
}

/** People who look at what is unknown and send it again, wherever they happen to be. */
async function sendAgain(
  replicas: Replicas,
  byId: ReadonlyMap<string, Target>,
  over: () => boolean,
): Promise<number> {
  let sent = 0;
  while (!over()) {
    await sleep(150);
    const open = await replicas
      .any()
      .open()
      .catch(() => null);
    const waiting = open?.ok ? open.value.filter(({ state }) => state === "unknown") : [];
    await together(waiting.slice(0, 8), 8, async (request) => {
      const target = byId.get(request.networkInterfaceId);
      if (!target) return;
      const attempt = request.attempts.at(-1)?.number ?? 0;
      const again = await replicas
        .any()
        .sendAgain(target, request.id, attempt)
        .catch(() => null);
      if (again?.ok) sent += 1;
    });
  }
  return sent;
}

async function run(run: Run): Promise<Finding> {
  const requests = bySize(run.scale, { quick: 60, default: 2_000, full: 20_000 });
  const disturbances = bySize(run.scale, { quick: 4, default: 60, full: 300 });
  const violations: string[] = [];
  let figure = "";
  await withStand(run, { enis: requests + 10 }, async (stand) => {
    const { cloud } = stand;
    const replicas = new Replicas(stand, run.random);
    for (const _ of numbers(REPLICAS)) await replicas.add();
    const targets = numbers(requests).map(() => cloud.next());
    const byId = new Map(targets.map((target) => [target.networkInterfaceId, target]));
    await loseAnswers(cloud);
    let asked = 0;
    const isOver = () => asked === requests;
    let disturbed = false;
    const disturbing = disturb(replicas, run, disturbances).finally(() => {
      disturbed = true;
    });
    const asking = together(targets, AT_ONCE, async (target, n) => {
      const said = await replicas.ask(target, `operator-${n % 7}`);
      if (!/^[0-9a-f-]{36}$/.test(said)) violations.push(`${target.networkInterfaceId}: ${said}`);
      asked += 1;
      // The load lasts as long as the disturbances, so that each of them meets something.
      if (!disturbed) await sleep(run.random.below((disturbances * 4_000 * AT_ONCE) / requests));
    });
    const again = sendAgain(replicas, byId, () => isOver() && disturbed);
    const [sentAgain] = await Promise.all([again, asking, disturbing]);
    await cloud.clearFaults();
    const desk = replicas.any();
    await desk.settled(END_MS);
    const calls = await cloud.detaches();
    violations.push(...contradictions(await desk.dump(), { calls, world: await cloud.world() }));
    const verdict = await desk.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
    figure = `0 double sends in ${count(requests)} requests through ${REPLICAS} replicas, ${disturbances} pauses, kills and crashes, ${sentAgain} sent again by people (${boundOf(requests)})`;
  });
  return { trials: requests, violations, figure };
}

async function loseAnswers(cloud: Cloud): Promise<void> {
  const match = { action: "DetachNetworkInterface" };
  await cloud.fault(match, { kind: "drop-after" }, { probability: UNKNOWN_SHARE / 2 });
  await cloud.fault(match, { kind: "drop-before" }, { probability: UNKNOWN_SHARE / 2 });
}

export const r7: Promised = {
  id: "R7",
  what: "Two replicas never both act",
  engines: ["postgres"],
  run,
};
