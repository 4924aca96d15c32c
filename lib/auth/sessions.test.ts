import { describe, expect, it } from "vitest";
import {
  addUser,
  admin,
  type Desk,
  desk,
  eventsOf,
  everywhere,
  GOOD_PASSWORD,
  signedIn,
} from "#lib/auth/auth.test-data.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import { refuseWrites } from "#lib/store/refused-writes.test-data.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const MINUTE_MS = 60_000;
const NO_SESSION = { ok: false, error: { kind: "no-session" } };

async function withSession(): Promise<Desk & { sessionId: string; userId: string }> {
  const world = await desk();
  await addUser(world, "olga", ["operator", "auditor"]);
  return { ...world, ...(await signedIn(world, "olga")) };
}

const seen = ({ auth, sessionId }: { auth: Desk["auth"]; sessionId: string }) =>
  auth.actorOf(sessionId, { background: false });
const polled = ({ auth, sessionId }: { auth: Desk["auth"]; sessionId: string }) =>
  auth.actorOf(sessionId, { background: true });

describe("a live session", () => {
  it("is somebody, with the roles of this moment, whom nothing can change", async () => {
    const world = await withSession();
    const actor = valueIn(await seen(world));
    expect(actor).toMatchObject({
      name: "olga",
      issuer: "local",
      subject: world.userId,
      roles: ["operator", "auditor"],
    });
    expect(Object.isFrozen(actor) && Object.isFrozen(actor.roles)).toBe(true);
    valueIn(await world.auth.setGrants(admin, "olga", everywhere(["viewer"]), false));
    expect(valueIn(await seen(world)).roles).toEqual(["viewer"]);
  });

  it.each(["", "x", "A".repeat(43), "' OR 1=1 --", "x".repeat(10_000), "\u0000"])(
    "is not opened by the id %j",
    async (sessionId) => {
      const { auth } = await withSession();
      expect(await auth.actorOf(sessionId, { background: false })).toEqual(NO_SESSION);
    },
  );

  it("ends after thirty idle minutes", async () => {
    const world = await withSession();
    world.clock.advance(30 * MINUTE_MS - 1);
    expect((await polled(world)).ok).toBe(true);
    world.clock.advance(1);
    expect(await polled(world)).toEqual(NO_SESSION);
  });

  it("is kept by use and not by polls", async () => {
    const [used, left] = [await withSession(), await withSession()];
    for (let minutes = 0; minutes < 40; minutes += 5) {
      for (const { clock } of [used, left]) clock.advance(5 * MINUTE_MS);
      await seen(used);
      await polled(left);
    }
    expect((await seen(used)).ok).toBe(true);
    expect(await seen(left)).toEqual(NO_SESSION);
  });

  it("ends after twelve hours of use", async () => {
    const world = await withSession();
    for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
      world.clock.advance(10 * MINUTE_MS);
      expect((await seen(world)).ok).toBe(true);
    }
    world.clock.advance(10 * MINUTE_MS);
    expect(await seen(world)).toEqual(NO_SESSION);
  });

  it("is written at most once a minute", async () => {
    const world = await withSession();
    const lastSeen = async () =>
      valueIn(await world.store.read((db) => db.selectFrom("sessions").select("last_seen_at").execute()))[0]
        ?.last_seen_at;
    const before = await lastSeen();
    world.clock.advance(MINUTE_MS - 1);
    await seen(world);
    expect(await lastSeen()).toBe(before);
    world.clock.advance(1);
    await seen(world);
    expect(await lastSeen()).not.toBe(before);
  });

  it("lets people look while nothing can be written", async () => {
    const world = await withSession();
    await refuseWrites(world.store);
    world.clock.advance(5 * MINUTE_MS);
    expect((await seen(world)).ok).toBe(true);
  });

  it("is nobody when the store cannot say", async () => {
    const world = await withSession();
    await world.store.close();
    expect(await seen(world)).toMatchObject({ ok: false, error: { kind: "unavailable" } });
  });

  it("is nobody when the roles of the row make no sense", async () => {
    const world = await withSession();
    valueIn(await world.store.write((tx) => tx.updateTable("users").set({ roles: '["root"]' }).execute()));
    expect(await seen(world)).toMatchObject({ ok: false, error: { kind: "unavailable" } });
  });
});

