import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { partner, wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { systemClock } from "#lib/core/clock.ts";
import { EMULATOR_ACCOUNT_ID } from "#lib/ecs/testing/emulated-client.ts";
import { Inventory } from "#lib/inventory/inventory.ts";
import { Requests } from "#lib/requests/requests.ts";
import {
  ALL_WATCHED,
  accountsOf,
  CHANGE_ROLE_ARN,
  CHANGED_AND_WATCHED,
} from "#lib/requests/testing/accounts.ts";
import { anActor, asOperator, openDesk, type TestDesk, wish } from "#lib/requests/testing/desk.ts";
import { must } from "#lib/requests/testing/stage.ts";

const { web1, web2 } = wellKnown;
const SESSION = `acs:ram::${EMULATOR_ACCOUNT_ID}:assumed-role/eni-desk`;

let emulator: RunningEmulator;
let t: TestDesk;
const closing: (() => void)[] = [];

function find(file = CHANGED_AND_WATCHED) {
  const access = accountsOf(emulator.url, file);
  closing.push(access.close);
  return access.find;
}

/** Another process on the same database, with accounts of its own. */
function anotherReplica(file?: string): Requests {
  const inventory = new Inventory(find(file), "all", systemClock);
  return new Requests({ ...t.desk, replica: "another", inventory });
}

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, detachMs: 100 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  t = await openDesk(emulator.url, { settleMs: 300 }, find());
  return async () => {
    await t.close();
    for (const close of closing.splice(0)) close();
  };
});

const journalSchema = z.object({
  calls: z.array(
    z.object({ action: z.string(), accessKeyId: z.string(), params: z.record(z.string(), z.string()) }),
  ),
});
async function calls() {
  return journalSchema.parse(await control(emulator.url, "GET", "/journal")).calls;
}
const forgetCalls = () => control(emulator.url, "DELETE", "/journal");
const actions = async () => (await calls()).map(({ action }) => action);
/** Without the follower's looks, which go on by themselves. */
const changes = async () =>
  (await calls()).filter(({ action }) => !action.startsWith("Describe")).map(({ action }) => action);

const target = {
  accountId: EMULATOR_ACCOUNT_ID,
  regionId: "cn-hangzhou",
  instanceId: web1.instanceId,
  networkInterfaceId: web1.secondEniId,
};
const plain = () => wish(web1.instanceId, web1.secondEniId);
const look = (who = asOperator(), requests = t.requests) => requests.preflight(who.actor, target);
const ask = (who = asOperator(), requests = t.requests) => requests.ask(who, plain(), randomUUID());

async function eventsOf(id: string, action: string) {
  return must(await t.audit.eventsOfRequest(id)).filter((event) => event.action === action);
}

const ended = (id: string) =>
  expect
    .poll(async () => must(await t.requests.readFor(asOperator().actor, id))?.endedAt, { timeout: 10_000 })
    .toEqual(expect.any(String));

/** What STS says from now on, as when the trust policy was taken away. */
const refuseSessions = (fault: Record<string, unknown>, times = 100) =>
  control(emulator.url, "POST", "/faults", {
    match: { action: "AssumeRole" },
    fault,
    times,
  });

