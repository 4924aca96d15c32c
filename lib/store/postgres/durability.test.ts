import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { newPostgresDatabase, runAt } from "#lib/store/postgres-server.test-data.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import { temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken } from "#lib/store/tokens.test-data.ts";
import { startPostgresql } from "#scripts/postgresql.ts";

async function ownDatabase() {
  const database = await newPostgresDatabase({ migrated: true });
  onTestFinished(() => database.drop());
  return database;
}

/** Changes a setting of the session that writes, as nothing but this test does. */
async function set(store: Store, setting: string) {
  valueIn(await store.write((tx) => sql.raw(`SET ${setting}`).execute(tx)));
}

describe("durability", () => {
  it("is not left to what the database or the role has set", async () => {
    const { url, adminUrl } = await ownDatabase();
    const name = new URL(url).pathname.slice(1);
    await runAt(adminUrl, `ALTER DATABASE ${name} SET synchronous_commit = off`);
    const store = valueIn(await openStore({ url, clock: systemClock }));
    onTestFinished(() => store.close());
    const shown = await store.write((tx) =>
      sql<{ synchronous_commit: string }>`SHOW synchronous_commit`.execute(tx),
    );
    expect(valueIn(shown).rows).toEqual([{ synchronous_commit: "on" }]);
    expect((await store.check()).ok).toBe(true);
  });

  it("is read again at every check", async () => {
    const { store } = await temporaryStore();
    await set(store, "synchronous_commit = off");
    expect(await store.check()).toMatchObject({ ok: false, error: { reason: "not-durable" } });
    await set(store, "synchronous_commit = on");
    expect((await store.check()).ok).toBe(true);
  });

  it.each(["fsync", "full_page_writes"])("is missing on a server with %s off", async (setting) => {
    // A server of its own: the setting is the whole server's, and other tests need it on.
    const server = await startPostgresql();
    onTestFinished(() => server.stop());
    await runAt(server.url, `ALTER SYSTEM SET ${setting} = off`);
    await runAt(server.url, "SELECT pg_reload_conf()");
    const shown = () => runAt(server.url, `SHOW ${setting}`);
    while ((await shown()).rows[0]?.[setting] !== "off") await wait(20);
    expect(await openStore({ url: server.url, clock: systemClock })).toMatchObject({
      ok: false,
      error: { reason: "not-durable", cause: expect.stringContaining(`${setting}=off`) },
    });
  });
});

describe("the check", () => {
  it("fails while the database takes no writes", async () => {
    const { store } = await temporaryStore();
    await set(store, "default_transaction_read_only = on");
    expect(await store.check()).toMatchObject({ ok: false, error: { reason: "read-only" } });
    expect(await insertToken(store, "a")).toMatchObject({ ok: false, error: { reason: "read-only" } });
    const back = await store.write((tx) => sql`SET default_transaction_read_only = off`.execute(tx));
    valueIn(back);
    expect((await store.check()).ok).toBe(true);
  });
});
