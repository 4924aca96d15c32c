import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import type { Call, Cloud, Target } from "#e2e/faults/cloud.ts";
import { type Desk, NoAnswer, PATIENT } from "#e2e/faults/desk.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers, together } from "#e2e/faults/together.ts";

const PARALLEL = 50;
const AT_ONCE = 3;
const TRIES = 20;
const END_MS = 60_000;

interface Scene {
  cloud: Cloud;
  desk: Desk;
  /** Another replica, where there can be one; else the same desk. */
  other: Desk;
  target: Target;
  /** Calls that ECS must have got for this ENI in the end. */
  expect: number;
  expectAttaches: number;
}

type Kind = (scene: Scene) => Promise<string[]>;
type Answers = Awaited<ReturnType<Desk["ask"]>>[];

/** A busy database refuses what stands in line too long, and everybody may try again with the same key. */
async function untilRecorded(ask: () => ReturnType<Desk["ask"]>): ReturnType<Desk["ask"]> {
  for (let tries = 1; ; tries += 1) {
    const asked = await ask();
    if (asked.ok || asked.error.kind !== "cannot-be-recorded" || tries === TRIES) return asked;
    await sleep(200);
  }
}

/** A double click, fifty times over: everybody gets the one request. */
async function sameKey({ desk, target }: Scene): Promise<string[]> {
  const key = randomUUID();
  const answers = await Promise.all(
    numbers(PARALLEL).map(() => untilRecorded(() => desk.ask(target, { key }))),
  );
  return [...oneRequest(answers), ...sameRequestId(answers)];
}

/** Two tabs, or two people: one asks, the others are told of the open request. */
async function differentKeys({ desk, target }: Scene): Promise<string[]> {
  const answers = await Promise.all(
    numbers(PARALLEL).map((n) => untilRecorded(() => desk.ask(target, { by: `operator-${n % 5}` }))),
  );
  const accepted = answers.filter(({ ok }) => ok).length;
  const told = answers.filter((answer) => !answer.ok && isTurnedDown(answer.error.kind)).length;
  return accepted === 1 && told === PARALLEL - 1
    ? []
    : [`${accepted} accepted, ${told} told, of ${PARALLEL}`];
}

/** An open request, or (for the slowest of fifty) an ENI that is on its way already. */
const isTurnedDown = (kind: string) => ["request-open", "blocked", "changed"].includes(kind);

/** The key of one wish used for another one. */
async function otherBody({ desk, target }: Scene): Promise<string[]> {
  const key = randomUUID();
  const first = await untilRecorded(() => desk.ask(target, { key }));
  const others = await Promise.all(
    numbers(PARALLEL - 1).map((n) =>
      untilRecorded(() => desk.ask(target, { key, reason: `another reason, number ${n}` })),
    ),
  );
  const refused = others.filter((answer) => !answer.ok && answer.error.kind === "key-reused").length;
  return first.ok && refused === others.length
    ? []
    : [`first ${first.ok}, ${refused} of ${others.length} refused`];
}

/** A balancer that answers 502 while the desk goes on, and callers that try again with their key. */
async function balancerGivesUp({ desk, target }: Scene): Promise<string[]> {
  const key = randomUUID();
  const lost = numbers(PARALLEL - 1).map((n) => desk.askAndHangUp(target, key, n % 20));
  const retried = Promise.all(
    lost.map(async (each) => {
      await each.catch(ignoreNoAnswer);
      return untilRecorded(() => desk.ask(target, { key }));
    }),
  );
  return [...oneRequest(await retried), ...sameRequestId(await retried)];
}

function ignoreNoAnswer(cause: unknown): void {
  if (!(cause instanceof NoAnswer)) throw cause;
}

/** A balancer that tries another replica while the first one is still looking at the ENI. */
async function retryElsewhere({ cloud, desk, other, target }: Scene): Promise<string[]> {
  const key = randomUUID();
  const read = { action: "DescribeNetworkInterfaces", networkInterfaceId: target.networkInterfaceId };
  await cloud.fault(read, { kind: "latency", ms: 300 }, { times: 1 });
  const first = desk.ask(target, { key });
  await sleep(150);
  // The second looks its key up before the first has taken it, and sees the ENI after the first has moved it.
  await cloud.fault(read, { kind: "latency", ms: 800 }, { times: 1 });
  const answers = await Promise.all([first, other.ask(target, { key })]);
  return oneRequest(answers);
}

/** A first attempt that never arrived, and fifty people who send it again at once: one more attempt. */
async function sendAgain(scene: Scene): Promise<string[]> {
  const { cloud, desk, target } = scene;
  const match = { action: "DetachNetworkInterface", networkInterfaceId: target.networkInterfaceId };
  await cloud.fault(match, { kind: "drop-before" }, { times: 1 });
  const first = await desk.ask(target);
  if (!first.ok) return [`the first was turned down: ${first.error.kind}`];
  scene.expect = 2;
  const { id } = first.value.request;
  const key = randomUUID();
  const answers = await Promise.all(
    numbers(PARALLEL).map((n) =>
      untilRecorded(() => desk.sendAgain(target, id, 1, n % 2 === 0 ? { key } : {})),
    ),
  );
  const sent = answers.filter(({ ok }) => ok).length;
  const movedOn = answers.filter(
    (answer) => !answer.ok && ["moved-on", "blocked"].includes(answer.error.kind),
  ).length;
  // Everybody with the winner's key gets its answer; everybody else is told that it moved on.
  return sent >= 1 && sent + movedOn === PARALLEL ? [] : [`${sent} sent, ${movedOn} told, of ${PARALLEL}`];
}

