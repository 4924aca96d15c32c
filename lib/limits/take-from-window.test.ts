import { describe, expect, it } from "vitest";
import { returnToWindow, takeFromWindow } from "#lib/limits/take-from-window.ts";
import { type TemporaryStore, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

const MINUTE_MS = 60_000;

async function take({ store, clock }: TemporaryStore, key: string, limit = 5, windowS = 3600) {
  return valueIn(await store.write((tx) => takeFromWindow(tx, clock, key, limit, windowS)));
}

describe("a window", () => {
  it("allows its limit at once, then says when one more is allowed", async () => {
    const db = await temporaryStore();
    for (let n = 0; n < 5; n += 1) expect((await take(db, "a")).allowed).toBe(true);
    expect(await take(db, "a")).toEqual({ allowed: false, retryAfterS: 720 });
    db.clock.advance(719_000);
    expect(await take(db, "a")).toEqual({ allowed: false, retryAfterS: 1 });
    db.clock.advance(1_000);
    expect(await take(db, "a")).toEqual({ allowed: true, refusedBefore: 2 });
  });

  it("never allows more than twice its limit in any one window, however the tries are spread", async () => {
    const db = await temporaryStore();
    const allowedAt: number[] = [];
    for (let minute = 0; minute < 240; minute += 1) {
      for (let n = 0; n < 3; n += 1) if ((await take(db, "a")).allowed) allowedAt.push(minute);
      db.clock.advance(MINUTE_MS);
    }
    const inHourFrom = (start: number) => allowedAt.filter((at) => at >= start && at < start + 60).length;
    expect(Math.max(...allowedAt.map(inHourFrom))).toBeLessThanOrEqual(10);
    expect(allowedAt.length).toBeGreaterThan(20);
  });

  it("keeps keys apart, and gives back what did not count", async () => {
    const db = await temporaryStore();
    expect((await take(db, "a", 1)).allowed).toBe(true);
    expect((await take(db, "b", 1)).allowed).toBe(true);
    valueIn(await db.store.write((tx) => returnToWindow(tx, "a")));
    expect((await take(db, "a", 1)).allowed).toBe(true);
    expect((await take(db, "b", 1)).allowed).toBe(false);
  });

  it("never gives back more than there is", async () => {
    const db = await temporaryStore();
    await take(db, "a", 1);
    for (let n = 0; n < 3; n += 1) valueIn(await db.store.write((tx) => returnToWindow(tx, "a")));
    expect((await take(db, "a", 1)).allowed).toBe(true);
    expect((await take(db, "a", 1)).allowed).toBe(false);
  });

  it("forgets keys that mean nothing any more", async () => {
    const db = await temporaryStore();
    for (let n = 0; n < 50; n += 1) await take(db, `address ${n}`, 1, 60);
    db.clock.advance(2 * MINUTE_MS);
    await take(db, "new", 1, 60);
    const rows = await db.store.read((reader) => reader.selectFrom("rate_windows").select("key").execute());
    expect(valueIn(rows)).toEqual([{ key: "new" }]);
  });

  it("is not emptied by a clock that was set back", async () => {
    const db = await temporaryStore();
    await take(db, "a", 1);
    db.clock.advance(-3_600_000);
    expect((await take(db, "a", 1)).allowed).toBe(false);
  });
});
