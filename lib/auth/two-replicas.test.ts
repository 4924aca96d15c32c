import { describe, expect, inject, it, onTestFinished } from "vitest";
import {
  addUser,
  admin,
  attempt,
  type Desk,
  desk,
  everywhere,
  GOOD_PASSWORD,
  signedIn,
} from "#lib/auth/auth.test-data.ts";
import type { Auth } from "#lib/auth/auth.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import { openStore } from "#lib/store/store.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const HOUR = 3_600_000;

/** Another process over the same database; SQLite lets only one in, so there it is another `Auth` over its store. */
async function anotherReplica({ store, clock, url }: Desk): Promise<Auth> {
  const config = { mode: "alibaba-cloud", demo: false } as const;
  if (inject("engine") === "sqlite") return createAuth({ store, clock, config });
  const opened = valueIn(await openStore({ url, clock }));
  onTestFinished(() => opened.close());
  return createAuth({ store: opened, clock, config });
}

/** How many of `count` guesses in one hour were compared with the password; the others were turned away unseen. */
async function guess(
  world: Desk,
  count: number,
  nameAndAddress: (index: number) => [name: string, address: string],
): Promise<number> {
  const replicas = [world.auth, await anotherReplica(world)];
  let compared = 0;
  for (let index = 0; index < count; index += 1) {
    const [name, address] = nameAndAddress(index);
    const answer = await replicas[index % 2]?.signIn(attempt(name, `guess number ${index}`, address));
    if (answer?.ok === false && answer.error.kind === "wrong") compared += 1;
    else expect(answer).toMatchObject({ error: { kind: "too-many" } });
    world.clock.advance(HOUR / count);
  }
  return compared;
}

describe("a thousand guesses in an hour, at two replicas", () => {
  it.each([
    ["one address", () => "203.0.113.1"],
    ["fifty addresses", (index: number) => `203.0.113.${index % 50}`],
  ])("from %s are at most ten at one account, and its owner still gets in", async (_what, address) => {
    const world = await desk();
    await addUser(world, "olga");
    const { sessionId } = await signedIn(world, "olga", "192.0.2.1");
    const compared = await guess(world, 1_000, (index) => ["olga", address(index)]);
    expect(compared).toBeGreaterThan(4);
    expect(compared).toBeLessThanOrEqual(10);
    expect((await world.auth.signIn(attempt("olga", undefined, "192.0.2.1"))).ok).toBe(true);
    expect((await world.auth.actorOf(sessionId, { background: true })).ok).toBe(false);
  });

  it("from one address are at most sixty, whoever is tried", async () => {
    const world = await desk();
    const compared = await guess(world, 1_000, (index) => [`person-${index}`, "203.0.113.1"]);
    expect(compared).toBeLessThanOrEqual(60);
  });

  it("at the password of somebody who is signed in are at most ten", async () => {
    const world = await desk();
    await addUser(world, "olga");
    const { sessionId } = await signedIn(world, "olga", "192.0.2.1");
    const actor = valueIn(await world.auth.actorOf(sessionId, { background: false }));
    const own = { actor, from: { address: "192.0.2.1", userAgent: "stolen" }, correlationId: "c" };
    const replicas = [world.auth, await anotherReplica(world)];
    let compared = 0;
    for (let index = 0; index < 200; index += 1) {
      const answer = await replicas[index % 2]?.stepUp(own, `guess number ${index}`);
      if (answer?.ok === false && answer.error.kind === "wrong") compared += 1;
      world.clock.advance(HOUR / 200);
    }
    expect(compared).toBeGreaterThan(4);
    expect(compared).toBeLessThanOrEqual(10);
  });
});

describe("a session that was ended on one replica", () => {
  interface Ended {
    auth: Auth;
    name: string;
    sessionId: string;
    id: string;
  }
  /** What ends it, and what lets the same person sign in again: passwords are costly to hash. */
  const ENDS: Readonly<
    Record<string, { end(of: Ended): Promise<unknown>; undo?(of: Ended): Promise<unknown> }>
  > = {
    "signing out": { end: ({ auth, sessionId }) => auth.endSession(sessionId) },
    "a new password": { end: ({ auth, name }) => auth.setPassword(admin, name, GOOD_PASSWORD) },
    disabling: {
      end: ({ auth, name }) => auth.setDisabled(admin, name, true),
      undo: ({ auth, name }) => auth.setDisabled(admin, name, false),
    },
    "signing out everywhere": { end: ({ auth, id }) => auth.endAllSessions(id, admin) },
    "taking the role away": {
      end: ({ auth, name }) => auth.setGrants(admin, name, everywhere(["viewer"]), false),
      undo: ({ auth, name }) => auth.setGrants(admin, name, everywhere(["operator"]), false),
    },
  };

  it.each(Object.entries(ENDS))(
    "by %s is accepted by the other at the very next look in 0 of 40 trials",
    async (what, { end, undo }) => {
      const world = await desk();
      const other = await anotherReplica(world);
      const { id } = await addUser(world, "olga");
      let stale = 0;
      for (let trial = 0; trial < 40; trial += 1) {
        const { sessionId } = await signedIn(world, "olga");
        const before = valueIn(await other.actorOf(sessionId, { background: false }));
        expect(before.roles).toEqual(["operator"]);
        const ended = { auth: world.auth, name: "olga", sessionId, id };
        await end(ended);
        const after = await other.actorOf(sessionId, { background: false });
        const isStale = what.startsWith("taking")
          ? after.ok && after.value.roles.includes("operator")
          : after.ok;
        if (isStale) stale += 1;
        await undo?.(ended);
      }
      expect(stale).toBe(0);
    },
    60_000,
  );
});