/** A dialog that was opened before somebody else's detach, and is answered after its end. */
async function staleRead({ desk, other, target }: Scene): Promise<string[]> {
  const looked = await other.preflight(target);
  const first = await desk.ask(target);
  if (!looked.ok || !first.ok) return ["the first could not be asked"];
  if (!(await hasEnded(desk, first.value.request.id))) return ["the first came to no end"];
  const second = await other.ask(target, { by: "another-operator" });
  return second.ok ? ["a second detach was carried out on what was seen before the first"] : [];
}

/** A detach that is over, and fifty people who want it undone: one attach. */
async function attachBack(scene: Scene): Promise<string[]> {
  const { desk, target } = scene;
  const first = await desk.ask(target);
  if (!first.ok) return [`the detach was turned down: ${first.error.kind}`];
  const { id } = first.value.request;
  if (!(await hasEnded(desk, id))) return ["the detach came to no end"];
  scene.expectAttaches = 1;
  const key = randomUUID();
  const answers = await Promise.all(
    numbers(PARALLEL).map((n) =>
      untilRecorded(() => desk.attachBack(target, id, n % 2 === 0 ? { key } : {})),
    ),
  );
  const sent = answers.filter(({ ok }) => ok).length;
  const told = answers.filter((answer) => !answer.ok && isTurnedDown(answer.error.kind)).length;
  return sent >= 1 && sent + told === PARALLEL ? [] : [`${sent} sent, ${told} told, of ${PARALLEL}`];
}

async function hasEnded(desk: Desk, id: string): Promise<boolean> {
  for (const deadline = Date.now() + END_MS; Date.now() < deadline; await sleep(200)) {
    const open = await desk.open();
    if (open.ok && open.value.every((request) => request.id !== id)) return true;
  }
  return false;
}

function oneRequest(answers: Answers): string[] {
  const ids = new Set(answers.map((answer) => (answer.ok ? answer.value.request.id : answer.error.kind)));
  return ids.size === 1 && answers.every(({ ok }) => ok) ? [] : [`answers name ${[...ids].join(", ")}`];
}

function sameRequestId(answers: Answers): string[] {
  const ids = new Set(
    answers.map((answer) => (answer.ok ? answer.value.request.attempts.at(-1)?.requestId : null)),
  );
  return ids.size === 1 && !ids.has(null) ? [] : [`${ids.size} RequestIds were told`];
}

const KINDS: Readonly<Record<string, Kind>> = {
  sameKey,
  differentKeys,
  otherBody,
  balancerGivesUp,
  retryElsewhere,
  sendAgain,
  staleRead,
  attachBack,
};

async function run(run: Run): Promise<Finding> {
  const trials = bySize(run.scale, { quick: 16, default: 240, full: 1_000 });
  const violations: string[] = [];
  const kinds = Object.entries(KINDS);
  await withStand(run, { enis: trials + 10 }, async ({ cloud, desk: start }) => {
    const desk = await start(PATIENT);
    const other = run.engine === "postgres" ? await start(PATIENT) : desk;
    const scenes: Scene[] = [];
    await together(numbers(trials), AT_ONCE, async (n) => {
      const [name, kind] = kinds[n % kinds.length] ?? ["", sameKey];
      const scene: Scene = { cloud, desk, other, target: cloud.next(), expect: 1, expectAttaches: 0 };
      scenes.push(scene);
      const problems = await kind(scene);
      violations.push(...problems.map((text) => `${name}, ${scene.target.networkInterfaceId}: ${text}`));
    });
    await desk.settled(END_MS);
    const [detaches, attaches] = await Promise.all([cloud.detaches(), cloud.attaches()]);
    const touched = new Set<string>();
    for (const { target, expect, expectAttaches } of scenes) {
      const { networkInterfaceId: id } = target;
      if (expectAttaches > 0) touched.add(id);
      const sentOf = (calls: readonly Call[]) =>
        calls.filter(({ params }) => params.NetworkInterfaceId === id).length;
      if (sentOf(detaches) !== expect)
        violations.push(`${id}: ${sentOf(detaches)} detaches where ${expect} belong`);
      if (sentOf(attaches) !== expectAttaches) {
        violations.push(`${id}: ${sentOf(attaches)} attaches where ${expectAttaches} belong`);
      }
    }
    const calls = [...detaches, ...attaches];
    violations.push(...contradictions(await desk.dump(), { calls, world: await cloud.world(), touched }));
    const verdict = await desk.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
  });
  const figure = `one call at ECS in ${count(trials)} of ${count(trials)} crowds of ${PARALLEL} (${boundOf(trials)})`;
  return { trials, violations, figure };
}

export const r6: Promised = {
  id: "R6",
  what: "Double click, retry, two tabs, proxy retry: one send",
  engines: ["sqlite", "postgres"],
  run,
};