describe("an ended session", () => {
  it.each<[string, (world: Desk & { sessionId: string; userId: string }) => Promise<{ ok: boolean }>]>([
    ["signing out", ({ auth, sessionId }) => auth.endSession(sessionId)],
    ["ending all sessions", ({ auth, userId }) => auth.endAllSessions(userId, admin)],
    ["a new password", ({ auth }) => auth.setPassword(admin, "olga", "another good sentence")],
    ["disabling the account", ({ auth }) => auth.setDisabled(admin, "olga", true)],
  ])("stays ended after %s, from the very next read", async (_what, end) => {
    const world = await withSession();
    expect((await seen(world)).ok).toBe(true);
    expect((await end(world)).ok).toBe(true);
    expect(await seen(world)).toEqual(NO_SESSION);
    expect(await polled(world)).toEqual(NO_SESSION);
  });

  it("is over while the account is disabled, even if its row was left alone", async () => {
    const world = await withSession();
    valueIn(await world.store.write((tx) => tx.updateTable("users").set({ disabled: 1 }).execute()));
    expect(await seen(world)).toEqual(NO_SESSION);
  });

  it("does not come back when a disabled account is enabled", async () => {
    const world = await withSession();
    valueIn(await world.auth.setDisabled(admin, "olga", true));
    valueIn(await world.auth.setDisabled(admin, "olga", false));
    expect(await seen(world)).toEqual(NO_SESSION);
  });

  it("is one event, however often it is ended", async () => {
    const world = await withSession();
    valueIn(await world.auth.endSession(world.sessionId));
    valueIn(await world.auth.endSession(world.sessionId));
    valueIn(await world.auth.endSession("unknown"));
    const events = await eventsOf(world, "session.ended");
    expect(events.map((event) => event.actor.name)).toEqual(["olga"]);
  });

  it("leaves other people's sessions alone", async () => {
    const world = await withSession();
    await addUser(world, "otto");
    const other = await signedIn(world, "otto");
    expect(valueIn(await world.auth.endAllSessions(world.userId, admin))).toBe(1);
    expect((await world.auth.actorOf(other.sessionId, { background: false })).ok).toBe(true);
  });
});

describe("the demo's accounts", () => {
  it("are one per role, in the demo only, and let in nobody elsewhere", async () => {
    const demo = await desk({ mode: "emulator", demo: true });
    valueIn(await demo.auth.ensureDemoAccounts());
    valueIn(await demo.auth.ensureDemoAccounts());
    const users = valueIn(await demo.auth.listUsers());
    expect(users.map((user) => [user.name, ...user.roles])).toEqual(
      ["admin", "approver", "auditor", "operator", "viewer"].map((role) => [role, role]),
    );
    const given = { name: "admin", password: "eni-desk-demo", address: "127.0.0.1", userAgent: "" };
    const { sessionId } = valueIn(await demo.auth.signIn(given));
    expect((await demo.auth.actorOf(sessionId, { background: false })).ok).toBe(true);

    const { store, clock } = demo;
    for (const config of [
      { mode: "emulator", demo: false },
      { mode: "alibaba-cloud", demo: true },
    ] as const) {
      const later = createAuth({ store, clock, config });
      expect(await later.actorOf(sessionId, { background: false })).toEqual(NO_SESSION);
      expect(await later.signIn(given)).toEqual({ ok: false, error: { kind: "wrong" } });
    }
  });

  it("do not exist outside it", async () => {
    const world = await desk();
    valueIn(await world.auth.ensureDemoAccounts());
    expect(valueIn(await world.auth.listUsers())).toEqual([]);
  });
});

describe("the first administrator", () => {
  const setup = (token: string, name = "root") => ({ token, name, password: GOOD_PASSWORD });

  it("is made once, with a token that is kept only as a hash", async () => {
    const world = await desk();
    const token = valueIn(await world.auth.ensureSetupToken()) ?? "";
    expect(token.length).toBeGreaterThanOrEqual(32);
    const stored = valueIn(
      await world.store.read((db) => db.selectFrom("setup_tokens").selectAll().execute()),
    );
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(await world.auth.completeSetup(setup(`${token}x`))).toMatchObject({
      error: { kind: "wrong-token" },
    });
    const bad = { ...setup(token), password: "short" };
    expect(await world.auth.completeSetup(bad)).toMatchObject({ error: { kind: "bad-password" } });
    expect(valueIn(await world.auth.completeSetup(setup(token))).roles).toEqual(["admin"]);
    expect(await world.auth.completeSetup(setup(token, "second"))).toMatchObject({
      error: { kind: "wrong-token" },
    });
    expect(valueIn(await world.auth.ensureSetupToken())).toBeNull();
  });

  it("is one, even when two answer at once", async () => {
    const world = await desk();
    const token = valueIn(await world.auth.ensureSetupToken()) ?? "";
    const both = await Promise.all(
      ["root", "evil"].map((name) => world.auth.completeSetup(setup(token, name))),
    );
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(valueIn(await world.auth.listUsers())).toHaveLength(1);
  });

  it("is asked for with a new token at each start, which replaces the old one", async () => {
    const world = await desk();
    const old = valueIn(await world.auth.ensureSetupToken()) ?? "";
    const fresh = valueIn(await world.auth.ensureSetupToken()) ?? "";
    expect(await world.auth.completeSetup(setup(old))).toMatchObject({ error: { kind: "wrong-token" } });
    expect((await world.auth.completeSetup(setup(fresh))).ok).toBe(true);
  });

  it("is still asked for when only the demo's accounts are left over", async () => {
    const demo = await desk({ mode: "emulator", demo: true });
    valueIn(await demo.auth.ensureDemoAccounts());
    expect(valueIn(await demo.auth.ensureSetupToken())).toBeNull();
    const { store, clock } = demo;
    const later = createAuth({ store, clock, config: { mode: "alibaba-cloud", demo: false } });
    expect(valueIn(await later.ensureSetupToken())).not.toBeNull();
  });
});
