import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import type { Cloud, Target } from "#e2e/faults/cloud.ts";
import type { Dump } from "#e2e/faults/desk.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { together } from "#e2e/faults/together.ts";

/** Longer than the desk waits for an answer, shorter than it watches the ENI afterwards. */
const LATE_MS = 1_800;

/** Every way in which a call can be sent and its outcome not be told. `applied`: whether ECS has done it. */
const FAULTS: readonly { fault: Readonly<Record<string, unknown>>; applied: boolean }[] = [
  { fault: { kind: "drop-after" }, applied: true },
  { fault: { kind: "drop-before" }, applied: false },
  { fault: { kind: "apply-late", ms: LATE_MS }, applied: true },
  { fault: { kind: "error", code: "InternalError", applied: true }, applied: true },
  { fault: { kind: "error", code: "InternalError" }, applied: false },
  { fault: { kind: "error", code: "ServiceUnavailable", httpStatus: 503, applied: true }, applied: true },
  { fault: { kind: "error", code: "ServiceUnavailable", httpStatus: 503 }, applied: false },
  { fault: { kind: "truncate", reset: true }, applied: true },
  { fault: { kind: "truncate" }, applied: true },
  { fault: { kind: "no-request-id" }, applied: true },
  { fault: { kind: "html", httpStatus: 502 }, applied: false },
  { fault: { kind: "hang" }, applied: false },
];

/** What other people do with the same ENI meanwhile. */
const ACTORS = ["nobody", "nobody", "detaches", "detaches-and-attaches-again"] as const;
const ACTS_WITHIN_MS = 2_500;
/** A detach of the emulator takes 100 ms; by then somebody else can attach again. */
const DETACHED_BY_MS = 250;
/** From the read that shows an end to its record, for a group of requests. */
const LOOK_MS = 1_000;
const AT_ONCE = 60;
/** Windows of 3 s, a time-out of 1 s, and what a busy machine adds. */
const END_MS = 30_000;

interface Trial {
  target: Target;
  fault: (typeof FAULTS)[number];
  actor: (typeof ACTORS)[number];
  /** When somebody else's detach had worked; null: it did not. */
  movedAt: number | null;
}

async function act(cloud: Cloud, trial: Trial, delayMs: number): Promise<void> {
  const { target, actor } = trial;
  if (actor === "nobody") return;
  await sleep(delayMs);
  if (await cloud.outside("DetachNetworkInterface", target)) trial.movedAt = Date.now();
  if (actor === "detaches") return;
  await sleep(DETACHED_BY_MS);
  await cloud.outside("AttachNetworkInterface", target);
}

async function run(run: Run): Promise<Finding> {
  const each = bySize(run.scale, { quick: 3, default: 100, full: 500 });
  const trials: Trial[] = [];
  const violations: string[] = [];
  const lasted: number[] = [];
  await withStand(run, { enis: FAULTS.length * each + 10 }, async ({ cloud, desk: start }) => {
    const desk = await start();
    for (const fault of FAULTS) {
      for (let n = 0; n < each; n += 1) {
        trials.push({ target: cloud.next(), fault, actor: run.random.pick(ACTORS), movedAt: null });
      }
    }
    await together(trials, AT_ONCE, async (trial) => {
      const { target, fault } = trial;
      const { networkInterfaceId } = target;
      await cloud.fault({ action: "DetachNetworkInterface", networkInterfaceId }, fault.fault, { times: 1 });
      const delayMs = run.random.below(ACTS_WITHIN_MS);
      const [asked] = await Promise.all([desk.ask(target), act(cloud, trial, delayMs)]);
      // Somebody else was first: there is nothing to detach any more, and nothing was sent.
      if (!asked.ok && trial.actor === "nobody")
        violations.push(`${networkInterfaceId}: ${asked.error.kind}`);
    });
    await desk.settled(END_MS);
    const dump = await desk.dump();
    const calls = await cloud.detaches();
    const touched = new Set(trials.filter(({ actor }) => actor !== "nobody").map(idOf));
    violations.push(...contradictions(dump, { calls, world: await cloud.world(), touched }));
    for (const trial of trials) violations.push(...judge(trial, dump));
    lasted.push(...dump.requests.flatMap(unknownLasted(dump)));
    const verdict = await desk.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
  });
  const figure = `one send each in ${count(trials.length)} of ${count(trials.length)} unanswered calls (${boundOf(trials.length)}); unknown for ${seconds(percentile(lasted, 0.95))} at p95, settle window 3 s`;
  return { trials: trials.length, violations, figure };
}

const idOf = ({ target }: Trial) => target.networkInterfaceId;

function judge(trial: Trial, dump: Dump): string[] {
  const id = idOf(trial);
  const request = dump.requests.find((each) => each.network_interface_id === id && each.state !== "blocked");
  if (!request) return trial.actor === "nobody" ? [`${id}: it became no request`] : [];
  const attempts = dump.attempts.filter(({ request_id }) => request_id === request.id);
  const problems: string[] = [];
  const problem = (text: string) =>
    problems.push(`${id} (${JSON.stringify(trial.fault.fault)}, ${trial.actor}): ${text}`);
  if (attempts.length !== 1) problem(`${attempts.length} attempts`);
  if (request.evidence === "answered") problem("it claims an answer that never came");
  const ends = trial.fault.applied ? ["detached"] : ["still-attached"];
  if (trial.actor === "nobody" && !ends.includes(request.state)) problem(`it ended as ${request.state}`);
  // On a busy machine somebody else may come after the end: that one was right when it was written.
  const endedAt = Date.parse(request.ended_at ?? "");
  const cameBefore = trial.movedAt !== null && trial.movedAt < endedAt - LOOK_MS;
  if (trial.actor === "detaches" && cameBefore && request.state !== "detached")
    problem(
      `it ended as ${request.state}, ${endedAt - (trial.movedAt ?? 0)} ms after somebody else's detach`,
    );
  return problems;
}

/** From the answer that was none to the end, in milliseconds. */
function unknownLasted(dump: Dump) {
  return (request: Dump["requests"][number]): number[] => {
    const attempt = dump.attempts.find(({ request_id }) => request_id === request.id);
    if (attempt?.result !== "unknown" || !attempt.answered_at || !request.ended_at) return [];
    return [Date.parse(request.ended_at) - Date.parse(attempt.answered_at)];
  };
}

export const r5: Promised = {
  id: "R5",
  what: "An unknown outcome is resolved by reading, never by sending again",
  engines: ["sqlite", "postgres"],
  run,
};
