import { contradictions } from "#e2e/faults/checker.ts";
import type { Call, Cloud } from "#e2e/faults/cloud.ts";
import type { Dump } from "#e2e/faults/desk.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers, together } from "#e2e/faults/together.ts";

/** Shares of the calls that are turned away. */
const STORMS = [0.3, 0.5, 0.7, 0.9] as const;
const PUBLISHED_STORM = 0.5;
const PEOPLE = 50;
const DEADLINE_S = 12;
const END_MS = 60_000;
/** The pause that the product draws its waits from; doubles with each further call, up to the longest. */
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8_000;
/** Drawn evenly from 0 to the pause, waits vary by 0.29 of it (one standard deviation); without jitter by next to nothing. */
const LEAST_SPREAD = 0.15;

interface Tally {
  trials: number;
  violations: string[];
  waits: number[];
  doneAfter: number[];
  notSent: number;
}

async function storm(run: Run, share: number, requests: number, tally: Tally): Promise<void> {
  await withStand(run, { enis: requests + 10 }, async ({ cloud, desk: start }) => {
    const desk = await start({ SEND_DEADLINE_S: String(DEADLINE_S) });
    const match = { action: "DetachNetworkInterface" };
    await cloud.fault(match, { kind: "throttle" }, { probability: share });
    await askAll(requests, cloud, desk, tally);
    await desk.settled(END_MS);
    const dump = await desk.dump();
    const calls = await cloud.detaches();
    tally.violations.push(...contradictions(dump, { calls, world: await cloud.world() }));
    tally.violations.push(...unfinished(dump));
    tally.waits.push(...waits(calls));
    tally.notSent += dump.requests.filter(({ state }) => state === "not-sent").length;
    if (share === PUBLISHED_STORM) tally.doneAfter.push(...doneAfter(dump));
  });
}

/** A quota that is smaller than the wish: what ECS lets through is detached, the rest is told honestly. */
async function quota(run: Run, requests: number, tally: Tally): Promise<void> {
  const perMinute = Math.ceil(requests / 2);
  await withStand(
    run,
    { enis: requests + 10, detachesPerMinute: perMinute },
    async ({ cloud, desk: start }) => {
      const desk = await start({ SEND_DEADLINE_S: "3" });
      await askAll(requests, cloud, desk, tally);
      await desk.settled(END_MS);
      const dump = await desk.dump();
      const calls = await cloud.detaches();
      tally.violations.push(
        ...contradictions(dump, { calls, world: await cloud.world() }),
        ...unfinished(dump),
      );
      for (const [minute, applied] of perMinuteOf(calls)) {
        if (applied > perMinute)
          tally.violations.push(`${applied} detaches in the minute ${minute}, quota ${perMinute}`);
      }
    },
  );
}

async function askAll(
  requests: number,
  cloud: Cloud,
  desk: Awaited<ReturnType<Parameters<Parameters<typeof withStand>[2]>[0]["desk"]>>,
  tally: Tally,
): Promise<void> {
  await together(numbers(requests), PEOPLE, async (n) => {
    const asked = await desk.ask(cloud.next(), { by: `operator-${n % PEOPLE}` });
    if (!asked.ok) tally.violations.push(`a person was locked out: ${asked.error.kind}`);
    tally.trials += 1;
  });
}

function unfinished({ requests }: Dump): string[] {
  const ends = ["detached", "not-sent"];
  return requests.flatMap(({ id, state }) =>
    ends.includes(state) ? [] : [`request ${id} ended as ${state}`],
  );
}

/** The waits between the calls for one ENI, each as a share of the pause that it was drawn from. */
function waits(calls: readonly Call[]): number[] {
  const last = new Map<string, { at: number; pause: number }>();
  return calls.flatMap(({ params, at: time }) => {
    const eni = params.NetworkInterfaceId ?? "";
    const at = Date.parse(time);
    const before = last.get(eni);
    const pause = before ? Math.min(before.pause * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    last.set(eni, { at, pause });
    return before ? [(at - before.at) / before.pause] : [];
  });
}

function doneAfter({ requests }: Dump): number[] {
  return requests.flatMap(({ asked_at, ended_at, state }) =>
    ended_at && state === "detached" ? [Date.parse(ended_at) - Date.parse(asked_at)] : [],
  );
}

function perMinuteOf(calls: readonly Call[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { at, applied } of calls) {
    const minute = at.slice(0, 16);
    if (applied) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

async function run(run: Run): Promise<Finding> {
  const each = bySize(run.scale, { quick: 20, default: 100, full: 500 });
  const storms = run.scale === "quick" ? [0.7] : STORMS;
  const tally: Tally = { trials: 0, violations: [], waits: [], doneAfter: [], notSent: 0 };
  for (const share of storms) await storm(run, share, each, tally);
  await quota(run, each, tally);
  const spread = spreadOf(tally.waits);
  if (!(spread >= LEAST_SPREAD))
    tally.violations.push(`waits vary by ${spread.toFixed(2)} of the pause only`);
  const { trials, violations, notSent } = tally;
  const shares = storms.map((share) => `${share * 100} %`).join(", ");
  const done =
    tally.doneAfter.length > 0
      ? `; done after ${seconds(percentile(tally.doneAfter, 0.95))} at p95 under 50 %`
      : "";
  const figure = `${count(trials)} of ${count(trials)} came to a definite end under ${shares} throttling and a quota of half the wish (${boundOf(trials)}); ${notSent} not sent by the deadline of ${DEADLINE_S} s${done}; waits vary by ${spread.toFixed(2)} of the pause`;
  return { trials, violations, figure };
}

export const r10: Promised = {
  id: "R10",
  what: "Throttling loses no detach, repeats none and locks nobody out",
  engines: ["sqlite", "postgres"],
  run,
};
