import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { setImmediate as untilNextTurn } from "node:timers/promises";
import { describe, expect, inject, it } from "vitest";
import { appendEvent } from "#lib/audit/append-event.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import {
  temporaryDatabase,
  temporaryFolder,
  temporaryStore,
  valueIn,
} from "#lib/store/temporary-store.test-data.ts";
import { findPostgresql } from "#scripts/postgresql.ts";

interface Ended {
  status: number | null;
  said: string;
}

/** A command of package.json with the database that it is about. */
function run(name: "backup" | "restore" | "migrate", url: string, ...options: string[]): Promise<Ended> {
  const programs = inject("engine") === "postgres" ? [findPostgresql()] : [];
  const child: ChildProcess = spawn(
    process.execPath,
    ["--conditions=react-server", `scripts/${name}.ts`, ...options],
    {
      env: { ...process.env, DATABASE_URL: url, PATH: [...programs, process.env.PATH].join(delimiter) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  return ended(child);
}

async function ended(child: ChildProcess): Promise<Ended> {
  const over = once(child, "exit");
  const parts = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ""));
  const said = (await Promise.all(parts)).join("");
  await over;
  return { status: child.exitCode, said };
}

async function append(store: Store, count: number): Promise<void> {
  const event = { actor: SYSTEM_ACTOR, action: "system.started", result: "ok", correlationId: "é" } as const;
  for (let n = 0; n < count; n += 1) {
    valueIn(await store.write((tx) => appendEvent(tx, store.clock, { ...event, after: { n } })));
  }
}

async function hashes(store: Store): Promise<string[]> {
  const rows = await store.read((db) => db.selectFrom("events").select("hash").orderBy("seq").execute());
  return valueIn(rows).map(({ hash }) => hash);
}

const elsewhere = () => temporaryDatabase({ migrated: false });

describe("a backup while people work", () => {
  it("is restored elsewhere with the chain intact and no hash changed", async () => {
    const { store, url } = await temporaryStore();
    await append(store, 50);
    const file = join(temporaryFolder(), "desk.backup");
    const backup = run("backup", url, file);
    let isOver = false;
    void backup.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await append(store, 5);
      // SQLite writes without ever waiting; the event loop needs its turn to hear of the backup's end.
      await untilNextTurn();
    }
    expect(await backup).toMatchObject({ status: 0, said: expect.stringContaining("bytes in") });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const target = await elsewhere();
    const restored = await run("restore", target.url, file);
    expect(restored.said).toMatch(/^Restored in .* s\. Intact: \d+ events\. Head: \d+:[0-9a-f]{64}$/m);
    expect(restored.status).toBe(0);
    const copy = valueIn(await openStore({ url: target.url, clock: systemClock }));
    const [kept, all] = [await hashes(copy), await hashes(store)];
    expect(kept.length).toBeGreaterThanOrEqual(50);
    expect(kept).toEqual(all.slice(0, kept.length));
    // What was restored goes on where it was.
    await append(copy, 1);
    await copy.close();
    expect(await run("restore", target.url, file)).toMatchObject({
      status: 2,
      said: expect.stringContaining("nothing is restored over"),
    });
  });

  it("replaces no file", async () => {
    const { url } = await temporaryStore();
    const file = join(temporaryFolder(), "precious");
    writeFileSync(file, "precious");
    expect(await run("backup", url, file)).toMatchObject({ status: 1 });
    expect(readFileSync(file, "utf8")).toBe("precious");
  });

  it("leaves nothing behind when there is nothing to copy", async () => {
    const { url } = await elsewhere();
    const folder = temporaryFolder();
    const nowhere = inject("engine") === "sqlite" ? url : url.replace(/\/[^/]+$/, "/no_such_database");
    expect(await run("backup", nowhere, join(folder, "copy"))).toMatchObject({ status: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("restoring", () => {
  it("takes no file that is no backup, and leaves nothing behind", async () => {
    const { url, path } = await elsewhere();
    const file = join(temporaryFolder(), "letter");
    writeFileSync(file, "Dear Sir or Madam, ".repeat(500));
    expect(await run("restore", url, file)).toMatchObject({ status: 2 });
    if (inject("engine") === "sqlite") expect(existsSync(path)).toBe(false);
    expect(await run("migrate", url)).toMatchObject({ status: 0 });
  });
});

describe("migrating", () => {
  it("makes the tables once, and the log says so", async () => {
    const { url } = await elsewhere();
    expect(await run("migrate", url)).toMatchObject({
      status: 0,
      said: expect.stringContaining("Applied 0001-first-tables"),
    });
    expect((await run("migrate", url)).said).toContain("nothing was changed");
    const store = valueIn(await openStore({ url, clock: systemClock }));
    const events = await store.read((db) => db.selectFrom("events").select("action").execute());
    await store.close();
    expect(valueIn(events)).toEqual([{ action: "system.migrated" }]);
  });
});
