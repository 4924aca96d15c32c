import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  addUser,
  admin,
  attempt,
  desk,
  eventsOf,
  everywhere,
  GOOD_PASSWORD,
} from "#lib/auth/auth.test-data.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

describe("users", () => {
  it("are shown without their hashes", async () => {
    const world = await desk();
    await addUser(world, "Olga");
    const users = valueIn(await world.auth.listUsers());
    expect(users).toMatchObject([
      { name: "olga", displayName: "olga", roles: ["operator"], disabled: false },
    ]);
    expect(JSON.stringify(users)).not.toContain("argon2");
  });

  it.each([
    ["a name with a space", { name: "ol ga" }, "bad-name"],
    ["a name in another script that looks alike", { name: "оlga" }, "bad-name"],
    ["a name of 65 letters", { name: "o".repeat(65) }, "bad-name"],
    ["no role", { grants: [] }, "no-role"],
    ["a weak password", { password: "password1234" }, "bad-password"],
    ["a name that is taken", { name: "TAKEN" }, "name-taken"],
  ])("are not made with %s", async (_what, change, kind) => {
    const world = await desk();
    await addUser(world, "taken");
    const user = { name: "olga", grants: everywhere(["viewer"]), password: GOOD_PASSWORD, ...change };
    expect(await world.auth.createUser(admin, user)).toMatchObject({ ok: false, error: { kind } });
  });

  it("leave an event for every change, with who made it and without passwords", async () => {
    const world = await desk();
    await addUser(world, "olga");
    valueIn(await world.auth.setGrants(admin, "olga", everywhere(["viewer"]), false));
    valueIn(await world.auth.setPassword(admin, "olga", "another good sentence"));
    valueIn(await world.auth.setDisabled(admin, "olga", true));
    valueIn(await world.auth.setDisabled(admin, "olga", false));
    const events = await eventsOf(world, "user.changed");
    expect(events.map((event) => event.after?.what)).toEqual([
      "created",
      "roles",
      "password",
      "disabled",
      "enabled",
    ]);
    expect(events[1]).toMatchObject({
      actor: admin.actor,
      before: { roles: ["operator"] },
      after: { user: "olga", roles: ["viewer"] },
    });
    expect(JSON.stringify(events)).not.toMatch(/sentence|weather|argon2/);
  });

  it("get in with the new password only", async () => {
    const world = await desk();
    await addUser(world, "olga");
    valueIn(await world.auth.setPassword(admin, "olga", "another good sentence"));
    expect((await world.auth.signIn(attempt("olga"))).ok).toBe(false);
    expect((await world.auth.signIn(attempt("olga", "another good sentence"))).ok).toBe(true);
  });

  it("include an administrator who can sign in, whatever is tried", async () => {
    const world = await desk();
    await addUser(world, "root", ["admin"]);
    await addUser(world, "spare", ["admin"]);
    valueIn(await world.auth.setDisabled(admin, "spare", true));
    const refused = { ok: false, error: { kind: "last-admin" } };
    expect(await world.auth.setDisabled(admin, "root", true)).toEqual(refused);
    expect(await world.auth.setGrants(admin, "root", everywhere(["auditor"]), false)).toEqual(refused);
    valueIn(await world.auth.setDisabled(admin, "spare", false));
    expect((await world.auth.setGrants(admin, "root", everywhere(["auditor"]), false)).ok).toBe(true);
  });

  it("keep their sessions when a change is refused", async () => {
    const world = await desk();
    await addUser(world, "root", ["admin"]);
    const { sessionId } = valueIn(await world.auth.signIn(attempt("root")));
    await world.auth.setDisabled(admin, "root", true);
    expect((await world.auth.actorOf(sessionId, { background: false })).ok).toBe(true);
  });

  it("that nobody knows cannot be changed", async () => {
    const { auth } = await desk();
    expect(await auth.setGrants(admin, "ghost", everywhere(["viewer"]), false)).toEqual({
      ok: false,
      error: { kind: "unknown-user" },
    });
  });
});

describe("strangers who are refused", () => {
  it("are one event per address and minute, and the next one counts the rest", async () => {
    const world = await desk();
    const refusal = (address: string) => ({
      address,
      userAgent: "curl",
      what: "POST /api/requests",
      correlationId: "c",
    });
    for (let n = 0; n < 10; n += 1) valueIn(await world.auth.recordStrangerRefused(refusal("192.0.2.1")));
    valueIn(await world.auth.recordStrangerRefused(refusal("192.0.2.2")));
    world.clock.advance(60_000);
    valueIn(await world.auth.recordStrangerRefused(refusal("192.0.2.1")));
    const events = await eventsOf(world, "permission.refused");
    expect(events.map((event) => [event.from?.address, event.after?.countedBefore])).toEqual([
      ["192.0.2.1", 0],
      ["192.0.2.2", 0],
      ["192.0.2.1", 9],
    ]);
  });
});

describe("the command", () => {
  it("manages users beside the running server, as events of the shell's user", async () => {
    const world = await desk();
    const users = (args: string[], input = "") =>
      spawnSync(
        process.execPath,
        ["--conditions=react-server", "scripts/users.ts", ...args, "--database", world.url],
        {
          encoding: "utf8",
          input,
        },
      );
    expect(users(["create", "olga", "--role", "operator"], `${GOOD_PASSWORD}\n`).stdout).toContain(
      "olga\tenabled\tlocal\toperator",
    );
    expect((await world.auth.signIn(attempt("olga"))).ok).toBe(true);
    const generated = /once\): (\S+)/.exec(users(["reset", "olga", "--generate"]).stdout)?.[1] ?? "";
    expect((await world.auth.signIn(attempt("olga", generated))).ok).toBe(true);
    expect(users(["disable", "olga"]).stdout).toContain("disabled");
    expect(users(["list"]).stdout).toContain("olga\tdisabled");
    expect([
      users(["create", "olga", "--role", "king"]).status,
      users(["frobnicate", "x"]).status,
      users(["enable", "ghost"]).status,
    ]).toEqual([2, 2, 1]);
    expect((await eventsOf(world, "user.changed")).map((event) => event.actor.issuer)).toEqual([
      "shell",
      "shell",
      "shell",
    ]);
  });
});
