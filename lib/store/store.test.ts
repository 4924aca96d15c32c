import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { sql, type Transaction } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES, REQUEST_STATES } from "#lib/domain/detach-request.ts";
import type { Database, RequestsTable } from "#lib/store/schema.ts";
import { databasePath } from "#lib/store/sqlite/database-file.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import {
  movableClock,
  temporaryFolder,
  temporaryStore,
  valueIn,
} from "#lib/store/temporary-store.test-data.ts";

function token(name: string, created_at = "2026-11-23T08:00:00.000Z") {
  return { token_hash: name, created_at, used_at: null };
}

function insertToken(store: Store, name: string, created_at?: string) {
  return store.write((tx) => tx.insertInto("setup_tokens").values(token(name, created_at)).execute());
}

async function tokens(store: Store): Promise<string[]> {
  const rows = await store.read((db) =>
    db.selectFrom("setup_tokens").select("token_hash").orderBy("token_hash").execute(),
  );
  return valueIn(rows).map((row) => row.token_hash);
}

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

  it("migrates once, and finds its work done the next time", async () => {
    const { store, url, clock } = await temporaryStore();
    expect(store.appliedMigrations).toEqual(["0001-first-tables", "0002-claims-and-seals"]);
    await store.close();
    const again = valueIn(await openStore({ url, clock }));
    expect(again.appliedMigrations).toEqual([]);
    await again.close();
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

  it("lets a tool work beside the server, and a reader change nothing", async () => {
    const { store, url, clock } = await temporaryStore();
    const tool = valueIn(await openStore({ url, clock, access: "tool" }));
    valueIn(await insertToken(tool, "from the tool"));
    expect(await tokens(store)).toEqual(["from the tool"]);
    await tool.close();
    const reader = valueIn(await openStore({ url, clock, access: "read-only" }));
    expect(await tokens(reader)).toEqual(["from the tool"]);
    expect(await insertToken(reader, "b")).toMatchObject({ ok: false, error: { reason: "read-only" } });
    await reader.close();
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
  it("takes back everything when the work throws, and goes on afterwards", async () => {
    const { store } = await temporaryStore();
    const failed = await store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      throw new Error("no");
    });
    expect(failed).toEqual({ ok: false, error: { kind: "unavailable", reason: "other", cause: "no" } });
    valueIn(await insertToken(store, "b"));
    expect(await tokens(store)).toEqual(["b"]);
  });

  it("runs one transaction after the other, and shows nobody an unfinished one", async () => {
    const { store } = await temporaryStore();
    const seen: string[][] = [];
    const slow = store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      seen.push(await tokens(store));
      await tx.insertInto("setup_tokens").values(token("b")).execute();
    });
    const next = store.write(async (tx) => {
      const rows = await tx.selectFrom("setup_tokens").select("token_hash").execute();
      seen.push(rows.map((row) => row.token_hash));
    });
    await Promise.all([slow, next]);
    expect(seen).toEqual([[], ["a", "b"]]);
  });

  it("refuses a write inside a write instead of waiting for itself", async () => {
    const { store } = await temporaryStore();
    const nested = await store.write(() => insertToken(store, "a"));
    expect(nested).toMatchObject({
      ok: false,
      error: { cause: expect.stringContaining("write inside a write") },
    });
  });

  it("refuses what stood in line too long", async () => {
    const { store, clock } = await temporaryStore();
    const first = store.write(async () => clock.advance(3_001));
    const second = insertToken(store, "late");
    expect((await first).ok).toBe(true);
    expect(await second).toMatchObject({ ok: false, error: { reason: "locked" } });
    expect(await tokens(store)).toEqual([]);
  });

  it("does not write through a read", async () => {
    const { store } = await temporaryStore();
    const tried = await store.read((db) => db.insertInto("setup_tokens").values(token("a")).execute());
    expect(tried).toMatchObject({ ok: false, error: { kind: "unavailable", reason: "read-only" } });
  });

  it("says that it is closed", async () => {
    const { store } = await temporaryStore();
    await store.close();
    expect(await insertToken(store, "a")).toMatchObject({ ok: false, error: { reason: "closed" } });
    expect(await store.read((db) => db.selectFrom("events").selectAll().execute())).toMatchObject({
      ok: false,
      error: { reason: "closed" },
    });
  });
});

