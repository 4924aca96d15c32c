import { describe, expect, it } from "vitest";
import {
  addUser,
  admin,
  attempt,
  type Desk,
  desk,
  eventsOf,
  GOOD_PASSWORD,
  signedIn,
} from "#lib/auth/auth.test-data.ts";
import { refuseWrites } from "#lib/store/refused-writes.test-data.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const NEXT = "another good sentence";

async function olga(world: Desk) {
  await addUser(world, "olga");
  const { sessionId } = await signedIn(world, "olga");
  const actorNow = async () => valueIn(await world.auth.actorOf(sessionId, { background: false }));
  const from = { address: "192.0.2.1", userAgent: "test browser" };
  const own = { actor: await actorNow(), from, correlationId: "c-1" };
  return { sessionId, own, actorNow };
}

describe("proving again who sits there", () => {
  it("is as old as the sign-in, and new after the right password", async () => {
    const world = await desk();
    const { own, actorNow } = await olga(world);
    const signedInAt = world.clock.now();
    world.clock.advance(20 * 60_000);
    expect((await actorNow()).authenticatedAtMs).toBe(signedInAt);
    valueIn(await world.auth.stepUp(own, GOOD_PASSWORD));
    expect((await actorNow()).authenticatedAtMs).toBe(world.clock.now());
    expect(await eventsOf(world, "session.stepped-up")).toMatchObject([
      { actor: { name: "olga" }, from: own.from, result: "ok" },
    ]);
  });

  it("costs nothing who gets it right", async () => {
    const world = await desk();
    const { own } = await olga(world);
    for (let time = 0; time < 10; time += 1) valueIn(await world.auth.stepUp(own, GOOD_PASSWORD));
  });

  it("fails with a wrong password, which is an event and ends nothing", async () => {
    const world = await desk();
    const { own, actorNow } = await olga(world);
    world.clock.advance(60_000);
    expect(await world.auth.stepUp(own, "not it at all")).toEqual({ ok: false, error: { kind: "wrong" } });
    expect((await actorNow()).authenticatedAtMs).toBe(world.clock.now() - 60_000);
    expect((await eventsOf(world, "session.refused")).at(-1)).toMatchObject({ actor: { name: "olga" } });
  });

  it("never works with somebody else's password", async () => {
    const world = await desk();
    await addUser(world, "oscar");
    const { own } = await olga(world);
    valueIn(await world.auth.setPassword(admin, "oscar", NEXT));
    expect((await world.auth.stepUp(own, NEXT)).ok).toBe(false);
  });

  it("is not possible for somebody whose password is at a provider", async () => {
    const world = await desk();
    const { own } = await olga(world);
    valueIn(await world.store.write((tx) => tx.updateTable("users").set({ password_hash: null }).execute()));
    expect(await world.auth.stepUp(own, "")).toEqual({ ok: false, error: { kind: "at-provider" } });
  });

  it("does not count when it cannot be recorded", async () => {
    const world = await desk();
    const { own } = await olga(world);
    await refuseWrites(world.store);
    expect(await world.auth.stepUp(own, GOOD_PASSWORD)).toMatchObject({
      error: { kind: "cannot-be-recorded" },
    });
  });
});

describe("changing one's own password", () => {
  it("takes the present one, ends the other sessions and keeps this one", async () => {
    const world = await desk();
    const { own, actorNow } = await olga(world);
    const elsewhere = await signedIn(world, "olga", "198.51.100.7");
    valueIn(await world.auth.changeOwnPassword(own, GOOD_PASSWORD, NEXT));
    expect((await actorNow()).name).toBe("olga");
    expect((await world.auth.actorOf(elsewhere.sessionId, { background: false })).ok).toBe(false);
    expect((await world.auth.signIn(attempt("olga"))).ok).toBe(false);
    expect((await world.auth.signIn(attempt("olga", NEXT))).ok).toBe(true);
    expect((await eventsOf(world, "user.changed")).at(-1)).toMatchObject({
      actor: { name: "olga" },
      after: { what: "password", sessionsEnded: 1 },
    });
  });

  it.each([
    ["the present one is wrong", "not it at all", NEXT, "wrong"],
    ["the new one is weak", GOOD_PASSWORD, "password1234", "bad-password"],
    ["the new one names its owner", GOOD_PASSWORD, "olga-olga-olga-1", "bad-password"],
  ])("changes nothing when %s", async (_what, present, next, kind) => {
    const world = await desk();
    const { own } = await olga(world);
    expect(await world.auth.changeOwnPassword(own, present, next)).toMatchObject({ error: { kind } });
    expect((await world.auth.signIn(attempt("olga"))).ok).toBe(true);
  });
});

describe("one's own sessions", () => {
  it("are told without their ids, and nobody else's are", async () => {
    const world = await desk();
    const { own, sessionId } = await olga(world);
    await signedIn(world, "olga", "198.51.100.7");
    await addUser(world, "oscar");
    await signedIn(world, "oscar");
    const sessions = valueIn(await world.auth.ownSessions(own.actor));
    expect(sessions.map(({ isThis, address }) => [isThis, address]).sort()).toEqual([
      [false, "198.51.100.7"],
      [true, "192.0.2.1"],
    ]);
    expect(JSON.stringify(sessions)).not.toContain(sessionId);
  });

  it("are ended one by one or all but this, and never somebody else's", async () => {
    const world = await desk();
    const { own, actorNow } = await olga(world);
    await addUser(world, "oscar");
    const { sessionId } = await signedIn(world, "oscar");
    const oscar = valueIn(await world.auth.actorOf(sessionId, { background: false }));
    const [his] = valueIn(await world.auth.ownSessions(oscar));
    expect(valueIn(await world.auth.endOwnSessions(own, his?.handle ?? ""))).toBe(0);
    expect((await world.auth.actorOf(sessionId, { background: false })).ok).toBe(true);
    for (const address of ["198.51.100.7", "198.51.100.8", "198.51.100.9"])
      await signedIn(world, "olga", address);
    const one = valueIn(await world.auth.ownSessions(own.actor)).find(({ isThis }) => !isThis);
    expect(valueIn(await world.auth.endOwnSessions(own, one?.handle ?? ""))).toBe(1);
    expect(valueIn(await world.auth.endOwnSessions(own, "others"))).toBe(2);
    expect((await actorNow()).name).toBe("olga");
    expect(valueIn(await world.auth.ownSessions(own.actor))).toHaveLength(1);
  });
});