describe("a detach in an account with a role for changes", () => {
  it("is one call after the pre-flight, signed by a session of the person and not by that of the reads", async () => {
    must(await look());
    const before = await calls();
    await forgetCalls();
    const { request } = must(await ask());
    expect(request.state).toBe("accepted");
    expect(await actions()).toEqual(["DetachNetworkInterface"]);
    const [sent] = await calls();
    const reads = before.filter(({ action }) => action.startsWith("Describe"));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.map(({ accessKeyId }) => accessKeyId)).not.toContain(sent?.accessKeyId);
    expect(sent?.accessKeyId).toMatch(/^STS\./);
    const [session] = before.filter(({ params }) => params.RoleSessionName === "operator");
    expect(session?.params).toMatchObject({ RoleArn: CHANGE_ROLE_ARN, DurationSeconds: "900" });
    expect(session?.params.Policy).toContain(`eni/${web1.secondEniId}`);
  });

  it("makes its own session where no pre-flight made one, before it is sent", async () => {
    must(await t.desk.inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    const { request } = must(await ask());
    expect(request.state).toBe("accepted");
    const sessions = (await calls()).filter(({ params }) => params.RoleSessionName === "operator");
    expect(sessions).toHaveLength(1);
    expect((await changes()).slice(-2)).toEqual(["AssumeRole", "DetachNetworkInterface"]);
  });

  it("is followed with the role of the reads", async () => {
    must(await look());
    const readKeys = new Set(
      (await calls()).filter(({ action }) => action.startsWith("Describe")).map((each) => each.accessKeyId),
    );
    await forgetCalls();
    const { request } = must(await ask());
    t.requests.start();
    await ended(request.id);
    const after = (await calls()).filter(({ action }) => action.startsWith("Describe"));
    expect(after.length).toBeGreaterThan(0);
    expect(new Set(after.map(({ accessKeyId }) => accessKeyId))).toEqual(readKeys);
  });

  it("has in the log as whom it was made, and what a name was mapped to", async () => {
    const { request } = must(await ask());
    for (const action of ["request.sent", "request.answered"]) {
      const [event] = await eventsOf(request.id, action);
      expect(event).toMatchObject({ cloudIdentity: `${SESSION}/operator`, actor: { name: "operator" } });
      expect(event?.after).not.toHaveProperty("session");
    }
    const other = must(
      await t.requests.ask(
        asOperator("张伟"),
        { ...plain(), networkInterfaceId: web1.thirdEniId },
        randomUUID(),
      ),
    );
    const [sent] = await eventsOf(other.request.id, "request.sent");
    const name = expect.stringMatching(/^person-[0-9a-f]{12}$/);
    expect(sent?.after).toMatchObject({ session: { of: "张伟", name } });
    const [call] = (await calls()).filter(({ params }) => params.RoleSessionName?.startsWith("person-"));
    expect(sent?.cloudIdentity).toBe(`${SESSION}/${call?.params.RoleSessionName}`);
  });

  it("takes a new session when the one of the pre-flight is about to end", async () => {
    must(await look());
    await control(emulator.url, "POST", "/clock", { advanceMs: 13.5 * 60_000 });
    must(await look());
    expect((await changes()).filter((action) => action === "AssumeRole").length).toBeGreaterThanOrEqual(2);
    const sessions = (await calls()).filter(({ params }) => params.RoleSessionName === "operator");
    expect(sessions).toHaveLength(2);
    await forgetCalls();
    expect(must(await ask()).request.state).toBe("accepted");
    expect(await actions()).toEqual(["DetachNetworkInterface"]);
  });

  it("is sent by another replica in a session of its own", async () => {
    must(await look());
    const other = anotherReplica();
    const { request } = must(await ask(asOperator(), other));
    expect(request.state).toBe("accepted");
    const sessions = (await calls()).filter(({ params }) => params.RoleSessionName === "operator");
    expect(sessions).toHaveLength(2);
    await other.drain();
  });

  it("is put back in a session that may attach", async () => {
    const { request } = must(await ask());
    t.requests.start();
    await ended(request.id);
    must(await t.requests.preflight(asOperator().actor, target, { action: "attach" }));
    const body = { reason: "it was the wrong one" };
    const back = must(await t.requests.attachBack(asOperator(), request.id, body, randomUUID()));
    expect(back.request.state).toBe("accepted");
    const policies = (await calls()).flatMap(({ params }) => params.Policy ?? []);
    expect(policies.map((text) => /ecs:\w+/.exec(text)?.[0])).toEqual([
      "ecs:DetachNetworkInterface",
      "ecs:AttachNetworkInterface",
    ]);
    await ended(back.request.id);
  });
});

describe("nobody gets a session", () => {
  it("who may not ask, or while something is in the way", async () => {
    const viewer = anActor("viewer", ["viewer"]);
    expect(must(await t.requests.preflight(viewer, target)).assessment.blockers).toMatchObject([
      { reason: "not-permitted" },
    ]);
    const primary = { ...target, networkInterfaceId: web1.primaryEniId };
    must(await t.requests.preflight(asOperator().actor, primary));
    const named = (await calls()).filter(({ params }) => params.Policy !== undefined);
    expect(named).toEqual([]);
  });
});

