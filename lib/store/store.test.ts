import { spawn } from "node:child_process";
import { sql } from "kysely";
import { describe, expect, inject, it } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES, REQUEST_STATES } from "#lib/domain/detach-request.ts";
import type { RequestsTable } from "#lib/store/schema.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import {
  movableClock,
  temporaryDatabase,
  temporaryStore,
  valueIn,
} from "#lib/store/temporary-store.test-data.ts";
import { insertToken, token, tokens } from "#lib/store/tokens.test-data.ts";

describe("opening", () => {
  it("migrates once, and finds its work done the next time", async () => {
    const { url } = await temporaryDatabase({ migrated: false });
    const first = valueIn(await openStore({ url, clock: systemClock }));
    expect(first.appliedMigrations).toEqual([
      "0001-first-tables",
      "0002-claims-and-seals",
      "0003-people",
      "0004-inventory",
      "0005-saved-views",
      "0006-unattached-times",
    ]);
    await first.close();
    const again = valueIn(await openStore({ url, clock: systemClock }));
    expect(again.appliedMigrations).toEqual([]);
    await again.close();
  });

  it("works on beside a newer version that has migrated further", async () => {
    const { store, url, clock } = await temporaryStore();
    const newer = sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('0099-newer', '2027-01-01')`;
    valueIn(await store.write((tx) => newer.execute(tx)));
    await store.close();
    for (const access of ["server", "tool", "read-only"] as const) {
      const older = valueIn(await openStore({ url, clock, access }));
      expect(older.appliedMigrations).toEqual([]);
      await older.close();
    }
  });

  it("says which engine it is, and that it is durable", async () => {
    const { store } = await temporaryStore();
    expect(store.engine).toBe(inject("engine"));
    expect(valueIn(await store.check())).toEqual({ engine: inject("engine"), durable: true });
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

  it("commits nothing once a statement has failed, even where the work goes on", async () => {
    const { store } = await temporaryStore();
    valueIn(await insertToken(store, "a"));
    const second = await store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("b")).execute();
      const taken = tx.insertInto("setup_tokens").values(token("a")).execute();
      await taken.catch(() => "swallowed");
    });
    expect(second).toEqual({
      ok: false,
      error: { kind: "conflict", constraint: "setup_tokens(token_hash)" },
    });
    expect(await tokens(store)).toEqual(["a"]);
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

describe("what is stored", () => {
  it("comes back as it went: whole numbers, fractions, counts, and texts in the order of their bytes", async () => {
    const { store } = await temporaryStore();
    const windows = ["é", "a b", "B", "a", "-", "aB", "Ab"].map((key, index) => ({
      key,
      window_started_at: "",
      count: index + 0.25,
      refused: 2 ** 40 + index,
      expires_at: "",
    }));
    const written = await store.write((tx) =>
      tx.insertInto("rate_windows").values(windows).executeTakeFirst(),
    );
    expect(valueIn(written).numInsertedOrUpdatedRows).toBe(7n);
    const read = await store.read(async (db) => ({
      rows: await db.selectFrom("rate_windows").selectAll().orderBy("key").execute(),
      total: await db
        .selectFrom("rate_windows")
        .select((row) => row.fn.countAll<number>().as("n"))
        .execute(),
      sum: await db
        .selectFrom("rate_windows")
        .select((row) => row.fn.sum<number>("refused").as("n"))
        .execute(),
    }));
    const inOrder = windows.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    expect(valueIn(read).rows).toEqual(inOrder);
    expect(valueIn(read).total).toEqual([{ n: 7 }]);
    expect(valueIn(read).sum).toEqual([{ n: 7 * 2 ** 40 + 21 }]);
    const gone = await store.write((tx) =>
      tx.deleteFrom("rate_windows").where("key", "<", "a").executeTakeFirst(),
    );
    expect(valueIn(gone).numDeletedRows).toBe(3n);
  });

  it("is JSON where it should be", async () => {
    const { store } = await temporaryStore();
    const set = (value: string) =>
      store.write((tx) =>
        tx.insertInto("switches").values({ name: value, value, changed_at: "", changed_by: "" }).execute(),
      );
    valueIn(await set('{"enabled":false}'));
    expect(await set("{enabled}")).toMatchObject({ ok: false, error: { kind: "conflict" } });
  });
});

describe("a killed process", () => {
  it("leaves behind every write that it was told of", async () => {
    const { url } = await temporaryDatabase({ migrated: true });
    const script = `
      import { openStore } from "#lib/store/store.ts";
      const { value: store } = await openStore({ url: "${url}", clock: { now: () => Date.now() } });
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
    const store = valueIn(await openStore({ url, clock: movableClock() }));
    const kept = await tokens(store);
    expect(told.length).toBeGreaterThanOrEqual(100);
    expect(kept.slice(0, told.length)).toEqual(told);
    await store.close();
  });
});
