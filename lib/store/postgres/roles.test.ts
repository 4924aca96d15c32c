import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { addressOf, newPostgresDatabase, runAt } from "#lib/store/postgres-server.test-data.ts";
import { openStore } from "#lib/store/store.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken, tokens } from "#lib/store/tokens.test-data.ts";

/** A database whose tables one role owns, and a role for the app with an awkward name and no rights yet. */
async function ownerAndApp() {
  const database = await newPostgresDatabase({ migrated: false });
  const app = { name: `desk app ${randomUUID().slice(0, 8)}`, password: "p" };
  await runAt(database.adminUrl, `CREATE ROLE "${app.name}" LOGIN PASSWORD 'p'`);
  onTestFinished(async () => {
    await runAt(database.adminUrl, `DROP OWNED BY "${app.name}"`);
    await runAt(database.adminUrl, `DROP ROLE "${app.name}"`);
    await database.drop();
  });
  const name = new URL(database.url).pathname.slice(1);
  return { ...database, appUrl: addressOf(database.adminUrl, name, app), appRole: app.name };
}

const event = sql`INSERT INTO events (seq, at, schema_version, action, result, actor_issuer, actor_subject,
  actor_name, correlation_id, body, prev_hash, hash) VALUES (1, '', 1, '', '', '', '', '', '', '', '', '')`;

describe("an owner and an app", () => {
  it("share the work: the owner's role migrates, the app's may not", async () => {
    const { url, appUrl } = await ownerAndApp();
    const alone = await openStore({ url: appUrl, clock: systemClock });
    expect(alone).toMatchObject({ ok: false, error: { cause: expect.stringContaining("npm run migrate") } });
    const store = valueIn(await openStore({ url: appUrl, ownerUrl: url, clock: systemClock }));
    expect(store.appliedMigrations.length).toBeGreaterThan(1);
    await store.close();
    const replica = valueIn(await openStore({ url: appUrl, clock: systemClock }));
    onTestFinished(() => replica.close());
    expect(replica.appliedMigrations).toEqual([]);
    expect((await replica.check()).ok).toBe(true);
    valueIn(await insertToken(replica, "a"));
    expect(await tokens(replica)).toEqual(["a"]);
  });

  it("leave the app no way to change or lose an event", async () => {
    const { url, appUrl } = await ownerAndApp();
    const store = valueIn(await openStore({ url: appUrl, ownerUrl: url, clock: systemClock }));
    onTestFinished(() => store.close());
    valueIn(await store.write((tx) => event.execute(tx)));
    const attempts = [
      sql`UPDATE events SET hash = 'x'`,
      sql`DELETE FROM events`,
      sql`TRUNCATE events`,
      sql`ALTER TABLE events DISABLE TRIGGER ALL`,
      sql`DROP TABLE events`,
      sql`UPDATE seals SET to_seq = 9`,
      sql`DELETE FROM seals`,
      sql`DELETE FROM kysely_migration`,
      sql`CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    ];
    for (const attempt of attempts) {
      const tried = await store.write((tx) => attempt.execute(tx));
      expect(tried).toMatchObject({ ok: false, error: { reason: "read-only", cause: /^42501/ } });
    }
    const left = await store.read((db) => db.selectFrom("events").select("seq").execute());
    expect(valueIn(left)).toEqual([{ seq: 1 }]);
  });

  it("are told when the app may not append", async () => {
    const { url, adminUrl, appUrl, appRole } = await ownerAndApp();
    const store = valueIn(await openStore({ url: appUrl, ownerUrl: url, clock: systemClock }));
    onTestFinished(() => store.close());
    await runAt(adminUrl, `REVOKE INSERT ON events FROM "${appRole}"`);
    expect(await store.check()).toMatchObject({ ok: false, error: { reason: "read-only" } });
    expect(await store.write((tx) => event.execute(tx))).toMatchObject({
      ok: false,
      error: { reason: "read-only" },
    });
  });
});