describe("where STS gives no session", () => {
  const REFUSED = { kind: "error", code: "NoPermission" };

  it("the pre-flight says so with code and RequestId, and asks again later", async () => {
    must(await t.desk.inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    await refuseSessions(REFUSED);
    const seen = must(await look());
    expect(seen.assessment).toMatchObject({
      tier: "blocked",
      blockers: [
        {
          reason: "change-role-refused",
          facts: { role: CHANGE_ROLE_ARN, code: "NoPermission", requestId: expect.stringMatching(/-/) },
        },
      ],
    });
    await control(emulator.url, "DELETE", "/faults");
    await refuseSessions({ kind: "drop-after" });
    const unheard = must(await look(asOperator("second")));
    expect(unheard.assessment.blockers).toMatchObject([{ reason: "change-role-unreachable" }]);
  });

  it("nothing is sent, it ends at once, and the attempt has STS's code", async () => {
    must(await t.desk.inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    await refuseSessions(REFUSED);
    const { request } = must(await ask());
    expect(request).toMatchObject({ state: "not-sent", outcome: "attached", code: "NoPermission" });
    expect(request.attempts).toMatchObject([
      {
        result: "not-sent",
        code: "NoPermission",
        requestId: null,
        message: expect.stringContaining("RequestId"),
      },
    ]);
    const [answered] = await eventsOf(request.id, "request.answered");
    expect(answered).not.toHaveProperty("cloudIdentity");
    expect(await actions()).not.toContain("DetachNetworkInterface");
  });

  it("but may give one yet, it is tried again within the request", async () => {
    must(await t.desk.inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    await refuseSessions({ kind: "throttle" });
    const { request } = must(await ask());
    expect(request).toMatchObject({ state: "not-sent", code: null });
    expect(request.attempts.length).toBeGreaterThan(1);
    expect(await actions()).not.toContain("DetachNetworkInterface");
  });
});

describe("an account without a role for changes", () => {
  const watched = {
    accountId: partner.accountId,
    regionId: "cn-hangzhou",
    instanceId: partner.instanceId,
    networkInterfaceId: partner.secondEniId,
  };

  it("is read, and nothing in it is changed: before the dialog, in it and after it", async () => {
    const seen = must(await t.requests.preflight(asOperator().actor, watched));
    expect(seen.assessment.blockers).toMatchObject([{ reason: "read-only-account" }]);
    const body = { ...wish(partner.instanceId, partner.secondEniId), accountId: partner.accountId };
    expect(await t.requests.ask(asOperator(), body, randomUUID())).toMatchObject({
      error: { kind: "blocked", recorded: true, blockers: [{ reason: "read-only-account" }] },
    });
    expect(await actions()).not.toContain("DetachNetworkInterface");
    expect((await calls()).filter(({ params }) => params.Policy !== undefined)).toEqual([]);
  });

  const READ_ONLY = { error: { kind: "blocked", blockers: [{ reason: "read-only-account" }] } };

  it("takes no further attempt of what was asked when it had one", async () => {
    const match = { action: "DetachNetworkInterface" };
    await control(emulator.url, "POST", "/faults", { match, fault: { kind: "drop-before" }, times: 1 });
    const { request } = must(await ask());
    expect(request.state).toBe("unknown");
    const other = anotherReplica(ALL_WATCHED);
    const again = { reason: "it did not answer", attempt: 1 };
    expect(await other.sendAgain(asOperator(), request.id, again, randomUUID())).toMatchObject(READ_ONLY);
    expect((await actions()).filter((action) => action === match.action)).toHaveLength(1);
    await other.drain();
  });

  it("takes nothing back that was taken off when it had one", async () => {
    const { request } = must(await ask());
    t.requests.start();
    await ended(request.id);
    const other = anotherReplica(ALL_WATCHED);
    const body = { reason: "it was the wrong one" };
    expect(await other.attachBack(asOperator(), request.id, body, randomUUID())).toMatchObject(READ_ONLY);
    expect(await actions()).not.toContain("AttachNetworkInterface");
    await other.drain();
  });
});

it("a session of one ENI is never used for another", async () => {
  must(await look());
  const other = { ...plain(), networkInterfaceId: web2.secondEniId, instanceId: web2.instanceId };
  const first = await t.requests.ask(asOperator(), other, randomUUID());
  const confirmation = first.ok || first.error.kind !== "confirmation-needed" ? "" : first.error.address;
  must(await t.requests.ask(asOperator(), { ...other, confirmation }, randomUUID()));
  const policies = (await calls()).flatMap(({ params }) => params.Policy ?? []);
  expect(policies).toHaveLength(2);
  expect(policies[1]).toContain(web2.secondEniId);
  expect(policies[1]).not.toContain(web1.secondEniId);
});
