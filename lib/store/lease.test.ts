import { describe, expect, it } from "vitest";
import { releaseLease, takeLease } from "#lib/store/lease.ts";
import { type TemporaryStore, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

async function take({ store, clock }: TemporaryStore, holder: string, ms = 1_000, name = "follower") {
  return valueIn(await store.write((tx) => takeLease(tx, clock, name, holder, ms)));
}

async function release({ store }: TemporaryStore, holder: string) {
  valueIn(await store.write((tx) => releaseLease(tx, "follower", holder)));
}

describe("a lease", () => {
  it("is one holder's until it runs out, and then another's with a greater fence", async () => {
    const db = await temporaryStore();
    expect(await take(db, "a")).toEqual({ fence: 1 });
    expect(await take(db, "b")).toBeNull();
    db.clock.advance(999);
    expect(await take(db, "b")).toBeNull();
    db.clock.advance(1);
    expect(await take(db, "b")).toEqual({ fence: 2 });
    expect(await take(db, "a")).toBeNull();
  });

  it("is renewed by its holder under the same fence", async () => {
    const db = await temporaryStore();
    await take(db, "a");
    db.clock.advance(900);
    expect(await take(db, "a")).toEqual({ fence: 1 });
    db.clock.advance(900);
    expect(await take(db, "b")).toBeNull();
    db.clock.advance(5_000);
    expect(await take(db, "a")).toEqual({ fence: 1 });
  });

  it("is free once it is let go, and the fence still grows", async () => {
    const db = await temporaryStore();
    await take(db, "a");
    await release(db, "b");
    expect(await take(db, "b")).toBeNull();
    await release(db, "a");
    expect(await take(db, "b")).toEqual({ fence: 2 });
    await release(db, "a");
    expect(await take(db, "c")).toBeNull();
  });

  it("knows nothing of other names", async () => {
    const db = await temporaryStore();
    await take(db, "a");
    expect(await take(db, "b", 1_000, "publisher")).toEqual({ fence: 1 });
  });

  it("goes to one of many who ask at once", async () => {
    const db = await temporaryStore();
    const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => take(db, `replica ${n}`)));
    expect(taken.filter((lease) => lease !== null)).toEqual([{ fence: 1 }]);
  });
});
