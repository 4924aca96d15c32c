import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { proxyTo } from "#lib/store/postgres/proxy.test-data.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import { temporaryDatabase, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken, token, tokens } from "#lib/store/tokens.test-data.ts";

async function storeOverLine() {
  const { url } = await temporaryDatabase({ migrated: true });
  const line = await proxyTo(url);
  const store = valueIn(await openStore({ url: line.url, clock: systemClock }));
  onTestFinished(() => store.close());
  const direct = valueIn(await openStore({ url, clock: systemClock }));
  onTestFinished(() => direct.close());
  return { store, line, direct };
}

const readTokens = (store: Store) =>
  store.read((db) => db.selectFrom("setup_tokens").select("token_hash").execute());

const closed = { ok: false, error: { kind: "unavailable", reason: "closed" } };

// Nothing here waits for ever: what does not answer in time is refused, else the test's own time is over.

describe("a line that was cut", () => {
  it("is mended at the next write and the next read", async () => {
    const { store, line } = await storeOverLine();
    valueIn(await insertToken(store, "before"));
    line.cut();
    valueIn(await insertToken(store, "after"));
    await readTokens(store);
    expect(await tokens(store)).toEqual(["after", "before"]);
  });

  it("in the middle of a write leaves nothing behind", async () => {
    const { store, line, direct } = await storeOverLine();
    const cut = await store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      line.cut();
      await tx.insertInto("setup_tokens").values(token("b")).execute();
    });
    expect(cut).toMatchObject(closed);
    expect(await tokens(direct)).toEqual([]);
    valueIn(await insertToken(store, "next"));
  });

  it("before COMMIT was sent leaves nothing behind, and says so", async () => {
    const { store, line, direct } = await storeOverLine();
    const cut = await store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      line.cut();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(cut).toMatchObject(closed);
    expect(await tokens(direct)).toEqual([]);
  });
});

describe("an answer to COMMIT that is lost", () => {
  it("is called unknown: here the change is there", async () => {
    const { store, line, direct } = await storeOverLine();
    const lost = store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      line.dropAnswers();
    });
    expect(await lost).toMatchObject({ ok: false, error: { reason: "commit-unknown" } });
    expect(await tokens(direct)).toEqual(["a"]);
    line.mend();
    valueIn(await insertToken(store, "b"));
    expect(await tokens(store)).toEqual(["a", "b"]);
  });
});

describe("a server that says nothing any more", () => {
  it("means a refusal of writes, reads and the check, and work again afterwards", async () => {
    const { store, line } = await storeOverLine();
    valueIn(await insertToken(store, "before"));
    line.blackhole();
    const refused = { ok: false, error: { kind: "unavailable" } };
    const three = [insertToken(store, "a"), readTokens(store), store.check()] as const;
    for (const one of await Promise.all(three)) expect(one).toMatchObject(refused);
    // The next ones find no connection at all.
    expect(await insertToken(store, "b")).toMatchObject(closed);
    line.mend();
    line.cut();
    valueIn(await insertToken(store, "after"));
    expect(await tokens(store)).toEqual(["after", "before"]);
  });

  it("in the middle of a write loses its turn to the others after seconds", async () => {
    const { store, line, direct } = await storeOverLine();
    const hung = store.write(async (tx) => {
      await tx.insertInto("setup_tokens").values(token("a")).execute();
      line.blackhole();
      await tx.insertInto("setup_tokens").values(token("b")).execute();
    });
    expect(await hung).toMatchObject(closed);
    valueIn(await insertToken(direct, "other"));
    expect(await tokens(direct)).toEqual(["other"]);
  });

  it("does not keep the store from closing", async () => {
    const { store, line } = await storeOverLine();
    await readTokens(store);
    line.blackhole();
    await store.close();
  });
});

describe("no server", () => {
  it("is told at once, without the password", async () => {
    const url = "postgres://someone:canary-Xq7@127.0.0.1:1/desk";
    const opened = await openStore({ url, clock: systemClock });
    expect(opened).toMatchObject(closed);
    expect(JSON.stringify(opened)).not.toContain("canary");
  });

  it("that takes the password is told without it", async () => {
    const { url } = await temporaryStore();
    const wrong = url.replace(/:[^:@/]+@/, ":canary-Xq7@");
    expect(wrong).not.toBe(url);
    const opened = await openStore({ url: wrong, clock: systemClock });
    expect(opened).toMatchObject({ ok: false, error: { kind: "unavailable" } });
    expect(JSON.stringify(opened)).not.toContain("canary");
  });
});
