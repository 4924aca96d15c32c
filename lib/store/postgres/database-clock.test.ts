import { describe, expect, it, onTestFinished } from "vitest";
import { DatabaseClock } from "#lib/store/postgres/database-clock.ts";
import { openStore } from "#lib/store/store.ts";
import { movableClock, temporaryDatabase, valueIn } from "#lib/store/temporary-store.test-data.ts";
import { insertToken } from "#lib/store/tokens.test-data.ts";

const NOON = Date.parse("2026-11-23T12:00:00.000Z");

function clockAt(monotonic: { ms: number }) {
  return new DatabaseClock({ now: () => 0 }, () => monotonic.ms);
}

describe("the database's clock as known here", () => {
  it("goes on from the server's time by what has passed since it was asked", () => {
    const monotonic = { ms: 500 };
    const clock = clockAt(monotonic);
    clock.anchor(500, NOON, NOON);
    expect(clock.now()).toBe(NOON);
    monotonic.ms = 1_750;
    expect(clock.now()).toBe(NOON + 1_250);
  });

  it("is not misled by an answer that comes late, nor by a server that reads its clock late", () => {
    const monotonic = { ms: 0 };
    const clock = clockAt(monotonic);
    clock.anchor(0, NOON, NOON);
    // Asked at 1,000; the process stood still until 9,000 before it read the answer.
    monotonic.ms = 9_000;
    clock.anchor(1_000, NOON + 1_000, NOON + 1_000);
    expect(clock.now()).toBe(NOON + 9_000);
    // Asked at 9,000; the question was on its way until 12,000.
    monotonic.ms = 12_000;
    clock.anchor(9_000, NOON + 12_000, NOON + 12_000);
    expect(clock.now()).toBe(NOON + 12_000);
  });

  it("follows a server whose time was set, but never runs backwards", () => {
    const monotonic = { ms: 0 };
    const clock = clockAt(monotonic);
    clock.anchor(0, NOON, NOON);
    clock.anchor(0, NOON + 60_000, NOON + 60_000);
    expect(clock.now()).toBe(NOON + 60_000);
    clock.anchor(0, NOON, NOON);
    expect(clock.now()).toBe(NOON + 60_000);
    monotonic.ms = 60_500;
    expect(clock.now()).toBe(NOON + 60_500);
  });
});

describe("a store's clock", () => {
  it("is the server's, however wrong the process's is, and says how wrong", async () => {
    const { url } = await temporaryDatabase({ migrated: true });
    const wrong = movableClock(new Date(Date.now() + 600_000).toISOString());
    const store = valueIn(await openStore({ url, clock: wrong }));
    onTestFinished(() => store.close());
    const off = Math.abs(store.clock.now() - Date.now());
    // The server runs on this machine: only a clock that is ten minutes wrong is farther off than this.
    expect(off).toBeLessThan(60_000);
    expect(store.skewMs).toBeGreaterThan(500_000);
    const before = store.clock.now();
    wrong.advance(-7_200_000);
    valueIn(await insertToken(store, "a"));
    expect(store.clock.now()).toBeGreaterThanOrEqual(before);
    expect(store.skewMs).toBeLessThan(-6_000_000);
  });
});
