import { sql, type Transaction } from "kysely";
import { describe, expect, inject, it } from "vitest";
import type { Database, EventsTable } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import { temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

function eventRow(seq: number): EventsTable {
  return {
    seq,
    at: "2026-11-23T08:00:00.000Z",
    schema_version: 1,
    action: "session.started",
    result: "ok",
    actor_issuer: "local",
    actor_subject: "u1",
    actor_name: "operator",
    account_id: null,
    region_id: null,
    instance_id: null,
    network_interface_id: null,
    ecs_request_id: null,
    request_id: null,
    ticket: null,
    correlation_id: "c1",
    body: "{}",
    prev_hash: "0",
    hash: String(seq),
  };
}

async function withEvents(count: number): Promise<Store> {
  const { store } = await temporaryStore();
  const rows = Array.from({ length: count }, (_, index) => eventRow(index + 1));
  valueIn(await store.write((tx) => tx.insertInto("events").values(rows).execute()));
  return store;
}

async function hashes(store: Store): Promise<string[]> {
  const rows = await store.read((db) => db.selectFrom("events").select("hash").orderBy("seq").execute());
  return valueIn(rows).map(({ hash }) => hash);
}

const seal = (tx: Transaction<Database>, from_seq: number, to_seq: number) =>
  tx
    .insertInto("seals")
    .values({
      ...{ from_seq, to_seq, prev_hash: "0", last_hash: "2", archive: "a", archive_digest: "d" },
      ...{ sealed_at: "2026-11-23T08:00:00.000Z", sealed_by_seq: 3 },
    })
    .execute();

const refused = { ok: false, error: { kind: "conflict", constraint: "events are append-only" } };

describe("events", () => {
  it("are not changed and not deleted", async () => {
    const store = await withEvents(3);
    const change = (tx: Transaction<Database>) => tx.updateTable("events").set({ hash: "x" }).execute();
    expect(await store.write(change)).toEqual(refused);
    expect(await store.write((tx) => tx.deleteFrom("events").where("seq", "=", 3).execute())).toEqual(
      refused,
    );
    expect(await hashes(store)).toEqual(["1", "2", "3"]);
  });

  // SQLite has no such statement.
  if (inject("engine") === "postgres") {
    it("are not emptied either", async () => {
      const store = await withEvents(2);
      expect(await store.write((tx) => sql`TRUNCATE events`.execute(tx))).toEqual(refused);
      expect(await store.write((tx) => sql`TRUNCATE seals`.execute(tx))).toMatchObject({ ok: false });
      expect(await hashes(store)).toEqual(["1", "2"]);
    });
  }

  it("go where a seal covers them, and only there", async () => {
    const store = await withEvents(3);
    valueIn(await store.write((tx) => seal(tx, 1, 2)));
    expect(await store.write((tx) => tx.deleteFrom("events").execute())).toEqual(refused);
    valueIn(await store.write((tx) => tx.deleteFrom("events").where("seq", "<=", 2).execute()));
    expect(await hashes(store)).toEqual(["3"]);
  });
});

describe("seals", () => {
  it("are not changed and not deleted", async () => {
    const store = await withEvents(2);
    valueIn(await store.write((tx) => seal(tx, 1, 1)));
    const widened = await store.write((tx) => tx.updateTable("seals").set({ from_seq: 0 }).execute());
    expect(widened).toMatchObject({ ok: false, error: { constraint: "seals are append-only" } });
    const gone = await store.write((tx) => tx.deleteFrom("seals").execute());
    expect(gone).toMatchObject({ ok: false, error: { constraint: "seals are append-only" } });
  });
});
