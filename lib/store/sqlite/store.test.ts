import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { Kysely, sql, type Transaction } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import type { Database } from "#lib/store/schema.ts";
import { databasePath } from "#lib/store/sqlite/database-file.ts";
import { sqliteDialect } from "#lib/store/sqlite/dialect.ts";
import { openStore } from "#lib/store/store.ts";
import { temporaryFolder, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken, token, tokens } from "#lib/store/tokens.test-data.ts";

/** Another program at the same file; answers once it has printed its first line. */
async function otherProcess(script: string, path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, path], {
    cwd: process.cwd(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

describe("opening", () => {
  it("makes a folder and a file that only their owner can read", async () => {
    const { path } = await temporaryStore();
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  });

  it("writes through a WAL that is synced at every commit", async () => {
    const { store } = await temporaryStore();
    await insertToken(store, "a");
    const pragmas = await store.write(async (tx) => [
      (await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(tx)).rows[0]?.journal_mode,
      (await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(tx)).rows[0]?.synchronous,
      (await sql<{ foreign_keys: number }>`PRAGMA foreign_keys`.execute(tx)).rows[0]?.foreign_keys,
    ]);
    expect(valueIn(pragmas)).toEqual(["wal", 2, 1]);
    expect(valueIn(await store.check())).toEqual({ engine: "sqlite", durable: true });
  });

  it("is refused to a second server in this process and in another, and free again after closing", async () => {
    const { store, url, path, clock } = await temporaryStore();
    const refused = { ok: false, error: { kind: "unavailable", reason: "in-use" } };
    expect(await openStore({ url, clock })).toMatchObject(refused);
    await store.close();
    const child = await otherProcess(
      `import D from "better-sqlite3"; new D(process.argv[1] + ".lock").exec("BEGIN EXCLUSIVE");
       console.log("held"); setInterval(() => {}, 1000);`,
      path,
    );
    expect(await openStore({ url, clock })).toMatchObject(refused);
    child.kill("SIGKILL");
    await once(child, "exit");
    await valueIn(await openStore({ url, clock })).close();
  });

  it("makes nothing where a reader finds no database", async () => {
    const url = `file:${join(temporaryFolder(), "none.db")}`;
    expect((await openStore({ url, clock: systemClock, access: "read-only" })).ok).toBe(false);
    expect(() => statSync(url.slice(5))).toThrow("ENOENT");
  });

  it("says that a file is no database", async () => {
    const { path, url, store, clock } = await temporaryStore();
    await store.close();

    writeFileSync(path, "not a database, but long enough to be read as its first page".repeat(100));
    expect(await openStore({ url, clock })).toMatchObject({ ok: false, error: { reason: "corrupt" } });
  });

  it.each([
    ["file:/var/lib/x.db", "/var/lib/x.db"],
    ["file:///var/lib/x.db", "/var/lib/x.db"],
    ["file:.data/x.db", join(process.cwd(), ".data/x.db")],
    ["file://host/x.db", null],
    ["postgres://localhost/x", null],
    ["", null],
  ])("reads the address %j as the path %j", (url, path) => {
    expect(databasePath(url)).toBe(path);
  });
});

describe("writing", () => {
  it("refuses what stood in line too long", async () => {
    const { store, clock } = await temporaryStore();
    const first = store.write(async () => clock.advance(3_001));
    const second = insertToken(store, "late");
    expect((await first).ok).toBe(true);
    expect(await second).toMatchObject({ ok: false, error: { reason: "locked" } });
    expect(await tokens(store)).toEqual([]);
  });
});

/** Commits in the WAL: frames that say how large the database is after them. https://www.sqlite.org/fileformat2.html, 4.1 */
function commitsIn(path: string): number {
  const wal = readFileSync(`${path}-wal`);
  const frameBytes = 24 + wal.readUInt32BE(8);
  const frames = Array.from({ length: Math.floor((wal.length - 32) / frameBytes) }, (_, nth) => nth);
  return frames.filter((nth) => wal.readUInt32BE(32 + nth * frameBytes + 4) > 0).length;
}

describe("writes that stand in line at the same time", () => {
  const names = ["a", "b", "c", "d", "e"];

  it("share one commit, and are answered when all of it is there for others to read", async () => {
    const { store, path } = await temporaryStore();
    const before = commitsIn(path);
    const seen = names.map(async (name) => {
      valueIn(await insertToken(store, name));
      return tokens(store);
    });
    for (const each of await Promise.all(seen)) expect(each).toEqual(names);
    expect(commitsIn(path)).toBe(before + 1);
  });

  it("are each rolled back alone when they fail", async () => {
    const { store } = await temporaryStore();
    const failing = store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("half")).execute();
      throw new Error("changed its mind");
    });
    const [a, again, b] = await Promise.all([
      insertToken(store, "a"),
      insertToken(store, "a"),
      insertToken(store, "b"),
    ]);
    expect([a.ok, again.ok, b.ok]).toEqual([true, false, true]);
    expect(again).toMatchObject({ error: { kind: "conflict" } });
    expect(await failing).toMatchObject({ ok: false, error: { cause: "changed its mind" } });
    expect(await tokens(store)).toEqual(["a", "b"]);
  });

  it("are all told when there is no commit", async () => {
    const { store } = await temporaryStore();
    // What is deferred is found out when the transaction ends, and not before.
    const orphan = store.write(async (tx) => {
      await sql`PRAGMA defer_foreign_keys = ON`.execute(tx);
      await sql`INSERT INTO attempts (request_id, number, sent_at, result) VALUES ('none', 1, '', '')`.execute(
        tx,
      );
    });
    const others = names.map((name) => insertToken(store, name));
    for (const each of await Promise.all([orphan, ...others])) expect(each.ok).toBe(false);
    expect(await tokens(store)).toEqual([]);
    valueIn(await insertToken(store, "after"));
    expect(await tokens(store)).toEqual(["after"]);
  });

  it("are all told when SQLite gives up the whole transaction", async () => {
    const { store } = await temporaryStore();
    const first = insertToken(store, "a");
    const second = store.write((tx) => sql`ROLLBACK`.execute(tx));
    const third = insertToken(store, "b");
    expect((await first).ok).toBe(false);
    expect((await second).ok).toBe(false);
    expect((await third).ok).toBe(true);
    expect(await tokens(store)).toEqual(["b"]);
  });

  it("are no part of a transaction that nobody ends", async () => {
    const database = new SqliteConnection(":memory:");
    const db = new Kysely<Database>({ dialect: sqliteDialect(database) });
    database.exec("BEGIN");
    await expect(db.transaction().execute(async () => "done")).rejects.toThrow("within a transaction");
  });

  it("are few enough that nobody waits for everybody", async () => {
    const { store, path } = await temporaryStore();
    const before = commitsIn(path);
    const many = Array.from({ length: 70 }, (_, nth) => insertToken(store, `token ${nth}`));
    for (const each of await Promise.all(many)) valueIn(each);
    expect(commitsIn(path)).toBe(before + 3);
  });
});

