import { describe, expect, it } from "vitest";
import {
  addUser,
  admin,
  attempt,
  desk,
  eventsOf,
  GOOD_PASSWORD,
  signedIn,
} from "#lib/auth/auth.test-data.ts";
import { refuseEvents, refuseWrites } from "#lib/store/refused-writes.test-data.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const WRONG = { ok: false, error: { kind: "wrong" } };

describe("signing in", () => {
  it("starts a session of its own each time, and says who", async () => {
    const world = await desk();
    const user = await addUser(world, "olga");
    const [first, second] = [await signedIn(world, "olga"), await signedIn(world, "  OLGA ")];
    expect(first).toMatchObject({ userId: user.id, name: "olga" });
    expect(first.sessionId).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(second.sessionId).not.toBe(first.sessionId);
  });

  it("is an event with address and browser, and without the session's id", async () => {
    const world = await desk();
    const user = await addUser(world, "olga");
    const { sessionId } = await signedIn(world, "olga");
    const [event] = await eventsOf(world, "session.started");
    expect(event).toMatchObject({
      actor: { issuer: "local", subject: user.id, name: "olga", roles: ["operator"] },
      from: { address: "192.0.2.1", userAgent: "test browser" },
      result: "ok",
    });
    expect(JSON.stringify(event)).not.toContain(sessionId);
  });

  it.each([
    ["a wrong password", attempt("olga", "not the password")],
    ["an unknown name", attempt("nobody")],
    ["an empty name", attempt("")],
    ["a disabled account", attempt("dora")],
    ["a password of 10 kB", attempt("olga", "x".repeat(10_000))],
    ["a name of 10 kB", attempt("olga".repeat(2_500))],
    ["a name that is SQL", attempt("' OR 1=1 --")],
  ])("refuses %s, all alike", async (_what, given) => {
    const world = await desk();
    await addUser(world, "olga");
    await addUser(world, "dora");
    valueIn(await world.auth.setDisabled(admin, "dora", true));
    expect(await world.auth.signIn(given)).toEqual(WRONG);
    const events = await eventsOf(world, "session.refused");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ result: "refused", actor: { issuer: "none" } });
  });

  it("writes down which account was tried, but not what was typed for an unknown one", async () => {
    const world = await desk();
    await addUser(world, "olga");
    await world.auth.signIn(attempt("olga", "not the password"));
    await world.auth.signIn(attempt("my-secret-password", "x"));
    const events = await eventsOf(world, "session.refused");
    expect(events[0]?.after).toMatchObject({ user: "olga" });
    expect(JSON.stringify(events)).not.toContain("my-secret-password");
  });

  it("is not possible while it cannot be recorded", async () => {
    const world = await desk();
    await addUser(world, "olga");
    await refuseWrites(world.store);
    const refused = { ok: false, error: { kind: "cannot-be-recorded" } };
    expect(await world.auth.signIn(attempt("olga"))).toMatchObject(refused);
  });

  it("fails when the event alone cannot be written, and leaves no session", async () => {
    const world = await desk();
    await addUser(world, "olga");
    await refuseEvents(world.store);
    expect((await world.auth.signIn(attempt("olga"))).ok).toBe(false);
    const sessions = await world.store.read((db) => db.selectFrom("sessions").selectAll().execute());
    expect(valueIn(sessions)).toEqual([]);
  });
});

describe("guessing", () => {
  const guess = (n: number) => `not the password ${n}`;

  it("is stopped after five failures for one account, from however many addresses, and eases with time", async () => {
    const world = await desk();
    await addUser(world, "olga");
    for (let n = 0; n < 5; n += 1) {
      expect(await world.auth.signIn(attempt("olga", guess(n), `192.0.2.${n}`))).toEqual(WRONG);
    }
    const stopped = await world.auth.signIn(attempt("olga", GOOD_PASSWORD, "192.0.2.99"));
    expect(stopped).toEqual({ ok: false, error: { kind: "too-many", retryAfterS: 720 } });
    world.clock.advance(720_000);
    expect((await world.auth.signIn(attempt("olga", GOOD_PASSWORD, "192.0.2.99"))).ok).toBe(true);
  });

  it("does not get past the limit by being sent all at once", async () => {
    const world = await desk();
    await addUser(world, "olga");
    const guesses = Array.from({ length: 20 }, (_, n) => world.auth.signIn(attempt("olga", guess(n))));
    const kinds = (await Promise.all(guesses)).map((result) => (result.ok ? "in" : result.error.kind));
    expect(kinds.filter((kind) => kind === "wrong")).toHaveLength(5);
    expect(kinds.filter((kind) => kind === "too-many")).toHaveLength(15);
  });

  it("does not lock the owner out of where they have been before", async () => {
    const world = await desk();
    await addUser(world, "olga");
    await signedIn(world, "olga", "203.0.113.7");
    for (let n = 0; n < 8; n += 1) await world.auth.signIn(attempt("olga", guess(n), "192.0.2.66"));
    expect((await world.auth.signIn(attempt("olga", GOOD_PASSWORD, "203.0.113.7"))).ok).toBe(true);
  });

  it("is stopped after thirty failures from one address, whoever is tried", async () => {
    const world = await desk();
    await addUser(world, "olga");
    const kinds: string[] = [];
    for (let n = 0; n < 32; n += 1) {
      const result = await world.auth.signIn(attempt(`user-${n}`, "whatever it is"));
      kinds.push(result.ok ? "in" : result.error.kind);
    }
    expect(kinds.indexOf("too-many")).toBe(30);
    expect((await world.auth.signIn(attempt("olga", GOOD_PASSWORD, "203.0.113.7"))).ok).toBe(true);
  });

  it("costs those nothing who get it right", async () => {
    const world = await desk();
    await addUser(world, "olga");
    for (let n = 0; n < 12; n += 1) await signedIn(world, "olga");
    expect(await eventsOf(world, "session.started")).toHaveLength(12);
  });

  it("does not fill the log once it is stopped: one event per address and minute, with a count", async () => {
    const world = await desk();
    await addUser(world, "olga");
    for (let n = 0; n < 25; n += 1) await world.auth.signIn(attempt("olga", guess(n)));
    expect(await eventsOf(world, "session.refused")).toHaveLength(6);
    world.clock.advance(60_000);
    await world.auth.signIn(attempt("olga", guess(99)));
    const last = (await eventsOf(world, "session.refused")).at(-1);
    expect(last?.after).toMatchObject({ countedBefore: 19 });
  });
});
