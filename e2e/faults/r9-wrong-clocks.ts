import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import type { Dump } from "#e2e/faults/desk.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { jumpingClock } from "#e2e/faults/jumping-clock.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { Replicas } from "#e2e/faults/replicas.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers, together } from "#e2e/faults/together.ts";

const TEN_MINUTES_MS = 600_000;
const OFFSETS = [-TEN_MINUTES_MS, 0, TEN_MINUTES_MS] as const;
const AT_ONCE = 16;
const PAUSE_MS = 4_500;
const END_MS = 90_000;
/** A lease of these replicas is 3 s: each is jumped over by far. */
const JUMP_EVERY_MS = 2_000;

async function run(run: Run): Promise<Finding> {
  const requests = bySize(run.scale, { quick: 60, default: 2_000, full: 10_000 });
  const violations: string[] = [];
  const left: string[] = [];
  let jumps = 0;
  await withStand(run, { enis: requests + 10 }, async (stand) => {
    const { cloud } = stand;
    const replicas = new Replicas(stand, run.random);
    for (const offset of OFFSETS) await replicas.add({ ENI_DESK_CLOCK_OFFSET_MS: String(offset) });
    const clock = await jumpingClock(stand.ground.folder);
    if ("lacking" in clock) left.push(clock.lacking);
    else await replicas.add(clock.variables);
    const targets = numbers(requests).map(() => cloud.next());
    let asked = 0;
    const isOver = () => asked === requests;
    const jumping = (async () => {
      while (!isOver() && !("lacking" in clock)) {
        await sleep(JUMP_EVERY_MS);
        clock.set(run.random.between(-TEN_MINUTES_MS, TEN_MINUTES_MS));
        jumps += 1;
      }
    })();
    const pausing = (async () => {
      while (!isOver()) await replicas.pause(PAUSE_MS);
    })();
    const match = { action: "DetachNetworkInterface" };
    await cloud.fault(match, { kind: "drop-after" }, { probability: 0.05 });
    await together(targets, AT_ONCE, async (target) => {
      const said = await replicas.ask(target, "operator");
      if (!/^[0-9a-f-]{36}$/.test(said)) violations.push(`${target.networkInterfaceId}: ${said}`);
      asked += 1;
    });
    await Promise.all([jumping, pausing]);
    await cloud.clearFaults();
    const desk = replicas.any();
    await desk.settled(END_MS);
    const dump = await desk.dump();
    const calls = await cloud.detaches();
    violations.push(...contradictions(dump, { calls, world: await cloud.world() }), ...disorder(dump));
    const verdict = await desk.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
  });
  const jumped = jumps > 0 ? ` and ${jumps} jumps of a fourth` : "";
  const figure = `0 double sends and 0 events out of order in ${count(requests)} requests, clocks 10 min behind, right and 10 min ahead${jumped} (${boundOf(requests)})`;
  return { trials: requests, violations, figure, left };
}

/** The number of an event is its place in time, whoever wrote it; a replica's own clock would show as a jump back. */
function disorder({ events }: Dump): string[] {
  return events.flatMap((event, index) => {
    const before = events[index - 1];
    return before && before.at > event.at
      ? [`event ${event.seq} is older than the one before it: ${event.at}`]
      : [];
  });
}

export const r9: Promised = {
  id: "R9",
  what: "Wrong clocks do no harm",
  engines: ["postgres"],
  run,
};
