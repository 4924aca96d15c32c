import { describe, expect, it } from "vitest";
import { addUser, admin, type Desk, desk, eventsOf, signedIn } from "#lib/auth/auth.test-data.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const inHangzhou: Grant = { role: "operator", scope: { regionIds: ["cn-hangzhou"] } };
const anywhere = (role: Grant["role"]): Grant => ({ role, scope: null });

async function grantsNow({ auth }: Desk, sessionId: string) {
  return valueIn(await auth.actorOf(sessionId, { background: false })).grants;
}

describe("a role in a scope", () => {
  it("counts from the next look on, and taken away too", async () => {
    const world = await desk();
    await addUser(world, "olga", ["viewer"]);
    const { sessionId } = await signedIn(world, "olga");
    expect(await grantsNow(world, sessionId)).toEqual([anywhere("viewer")]);
    valueIn(await world.auth.setGrants(admin, "olga", [anywhere("viewer"), inHangzhou], false));
    expect(await grantsNow(world, sessionId)).toEqual([anywhere("viewer"), inHangzhou]);
    valueIn(await world.auth.setGrants(admin, "olga", [anywhere("viewer")], false));
    expect(await grantsNow(world, sessionId)).toEqual([anywhere("viewer")]);
  });

  it("is not among the roles that an older version reads", async () => {
    const world = await desk();
    await addUser(world, "olga", ["viewer"]);
    valueIn(await world.auth.setGrants(admin, "olga", [inHangzhou], false));
    const row = valueIn(
      await world.store.read((db) => db.selectFrom("users").select("roles").executeTakeFirstOrThrow()),
    );
    expect(row.roles).toBe("[]");
  });

  it("is told by the event of the change", async () => {
    const world = await desk();
    await addUser(world, "olga", ["viewer"]);
    valueIn(await world.auth.setGrants(admin, "olga", [inHangzhou], false));
    expect((await eventsOf(world, "user.changed")).at(-1)).toMatchObject({
      before: { roles: ["viewer"] },
      after: { what: "roles", user: "olga", roles: [], scopedRoles: [inHangzhou] },
    });
  });

  it.each<[string, Grant]>([
    ["an admin with a limit", { role: "admin", scope: { regionIds: ["cn-hangzhou"] } }],
    ["an auditor limited by tag", { role: "auditor", scope: { tags: [{ key: "a", value: "b" }] } }],
    ["an auditor limited by VPC", { role: "auditor", scope: { vpcIds: ["vpc-bp1shop00"] } }],
    ["an empty scope", { role: "viewer", scope: {} }],
    ["an empty list", { role: "viewer", scope: { regionIds: [] } }],
    ["a region that is none", { role: "viewer", scope: { regionIds: ["cn-hangzhou.evil.com/"] } }],
    ["a VPC that is none", { role: "viewer", scope: { vpcIds: ["*"] } }],
  ])("is refused as %s, and nothing changes", async (_what, grant) => {
    const world = await desk();
    await addUser(world, "olga", ["viewer"]);
    const refused = await world.auth.setGrants(admin, "olga", [anywhere("viewer"), grant], false);
    expect(refused).toMatchObject({ ok: false, error: { kind: "bad-scope" } });
    expect(valueIn(await world.auth.listUsers())[0]?.grants).toEqual([anywhere("viewer")]);
  });

  it("whose row was damaged lets nobody in", async () => {
    const world = await desk();
    await addUser(world, "olga", ["viewer"]);
    const { sessionId } = await signedIn(world, "olga");
    for (const scoped of ['[{"role":"operator"}]', '[{"role":"operator","scope":null}]', '{"a":1}']) {
      valueIn(
        await world.store.write((tx) => tx.updateTable("users").set({ scoped_roles: scoped }).execute()),
      );
      expect((await world.auth.actorOf(sessionId, { background: false })).ok, scoped).toBe(false);
    }
  });
});

describe("duties that watch each other", () => {
  const both = [anywhere("operator"), anywhere("auditor")];

  it("come together in one person only when that is meant, and then loudly", async () => {
    const world = await desk();
    await addUser(world, "olga", ["operator"]);
    expect(await world.auth.setGrants(admin, "olga", both, false)).toEqual({
      ok: false,
      error: { kind: "duties-mixed", warnings: ["operator-and-auditor"] },
    });
    valueIn(await world.auth.setGrants(admin, "olga", both, true));
    expect((await eventsOf(world, "user.changed")).at(-1)?.after).toMatchObject({
      warnings: ["operator-and-auditor"],
    });
    const notices = valueIn(await world.store.read((db) => db.selectFrom("notices").selectAll().execute()));
    expect(notices).toMatchObject([{ kind: "user-duties-mixed" }]);
  });

  it("are warned of when an administrator makes an auditor of itself", async () => {
    const world = await desk();
    const { id } = await addUser(world, "root", ["admin"]);
    const self = { actor: { ...admin.actor, subject: id } };
    const wanted = [anywhere("admin"), anywhere("auditor")];
    expect(await world.auth.setGrants(self, "root", wanted, false)).toMatchObject({
      error: { kind: "duties-mixed", warnings: ["grants-itself-auditor"] },
    });
    expect((await world.auth.setGrants(admin, "root", wanted, false)).ok).toBe(true);
  });
});

describe("the access review", () => {
  const HOUR = 3_600_000;

  it("tells who could ask on a day, from the events and not from the users of today", async () => {
    const world = await desk();
    const { auth, clock } = world;
    const at = () => new Date(clock.now()).toISOString();
    const start = at();
    await addUser(world, "vera", ["viewer"]);
    await addUser(world, "olga", ["operator"]);
    clock.advance(HOUR);
    const limited = at();
    valueIn(await auth.setGrants(admin, "olga", [inHangzhou], false));
    clock.advance(HOUR);
    const disabled = at();
    valueIn(await auth.setDisabled(admin, "olga", true));
    clock.advance(HOUR);
    const later = at();

    const spans = async (from: string, to: string) =>
      valueIn(await auth.reviewAccess(from, to)).items.map(({ user, scope, from: since, until }) => ({
        user,
        scope,
        since,
        until,
      }));
    const first = { user: "olga", scope: null, since: start, until: limited };
    const second = { user: "olga", scope: inHangzhou.scope, since: limited, until: disabled };
    expect(await spans(start, later)).toEqual([first, second]);
    expect(await spans(limited, disabled)).toEqual([{ ...second, until: null }]);
    expect(await spans(disabled, later)).toEqual([]);
    clock.advance(HOUR);
    valueIn(await auth.setDisabled(admin, "olga", false));
    expect(await spans(later, at())).toEqual([]);
    clock.advance(1);
    expect(await spans(later, at())).toMatchObject([{ scope: inHangzhou.scope, until: null }]);
  });
});
