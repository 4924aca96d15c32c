import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Ground, newGround } from "#e2e/faults/database.ts";
import { type Desk, type Variables, variablesOf } from "#e2e/faults/desk.ts";
import { boundOf, count, percentile, seconds } from "#e2e/faults/figures.ts";
import { makeOldDatabase } from "#e2e/faults/old-database.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { type Stand, withStand } from "#e2e/faults/stand.ts";
import { numbers } from "#e2e/faults/together.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore, type Store } from "#lib/store/store.ts";

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const PEOPLE = 4;
const OLD_EVENTS = 1_000;

async function opened<T>({ variables }: Ground, work: (store: Store) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url = "", DATABASE_OWNER_URL: ownerUrl = null } = variables;
  const store = await openStore({ url, ownerUrl, clock: systemClock });
  if (!store.ok) throw new Error(`the store does not open: ${JSON.stringify(store.error)}`);
  return work(store.value).finally(() => store.value.close());
}

async function hashesIn(store: Store): Promise<string[]> {
  const read = await store.read((db) => db.selectFrom("events").select("hash").orderBy("seq").execute());
  if (!read.ok) throw new Error("the log cannot be read");
  return read.value.map(({ hash }) => hash);
}

async function isIntact(store: Store): Promise<boolean> {
  const verdict = await verifyChain(store);
  return verdict.ok && verdict.value.intact;
}

/** A database of the first version is opened by this one: it is migrated, and its log is what it was. */
async function migrateForward({ engine }: Run): Promise<string[]> {
  const ground = await newGround(engine);
  try {
    const before = await makeOldDatabase(engine, ground, OLD_EVENTS);
    return await opened(ground, async (store) => {
      const after = await hashesIn(store);
      const changed = before.filter((hash, index) => after[index] !== hash).length;
      const isMigrated = store.appliedMigrations.length > 0;
      return [
        ...(isMigrated ? [] : ["nothing was migrated"]),
        ...(changed === 0 ? [] : [`${changed} events changed their hash in the migration`]),
        ...((await isIntact(store)) ? [] : ["the chain is broken after the migration"]),
      ];
    });
  } finally {
    await ground.remove();
  }
}

async function program(name: "backup" | "restore", file: string, variables: Variables): Promise<void> {
  const { PATH = "", HOME = "" } = process.env;
  const args = ["--conditions=react-server", join(ROOT, `scripts/${name}.ts`), file];
  await execute(process.execPath, args, { env: { PATH, HOME, ...variables, NODE_ENV: "production" } });
}

/** Saves a database while people use it, restores it elsewhere, and looks whether it is the beginning of the same log. */
async function drill(
  run: Run,
  stand: Stand,
  desk: Desk,
  n: number,
): Promise<{ problems: string[]; tookMs: number }> {
  const file = join(stand.ground.folder, `backup-${n}`);
  const elsewhere = await newGround(run.engine);
  try {
    await program("backup", file, variablesOf(stand.ground.variables, stand.cloud.url));
    const startedAt = performance.now();
    await program("restore", file, variablesOf(elsewhere.variables, stand.cloud.url));
    const tookMs = performance.now() - startedAt;
    return await opened(elsewhere, async (store) => {
      const saved = await hashesIn(store);
      const live = (await desk.dump()).events.map(({ hash }) => hash);
      const changed = saved.filter((hash, index) => live[index] !== hash).length;
      return {
        tookMs,
        problems: [
          ...(saved.length > 0 ? [] : ["the restored log is empty"]),
          ...(changed === 0 ? [] : [`${changed} events changed their hash`]),
          ...((await isIntact(store)) ? [] : ["the restored chain is broken"]),
        ],
      };
    });
  } finally {
    await elsewhere.remove();
  }
}

const COMMANDS = ["backup", "restore"] as const;

async function drills(
  run: Run,
  wanted: number,
): Promise<{ problems: string[]; tookMs: number[]; left: string[] }> {
  const missing = COMMANDS.filter((name) => !existsSync(join(ROOT, `scripts/${name}.ts`)));
  const left = missing.map((name) => `there is no npm run ${name} yet`);
  if (missing.length > 0) return { problems: [], tookMs: [], left };
  return withStand(run, { enis: 20_000 }, async (stand) => {
    const desk = await stand.desk();
    const problems: string[] = [];
    const tookMs: number[] = [];
    let isOver = false;
    const asking = numbers(PEOPLE).map(async () => {
      while (!isOver) {
        const asked = await desk.ask(stand.cloud.next());
        if (!asked.ok) problems.push(`a person was turned down during a backup: ${asked.error.kind}`);
        await sleep(20);
      }
    });
    const drilling = async () => {
      for (const n of numbers(wanted)) {
        const done = await drill(run, stand, desk, n);
        problems.push(...done.problems);
        tookMs.push(done.tookMs);
      }
    };
    const drilled = drilling().finally(() => {
      isOver = true;
    });
    await Promise.all([drilled, ...asking]);
    return { problems, tookMs, left };
  });
}

async function run(run: Run): Promise<Finding> {
  const migrations = bySize(run.scale, { quick: 1, default: 3, full: 10 });
  const violations: string[] = [];
  for (const _ of numbers(migrations)) violations.push(...(await migrateForward(run)));
  const drilled = await drills(run, bySize(run.scale, { quick: 1, default: 20, full: 50 }));
  violations.push(...drilled.problems);
  const restores = drilled.tookMs.length;
  const trials = migrations + restores;
  const restored =
    restores > 0
      ? ` and ${restores} backups taken under load, each restored in ${seconds(percentile(drilled.tookMs, 0.95))} at p95`
      : "";
  const figure = `0 events changed in ${migrations} upgrades of ${count(OLD_EVENTS)} events${restored} (${boundOf(trials)})`;
  return { trials, violations, figure, left: drilled.left };
}

export const r12: Promised = {
  id: "R12",
  what: "Upgrade and restore keep the chain",
  engines: ["sqlite", "postgres"],
  run,
};
