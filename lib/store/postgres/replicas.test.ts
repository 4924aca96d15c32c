import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { takeLease } from "#lib/store/lease.ts";
import { startReplica } from "#lib/store/postgres/child-store.test-data.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import { temporaryDatabase, valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken, tokens } from "#lib/store/tokens.test-data.ts";

async function twoStores(): Promise<{ url: string; stores: [Store, Store] }> {
  const { url } = await temporaryDatabase({ migrated: true });
  const open = async () => {
    const store = valueIn(await openStore({ url, clock: systemClock }));
    onTestFinished(() => store.close());
    return store;
  };
  return { url, stores: [await open(), await open()] };
}

/** As the audit log appends: the next number after the last one that is there. */
function append(store: Store) {
  return store.write(async (tx) => {
    const last = await tx.selectFrom("seals").select("to_seq").orderBy("to_seq", "desc").limit(1).execute();
    const to_seq = (last[0]?.to_seq ?? 0) + 1;
    const rest = { prev_hash: "", last_hash: "", archive: "", archive_digest: "", sealed_at: "" };
    await tx
      .insertInto("seals")
      .values({ from_seq: to_seq, to_seq, ...rest, sealed_by_seq: 0 })
      .execute();
    return to_seq;
  });
}

describe("two stores at one database", () => {
  it("append 200 times at once, without a gap and without a number given twice", async () => {
    const { stores } = await twoStores();
    const asked = Array.from({ length: 200 }, (_, n) => append(stores[n % 2 === 0 ? 0 : 1]));
    const numbers = (await Promise.all(asked)).map(valueIn).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  });

  it("give one lease to one of them", async () => {
    const { stores } = await twoStores();
    const take = (holder: number) => {
      const store = stores[holder % 2 === 0 ? 0 : 1];
      return store.write((tx) => takeLease(tx, store.clock, "follower", `replica ${holder}`, 60_000));
    };
    const taken = (await Promise.all(Array.from({ length: 30 }, (_, n) => take(n)))).map(valueIn);
    expect(taken.filter((lease) => lease !== null)).toEqual([{ fence: 1 }]);
  });

  it("refuse a write whose turn does not come, and go on when it does", async () => {
    const { stores } = await twoStores();
    const [one, other] = stores;
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: letGo, resolve } = Promise.withResolvers<void>();
    // Busy, not idle: the server ends a session that does nothing inside its transaction.
    const long = one.write(async (tx) => {
      begin();
      for (
        let isDone = false;
        !isDone;
        isDone = await Promise.race([letGo.then(() => true), wait(200, false)])
      ) {
        await tx.selectFrom("users").select("id").execute();
      }
    });
    await begun;
    expect(await insertToken(other, "a")).toMatchObject({ ok: false, error: { reason: "locked" } });
    expect(await tokens(other)).toEqual([]);
    resolve();
    valueIn(await long);
    valueIn(await insertToken(other, "b"));
    expect(await tokens(one)).toEqual(["b"]);
  });

  it("end a transaction in which nothing happens any more, and its replica writes again", async () => {
    const { stores } = await twoStores();
    const [one, other] = stores;
    const asleep = await one.write(async (tx) => {
      await tx
        .insertInto("setup_tokens")
        .values({ token_hash: "a", created_at: "", used_at: null })
        .execute();
      await wait(4_000);
    });
    expect(asleep).toMatchObject({ ok: false, error: { kind: "unavailable", reason: "closed" } });
    valueIn(await insertToken(other, "b"));
    valueIn(await insertToken(one, "c"));
    expect(await tokens(other)).toEqual(["b", "c"]);
  });
});

describe("a replica that stands still inside a transaction", () => {
  it("loses it, the others go on, and it is told when it wakes up", async () => {
    const { url, stores } = await twoStores();
    const [other] = stores;
    const frozen = await startReplica(
      url,
      `const row = { token_hash: "from the frozen one", created_at: "", used_at: null };
       const done = await store.write(async (tx) => {
         await tx.insertInto("setup_tokens").values(row).execute();
         say("inside");
         await wait(500);
       });
       say(JSON.stringify(done));
       await store.close();`,
    );
    expect(await frozen.says()).toBe("inside");
    frozen.process.kill("SIGSTOP");
    // A write may be refused while the server still waits for the frozen one; the next ones are not.
    const first = await insertToken(other, "a");
    if (!first.ok) valueIn(await insertToken(other, "a"));
    frozen.process.kill("SIGCONT");
    expect(JSON.parse(await frozen.says())).toMatchObject({
      ok: false,
      error: { kind: "unavailable", reason: "closed" },
    });
    expect(await tokens(other)).toEqual(["a"]);
  });
});

describe("replicas that start at once", () => {
  it("migrate once, and all of them work", async () => {
    const { url } = await temporaryDatabase({ migrated: false });
    const opened = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, clock: systemClock })));
    const stores = opened.map(valueIn);
    for (const store of stores) onTestFinished(() => store.close());
    const applied = stores.map((store) => store.appliedMigrations.length).sort((a, b) => b - a);
    expect(applied[0]).toBeGreaterThan(1);
    expect(applied.slice(1)).toEqual([0, 0, 0]);
    for (const [n, store] of stores.entries()) valueIn(await insertToken(store, `replica ${n}`));
    expect(await tokens(stores[0] ?? valueIn(await openStore({ url, clock: systemClock })))).toHaveLength(4);
  });
});