describe("what must be unique", () => {
  const request: RequestsTable = {
    id: "r1",
    action: "detach",
    account_id: "1234567890123456",
    region_id: "cn-hangzhou",
    instance_id: "i-aaaaaaaa",
    network_interface_id: "eni-aaaaaaaa",
    trunk_network_interface_id: null,
    state: "recorded",
    asked_by_user_id: "u1",
    asked_by_name: "operator",
    asked_at: "2026-11-23T08:00:00.000Z",
    updated_at: "2026-11-23T08:00:00.000Z",
    ended_at: null,
    reason: "no longer needed",
    ticket: null,
    outcome: "unknown",
    evidence: null,
    ecs_request_id: null,
    code: null,
    detaching_since: null,
    lease_holder: null,
    lease_until: null,
    origin_request_id: null,
    send_deadline: null,
    fence: 0,
    snapshot: "{}",
    warnings: "[]",
    blockers: "[]",
    from_address: "127.0.0.1",
    from_user_agent: "test",
    correlation_id: "c1",
  };
  const insert = (store: Store, change: Partial<RequestsTable>) =>
    store.write((tx) =>
      tx
        .insertInto("requests")
        .values({ ...request, ...change })
        .execute(),
    );

  it.each(REQUEST_STATES)(
    "counts a request that is %s as open exactly when the domain does",
    async (state) => {
      const { store } = await temporaryStore();
      valueIn(await insert(store, { state }));
      const second = await insert(store, { id: "r2" });
      const isOpen = (OPEN_REQUEST_STATES as readonly string[]).includes(state);
      const conflict = { ok: false, error: { kind: "conflict", constraint: "one_open_request_per_eni" } };
      if (isOpen) expect(second).toEqual(conflict);
      else expect(second.ok).toBe(true);
    },
  );

  it("names the key where the index has no name of its own", async () => {
    const { store } = await temporaryStore();
    valueIn(await insertToken(store, "a"));
    expect(await insertToken(store, "a")).toEqual({
      ok: false,
      error: { kind: "conflict", constraint: "setup_tokens(token_hash)" },
    });
  });

  it("leaves two accounts with the same ENI id alone", async () => {
    const { store } = await temporaryStore();
    valueIn(await insert(store, {}));
    expect((await insert(store, { id: "r2", account_id: "2234567890123456" })).ok).toBe(true);
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

describe("a killed process", () => {
  it("leaves behind every write that it was told of", async () => {
    const path = join(temporaryFolder(), "desk.db");
    const script = `
      import { openStore } from "#lib/store/store.ts";
      const { value: store } = await openStore({ url: "file:${path}", clock: { now: () => Date.now() } });
      for (let n = 0; ; n += 1) {
        const row = { token_hash: String(n).padStart(6, "0"), created_at: "", used_at: null };
        const done = await store.write((tx) => tx.insertInto("setup_tokens").values(row).execute());
        if (!done.ok) throw new Error(JSON.stringify(done));
        process.stdout.write(row.token_hash + "\\n");
      }`;
    const child = spawn(
      process.execPath,
      ["--conditions=react-server", "--input-type=module", "-e", script],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let printed = "";
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.length > 700) child.kill("SIGKILL");
    }
    const told = printed.split("\n").filter((line) => line.length === 6);
    const store = valueIn(await openStore({ url: `file:${path}`, clock: movableClock() }));
    const kept = await tokens(store);
    expect(told.length).toBeGreaterThanOrEqual(100);
    expect(kept.slice(0, told.length)).toEqual(told);
    const database = new SqliteConnection(path, { readonly: true });
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    database.close();
    await store.close();
  });
});