describe("when nothing can be written", () => {
  it("says that the disk is full, and works again once there is room", async () => {
    const { store } = await temporaryStore();
    const limit = (pages: number) => (tx: Transaction<Database>) =>
      sql.raw(`PRAGMA max_page_count = ${pages}`).execute(tx);
    valueIn(await store.write(limit(1)));
    const filler = "x".repeat(100_000);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const full = await insertToken(store, `full ${attempt}`, filler);
      expect(full).toMatchObject({ ok: false, error: { kind: "unavailable", reason: "full" } });
    }
    expect(await tokens(store)).toEqual([]);
    valueIn(await store.write(limit(1_000_000)));
    valueIn(await insertToken(store, "after", filler));
    expect(await tokens(store)).toEqual(["after"]);
  });

  it("says that another process holds the lock, still reads, and works again once it lets go", async () => {
    const { store, path } = await temporaryStore();
    const child = await otherProcess(
      `import D from "better-sqlite3"; const d = new D(process.argv[1]); d.exec("BEGIN IMMEDIATE");
       console.log("held"); process.stdin.once("data", () => { d.exec("COMMIT"); console.log("free"); });
       setInterval(() => {}, 1000);`,
      path,
    );
    expect(await insertToken(store, "a")).toMatchObject({ ok: false, error: { reason: "locked" } });
    expect(await store.check()).toMatchObject({ ok: false, error: { reason: "locked" } });
    expect(await tokens(store)).toEqual([]);
    child.stdin?.write("go\n");
    if (child.stdout) await once(child.stdout, "data");
    valueIn(await insertToken(store, "b"));
    expect(await tokens(store)).toEqual(["b"]);
  });

  it("says that the database is read-only", async () => {
    const { store } = await temporaryStore();
    valueIn(await store.write((tx) => sql`PRAGMA query_only = ON`.execute(tx)));
    expect(await insertToken(store, "a")).toMatchObject({ ok: false, error: { reason: "read-only" } });
  });
});
