import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import { PATIENT } from "#e2e/faults/desk.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { bySize, type Finding, Lacking, type Promised, type Run } from "#e2e/faults/promise.ts";
import { type Rolled, rollServers } from "#e2e/faults/r11-servers.ts";
import { Replicas } from "#e2e/faults/replicas.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers } from "#e2e/faults/together.ts";

const PEOPLE = 6;
/** These close the line before they are answered: what they began must be brought to its end all the same. */
const IMPATIENT_PEOPLE = 2;
const LEAVE_WITHIN_MS = 60;
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

async function rollCores(run: Run): Promise<Tally> {
  const restarts = bySize(run.scale, { quick: 3, default: 100, full: 300 });
  const replicaCount = run.engine === "sqlite" ? 1 : 2;
  const tally: Tally = { restarts, asked: 0, violations: [], tookMs: [] };
  await withStand(run, { enis: restarts * 500 + 2_000 }, async (stand) => {
    const { cloud } = stand;
    await cloud.fault({}, { kind: "latency", ms: ECS_MS });
    const replicas = new Replicas(stand, run.random, replicaCount - 1);
    for (const _ of numbers(replicaCount)) await replicas.add(PATIENT);
    let isOver = false;
    const asking = numbers(PEOPLE).map((n) =>
      keepAsking(
        () => replicas.ask(cloud.next(), `operator-${n}`),
        () => isOver,
        tally,
      ),
    );
    const leaving = numbers(IMPATIENT_PEOPLE).map(async () => {
      while (!isOver) {
        await replicas.askAndLeave(cloud.next(), run.random.below(LEAVE_WITHIN_MS));
        await sleep(60);
      }
    });
    const rolling = async () => {
      for (const _ of numbers(restarts)) {
        // A process that has just begun still reads the cloud; a stop is to find asks at every step of their way.
        const flowing = tally.asked + PEOPLE;
        while (tally.asked < flowing) await sleep(10);
        await sleep(run.random.below(2 * ECS_MS));
        tally.tookMs.push(await replicas.roll(PATIENT));
      }
    };
    const rolled = rolling().finally(() => {
      isOver = true;
    });
    await Promise.all([rolled, ...asking, ...leaving]);
    await cloud.clearFaults();
    const desk = replicas.any();
    await desk.settled(END_MS);
    const dump = await desk.dump();
    const unknown = dump.attempts.filter(({ result }) => result !== "accepted");
    tally.violations.push(
      ...unknown.map(({ request_id, result, message }) => `request ${request_id}: ${result} (${message})`),
    );
    const calls = await cloud.detaches();
    tally.violations.push(...contradictions(dump, { calls, world: await cloud.world() }));
  });
  return tally;
}

/** Whole servers stand behind a balancer only where there can be two of them. */
async function rollWhole(run: Run): Promise<Rolled & { left: string[] }> {
  const none = { restarts: 0, asked: 0, violations: [], tookMs: [] };
  if (run.coreOnly || run.engine === "sqlite") return { ...none, left: [] };
  try {
    return { ...(await rollServers(run, bySize(run.scale, { quick: 2, default: 20, full: 100 }))), left: [] };
  } catch (cause) {
    if (cause instanceof Lacking) return { ...none, left: [cause.message] };
    throw cause;
  }
}

async function run(run: Run): Promise<Finding> {
  const cores = await rollCores(run);
  const whole = await rollWhole(run);
  const trials = cores.restarts + whole.tookMs.length;
  const asked = cores.asked + whole.asked;
  const p95 = percentile([...cores.tookMs, ...whole.tookMs], 0.95);
  const behind =
    whole.tookMs.length > 0 ? ` (${whole.tookMs.length} of them of whole servers behind HAProxy)` : "";
  const figure = `0 outcomes made unknown by ${count(trials)} restarts${behind} under load, ${count(asked)} requests (${boundOf(trials)}); a stop took ${seconds(p95)} at p95`;
  return { trials, violations: [...cores.violations, ...whole.violations], figure, left: whole.left };
}

export const r11: Promised = {
  id: "R11",
  what: "A normal deploy makes no outcome unknown",
  engines: ["sqlite", "postgres"],
  run,
};
