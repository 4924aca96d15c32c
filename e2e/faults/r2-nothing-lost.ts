import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { contradictions } from "#e2e/faults/checker.ts";
import { fileOf } from "#e2e/faults/database.ts";
import type { Desk } from "#e2e/faults/desk.ts";
import { NoAnswer } from "#e2e/faults/desk.ts";
import { Disk } from "#e2e/faults/disk.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { forget, integrityProblem, type Kept, openAgain } from "#e2e/faults/rebuilt.ts";
import { type Stand, withStand } from "#e2e/faults/stand.ts";
import { numbers } from "#e2e/faults/together.ts";
import { traceDetaches } from "#e2e/faults/traced-desk.ts";

type Told = { id: string; requestId: string | null };

const isDatabase = (path: string) => /\/desk\.db(-wal|-journal)?$/.test(path);

function missing(kept: Kept, told: readonly Told[], left: ReadonlySet<string>): string[] {
  const lost = told.filter(({ id, requestId }) => {
    return !kept.requests.has(id) || (requestId !== null && !kept.requestIds.has(requestId));
  });
  const unrecorded = [...left].filter((eni) => !kept.intents.has(eni));
  return [
    ...lost.map(({ id }) => `request ${id} was acknowledged and is lost`),
    ...unrecorded.map((eni) => `a detach of ${eni} left and there is no intent`),
  ];
}

/** Cuts the power at random moments of a trace, and at every acknowledgement. */
async function cutPower(run: Run): Promise<{ cuts: number; violations: string[] }> {
  const { scale, random } = run;
  const detaches = bySize(scale, { quick: 12, default: 150, full: 400 });
  const wanted = bySize(scale, { quick: 40, default: 1_000, full: 4_000 });
  const violations: string[] = [];
  const disk = new Disk(isDatabase);
  const told: Told[] = [];
  const left = new Set<string>();
  // About two hundred writes and syncs of the database a detach; each is as likely to be the last one.
  const chance = wanted / (detaches * 120);
  let cuts = 0;
  await traceDetaches(run, detaches, async (meaning, folder) => {
    disk.see(meaning.deed);
    if (meaning.leaves) left.add(meaning.leaves);
    if (meaning.told) told.push(meaning.told);
    const touchesDisk = "path" in meaning.deed && isDatabase(meaning.deed.path);
    if (told.length === 0 || !(meaning.told || (touchesDisk && random.next() < chance))) return;
    cuts += 1;
    const image = mkdtempSync(join(folder, "cut-"));
    disk.cut(image, random);
    const kept = await openAgain(image);
    if (typeof kept === "string") violations.push(`power cut ${cuts}: ${kept}`);
    else violations.push(...missing(kept, told, left).map((text) => `power cut ${cuts}: ${text}`));
    const integrity = typeof kept === "string" ? null : integrityProblem(join(image, "desk.db"));
    if (integrity) violations.push(`power cut ${cuts}: ${integrity}`);
    forget(image);
  });
  if (told.length !== detaches)
    violations.push(`${told.length} acknowledgements were seen where ${detaches} belong`);
  return { cuts, violations };
}

/** Asked together before each kill, so that it strikes while something is under way. */
const ASKED_TOGETHER = 6;
/** Kill at any moment up to twice the time that so many take. */
const KILL_WITHIN_MS = 160;
const END_MS = 60_000;

async function askUntilKilled(desk: Desk, { cloud }: Stand, told: Told[]): Promise<void> {
  const asked = await desk.ask(cloud.next()).catch((cause: unknown) => {
    if (cause instanceof NoAnswer) return null;
    throw cause;
  });
  if (!asked?.ok) return;
  const { id, attempts } = asked.value.request;
  told.push({ id, requestId: attempts.at(-1)?.requestId ?? null });
}

/** Kills the desk again and again on one database; what it has said must be there the next time. */
async function kill(run: Run): Promise<{ kills: number; violations: string[] }> {
  const { scale, engine, random } = run;
  const kills = bySize(scale, { quick: 4, default: 200, full: 500 });
  const violations: string[] = [];
  const told: Told[] = [];
  await withStand(run, { enis: kills * ASKED_TOGETHER + 10 }, async (stand) => {
    for (const n of numbers(kills)) {
      const desk = await stand.desk();
      const asked = numbers(ASKED_TOGETHER).map(() => askUntilKilled(desk, stand, told));
      await sleep(random.below(KILL_WITHIN_MS));
      await desk.kill();
      await Promise.all(asked);
      if (engine !== "sqlite") continue;
      const kept = await openAgain(stand.ground.folder);
      if (typeof kept === "string") violations.push(`kill ${n}: ${kept}`);
      else violations.push(...missing(kept, told, new Set()).map((text) => `kill ${n}: ${text}`));
      const integrity = integrityProblem(fileOf(stand.ground));
      if (integrity) violations.push(`kill ${n}: ${integrity}`);
    }
    const last = await stand.desk();
    await last.settled(END_MS);
    const dump = await last.dump();
    const kept = new Set(dump.requests.map(({ id }) => id));
    const ids = new Set(dump.attempts.map(({ ecs_request_id }) => ecs_request_id));
    for (const { id, requestId } of told) {
      if (!kept.has(id) || !ids.has(requestId)) violations.push(`request ${id} was acknowledged and is lost`);
    }
    const calls = await stand.cloud.detaches();
    violations.push(...contradictions(dump, { calls, world: await stand.cloud.world() }));
    const verdict = await last.verify();
    if (!verdict.intact) violations.push(`the chain is broken at ${verdict.firstBadSeq}`);
  });
  return { kills, violations };
}

async function run(run: Run): Promise<Finding> {
  const power = run.engine === "sqlite" ? await cutPower(run) : { cuts: 0, violations: [] };
  const killed = await kill(run);
  const trials = power.cuts + killed.kills;
  const violations = [...power.violations, ...killed.violations];
  const cuts = run.engine === "sqlite" ? `${count(power.cuts)} power cuts and ` : "";
  return {
    trials,
    violations,
    figure: `nothing lost in ${cuts}${count(killed.kills)} kills (${boundOf(trials)})`,
  };
}

export const r2: Promised = {
  id: "R2",
  what: "Nothing that was acknowledged is lost",
  engines: ["sqlite", "postgres"],
  run,
};
