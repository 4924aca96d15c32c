import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { anActor, asOperator, openDesk, type TestDesk, wish } from "#lib/requests/testing/desk.ts";

const { web1, web2, k8sNode1, trunk1 } = wellKnown;
const journalSchema = z.object({
  calls: z.array(z.object({ requestId: z.string(), httpStatus: z.number(), applied: z.boolean() })),
});

let emulator: RunningEmulator;
let t: TestDesk;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, detachMs: 100 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  t = await openDesk(emulator.url);
  return () => t.close();
});

/** What the emulator was asked to detach, whoever asked. */
async function detachCalls() {
  return journalSchema.parse(await control(emulator.url, "GET", "/journal?action=DetachNetworkInterface"))
    .calls;
}

function fault(kind: Record<string, unknown>, times = 1) {
  const match = { action: "DetachNetworkInterface" };
  return control(emulator.url, "POST", "/faults", { match, fault: kind, times });
}

/** From now on the log takes nothing, as when the right to write it was lost. */
async function refuseEvents() {
  const how =
    t.store.engine === "sqlite"
      ? sql`CREATE TRIGGER no_events BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'refused'); END`
      : sql`ALTER TABLE events ADD CONSTRAINT no_events CHECK (false) NOT VALID`;
  expect(await t.store.write((tx) => how.execute(tx))).toMatchObject({ ok: true });
}

async function takeEventsAgain() {
  const how =
    t.store.engine === "sqlite"
      ? sql`DROP TRIGGER no_events`
      : sql`ALTER TABLE events DROP CONSTRAINT no_events`;
  expect(await t.store.write((tx) => how.execute(tx))).toMatchObject({ ok: true });
}

const plain = () => wish(web1.instanceId, web1.secondEniId);
const ask = (body = plain(), key: string = randomUUID()) => t.requests.ask(asOperator(), body, key);

async function idOf(asked: Awaited<ReturnType<typeof ask>>): Promise<string> {
  if (!asked.ok) throw new Error(`not asked: ${asked.error.kind}`);
  return asked.value.request.id;
}

async function untilEnded(id: string) {
  t.requests.start();
  return vi.waitFor(
    async () => {
      const read = await t.requests.readFor(anActor("viewer", ["viewer"]), id);
      if (!read.ok || !read.value?.endedAt) throw new Error("has not ended");
      return read.value;
    },
    { timeout: 15_000, interval: 50 },
  );
}

async function actionsOf(id: string) {
  const events = await t.audit.eventsOfRequest(id);
  if (!events.ok) throw new Error("the log can't be read");
  return events.value.map(({ action, result }) => `${action} ${result}`);
}

describe("asking for a detach", () => {
  it("records, sends once, follows and proves it by the RequestId", async () => {
    const id = await idOf(await ask());
    const ended = await untilEnded(id);
    const [call] = await detachCalls();
    expect(ended).toMatchObject({
      state: "detached",
      outcome: "detached",
      evidence: "answered",
      ecsRequestId: call?.requestId,
    });
    const actions = await actionsOf(id);
    expect(actions.slice(0, 3)).toEqual(["request.asked ok", "request.sent ok", "request.answered ok"]);
    expect(actions.at(-1)).toBe("request.ended ok");
    expect(await detachCalls()).toHaveLength(1);
  });

  it("names person, reason and ticket in the event that has the RequestId", async () => {
    const id = await idOf(await ask({ ...plain(), ticket: "OPS-7" }));
    const events = await t.audit.list({ action: "request.answered" }, { cursor: null, limit: 5 });
    expect(events.ok && events.value.items).toMatchObject([
      {
        request: id,
        actor: { name: "operator" },
        reason: "moving to the new node",
        ticket: "OPS-7",
        requestId: expect.any(String),
      },
    ]);
  });

  it("has the intent on disk when the call arrives at ECS", async () => {
    await fault({ kind: "latency", ms: 400 });
    const asking = ask();
    await vi.waitFor(async () => expect(await detachCalls()).toHaveLength(1), {
      timeout: 5_000,
      interval: 10,
    });
    const open = await t.requests.open();
    expect(open.ok && open.value.map(({ state }) => state)).toEqual(["sending"]);
    expect((await asking).ok).toBe(true);
  });
});

describe("one wish is one send", () => {
  it("for fifty parallel calls with one key, all answered alike", async () => {
    const key = randomUUID();
    const asked = await Promise.all(Array.from({ length: 50 }, () => ask(plain(), key)));
    expect(new Set(await Promise.all(asked.map(idOf)))).toHaveProperty("size", 1);
    const requestIds = asked.map((each) =>
      each.ok ? each.value.request.attempts.at(-1)?.requestId : "none",
    );
    const calls = await detachCalls();
    expect(calls).toHaveLength(1);
    expect(new Set(requestIds)).toEqual(new Set([calls[0]?.requestId]));
  });

  it("for fifty parallel calls with a key each: one goes through, the others are told which", async () => {
    await fault({ kind: "stuck" });
    const asked = await Promise.all(Array.from({ length: 50 }, () => ask()));
    const won = asked.filter((each) => each.ok);
    const lost = asked.filter((each) => !each.ok).map((each) => each.error);
    expect([won.length, lost.length, (await detachCalls()).length]).toEqual([1, 49, 1]);
    const winner = won[0]?.ok ? won[0].value.request.id : "";
    for (const error of lost) expect(error).toMatchObject({ kind: "request-open", id: winner });
  });

  it("refuses the same key for something else", async () => {
    const key = randomUUID();
    await idOf(await ask(plain(), key));
    const other = await ask(wish(web1.instanceId, web1.thirdEniId), key);
    expect(other).toMatchObject({ ok: false, error: { kind: "key-reused" } });
    expect(await detachCalls()).toHaveLength(1);
  });

  it("keeps keys of different people apart", async () => {
    const key = randomUUID();
    await t.requests.ask(asOperator("ada"), plain(), key);
    const other = await t.requests.ask(asOperator("bob"), wish(web1.instanceId, web1.thirdEniId), key);
    expect(other.ok).toBe(true);
  });
});

describe("nothing is sent", () => {
  it("for a primary ENI; the attempt is kept with its reason", async () => {
    const asked = await ask(wish(web1.instanceId, web1.primaryEniId));
    expect(asked).toMatchObject({
      ok: false,
      error: { kind: "blocked", blockers: [{ reason: "primary-interface" }] },
    });
    const events = await t.audit.list({ action: "request.blocked" }, { cursor: null, limit: 5 });
    expect(events.ok && events.value.items).toMatchObject([
      { result: "blocked", reason: "moving to the new node" },
    ]);
    expect(await detachCalls()).toEqual([]);
  });

  it("for an ENI that Terway manages", async () => {
    const asked = await ask(wish(k8sNode1.instanceId, k8sNode1.terwayEniId));
    expect(asked).toMatchObject({ ok: false, error: { kind: "blocked" } });
    expect(
      asked.ok || asked.error.kind !== "blocked" ? [] : asked.error.blockers.map(({ reason }) => reason),
    ).toContain("terway-managed");
    expect(await detachCalls()).toEqual([]);
  });

  it("when the ENI is on another instance than the person saw", async () => {
    const asked = await ask(wish(web2.instanceId, web1.secondEniId));
    expect(asked).toMatchObject({ ok: false, error: { kind: "changed" } });
    expect(await detachCalls()).toEqual([]);
  });

  it("without the typed address where there are warnings, and goes through with it", async () => {
    const risky = wish(web2.instanceId, web2.secondEniId);
    const first = await ask(risky);
    expect(first).toMatchObject({ ok: false, error: { kind: "confirmation-needed" } });
    const wrong = await ask({ ...risky, confirmation: "10.0.0.1" });
    expect(wrong).toMatchObject({ ok: false, error: { kind: "confirmation-needed" } });
    expect(await detachCalls()).toEqual([]);
    const address = first.ok || first.error.kind !== "confirmation-needed" ? "" : first.error.address;
    expect((await ask({ ...risky, confirmation: address })).ok).toBe(true);
    expect(await detachCalls()).toHaveLength(1);
  });

  it("by somebody who proved more than ten minutes ago who they are, where there are warnings", async () => {
    const risky = wish(web2.instanceId, web2.secondEniId);
    const first = await ask(risky);
    const address = first.ok || first.error.kind !== "confirmation-needed" ? "" : first.error.address;
    const provedAgo = (ms: number) => ({
      ...asOperator(),
      actor: anActor("operator", ["operator"], [], t.store.clock.now() - ms),
    });
    const wished = { ...risky, confirmation: address };
    const late = await t.requests.ask(provedAgo(10 * 60_000 + 1), wished, randomUUID());
    expect(late).toEqual({ ok: false, error: { kind: "step-up-needed" } });
    expect(await detachCalls()).toEqual([]);
    const seen = await t.requests.preflight(provedAgo(10 * 60_000 + 1).actor, { ...risky, instanceId: null });
    expect(seen).toMatchObject({ value: { stepUp: true } });
    const plainSeen = await t.requests.preflight(provedAgo(3_600_000).actor, plain());
    expect(plainSeen).toMatchObject({ value: { stepUp: false } });
    expect((await t.requests.ask(provedAgo(9 * 60_000), wished, randomUUID())).ok).toBe(true);
    expect(await detachCalls()).toHaveLength(1);
  });

  it("when a warning is new since the person looked", async () => {
    const target = { ...plain(), accountId: plain().accountId };
    const seen = await t.requests.preflight(asOperator().actor, target);
    if (!seen.ok) throw new Error(seen.error.kind);
    await control(emulator.url, "PATCH", `/world/network-interfaces/${web1.secondEniId}`, {
      Tags: [{ TagKey: "ManagedBy", TagValue: "terraform" }],
    });
    await t.requests.preflight(asOperator("someone else").actor, target);
    const asked = await ask({ ...plain(), preflightToken: seen.value.token });
    expect(asked).toMatchObject({ ok: false, error: { kind: "changed", warnings: [{ kind: "terraform" }] } });
    expect(await detachCalls()).toEqual([]);
  });

  it("with a token made for someone else", async () => {
    const seen = await t.requests.preflight(asOperator("ada").actor, plain());
    if (!seen.ok) throw new Error(seen.error.kind);
    const asked = await ask({ ...plain(), preflightToken: seen.value.token });
    expect(asked).toMatchObject({ ok: false, error: { kind: "changed" } });
    expect(await detachCalls()).toEqual([]);
  });

  it("when the intent can't be recorded", async () => {
    await refuseEvents();
    const asked = await ask();
    expect(asked).toMatchObject({ ok: false, error: { kind: "cannot-be-recorded" } });
    expect(asked.ok || asked.error.kind !== "cannot-be-recorded" ? "" : asked.error.command).toContain(
      "aliyun ecs DetachNetworkInterface",
    );
    expect(await detachCalls()).toEqual([]);
  });

  it("when ECS can't be read first", async () => {
    const match = { action: "DescribeNetworkInterfaces", networkInterfaceId: web1.secondEniId };
    await control(emulator.url, "POST", "/faults", { match, fault: { kind: "drop-before" }, times: 5 });
    expect(await ask()).toMatchObject({ ok: false, error: { kind: "unreadable" } });
    expect(await detachCalls()).toEqual([]);
  });

  it("in observe-only mode", async () => {
    const watching = await openDesk(emulator.url, { observeOnly: true });
    const asked = await watching.requests.ask(asOperator(), plain(), randomUUID());
    await watching.close();
    expect(asked).toMatchObject({
      ok: false,
      error: { kind: "blocked", blockers: [{ reason: "observe-only" }] },
    });
    expect(await detachCalls()).toEqual([]);
  });

  it("without a ticket where one is required, or with one of the wrong form", async () => {
    const strict = await openDesk(emulator.url, { ticketRequired: true, ticketPattern: /^OPS-\d+$/ });
    const missing = await strict.requests.ask(asOperator(), plain(), randomUUID());
    const wrong = await strict.requests.ask(asOperator(), { ...plain(), ticket: "later" }, randomUUID());
    await strict.close();
    expect([missing, wrong]).toMatchObject([
      { ok: false, error: { kind: "ticket", problem: "missing" } },
      { ok: false, error: { kind: "ticket", problem: "pattern" } },
    ]);
    expect(await detachCalls()).toEqual([]);
  });
});

describe("what was turned down", () => {
  it("is in the log with its reason and who wanted it, though no request came of it", async () => {
    await ask(wish(web2.instanceId, web2.secondEniId));
    await ask(wish(web2.instanceId, web1.secondEniId));
    await fault({ kind: "stuck" });
    await idOf(await ask());
    await t.requests.ask(asOperator("bob"), plain(), randomUUID());
    const events = await t.audit.list({ action: "request.blocked" }, { cursor: null, limit: 9 });
    expect(events.ok && events.value.items.map(({ actor, after }) => [actor.name, after])).toEqual([
      ["bob", { blockers: ["request-open"] }],
      ["operator", { blockers: ["not-on-this-instance"] }],
      ["operator", { blockers: ["address-not-confirmed"] }],
    ]);
  });
});

describe("what ECS answers", () => {
  it("is kept word for word when it refuses, and the ENI is looked at before that is believed", async () => {
    await fault({ kind: "error", code: "InvalidOperation.EniLinked" });
    const asked = await ask();
    const request = asked.ok ? asked.value.request : null;
    expect(request).toMatchObject({
      state: "refused",
      outcome: "attached",
      code: "InvalidOperation.EniLinked",
    });
    expect(request?.attempts.at(-1)).toMatchObject({
      result: "refused",
      httpStatus: 403,
      requestId: expect.any(String),
      message: expect.any(String),
    });
  });

  it("is a detach that worked when a refusal meets an ENI that is already Available", async () => {
    await fault({ kind: "error", code: "InvalidOperation.InvalidEniState", applied: true });
    const ended = await untilEnded(await idOf(await ask()));
    expect(ended).toMatchObject({ state: "detached", evidence: "observed" });
  });

  it("is found out by reading when it got lost, and never sent again", async () => {
    await fault({ kind: "drop-after" });
    const asked = await ask();
    expect(asked.ok && asked.value.request.state).toBe("unknown");
    const ended = await untilEnded(await idOf(asked));
    expect(ended).toMatchObject({ state: "detached", evidence: "observed", ecsRequestId: null });
    expect(await detachCalls()).toHaveLength(1);
  });

  it("is still-attached when the request got lost on its way and nothing happened in time", async () => {
    await fault({ kind: "drop-before" });
    const ended = await untilEnded(await idOf(await ask()));
    expect(ended).toMatchObject({ state: "still-attached", outcome: "attached" });
    expect(await detachCalls()).toHaveLength(1);
  });

  it("is asked for again within the request when ECS throttles, each attempt with its own RequestId", async () => {
    await fault({ kind: "throttle", retryAfterMs: 50 }, 2);
    const ended = await untilEnded(await idOf(await ask()));
    expect(ended.attempts.map(({ result }) => result)).toEqual(["throttled", "throttled", "accepted"]);
    expect(new Set(ended.attempts.map(({ requestId }) => requestId))).toHaveProperty("size", 3);
    expect(ended.state).toBe("detached");
  });

  it("is not-sent when ECS throttles past the deadline", async () => {
    await fault({ kind: "throttle", retryAfterMs: 1_500 }, 50);
    const asked = await ask();
    expect(asked.ok && asked.value.request).toMatchObject({ state: "not-sent", outcome: "attached" });
  });

  it("reaches the person though it can't be recorded, and is recorded as soon as it can", async () => {
    await fault({ kind: "latency", ms: 300 });
    const asking = ask();
    await vi.waitFor(async () => expect(await detachCalls()).toHaveLength(1), {
      timeout: 5_000,
      interval: 10,
    });
    await refuseEvents();
    const asked = await asking;
    const [call] = await detachCalls();
    expect(asked.ok && asked.value.unrecorded).toEqual({ requestId: call?.requestId });
    await takeEventsAgain();
    const ended = await untilEnded(await idOf(asked));
    expect(ended).toMatchObject({ state: "detached", evidence: "answered", ecsRequestId: call?.requestId });
  });

  it("carries the trunk's id for a member ENI", async () => {
    const first = await ask(wish(trunk1.instanceId, trunk1.member1EniId));
    const address = first.ok || first.error.kind !== "confirmation-needed" ? "" : first.error.address;
    const ended = await untilEnded(
      await idOf(await ask({ ...wish(trunk1.instanceId, trunk1.member1EniId), confirmation: address })),
    );
    expect(ended).toMatchObject({ state: "detached", trunkNetworkInterfaceId: trunk1.trunkEniId });
  });
});

describe("a stuck ENI", () => {
  it("is said to be stuck, is sent again by a person as a second attempt, and ends", async () => {
    await t.close();
    t = await openDesk(emulator.url, { stuckAfterMs: 300 });
    await fault({ kind: "stuck" });
    const id = await idOf(await ask());
    t.requests.start();
    const stuck = await vi.waitFor(
      async () => {
        const read = await t.requests.readFor(anActor("viewer", ["viewer"]), id);
        if (!read.ok || read.value?.state !== "stuck") throw new Error("not stuck yet");
        return read.value;
      },
      { timeout: 10_000, interval: 50 },
    );
    const again = { reason: "documented cure for a stuck ENI", attempt: stuck.attempts.length };
    const stale = await t.requests.sendAgain(asOperator(), id, { ...again, attempt: 7 }, randomUUID());
    expect(stale).toMatchObject({ ok: false, error: { kind: "moved-on" } });
    const key = randomUUID();
    const both = await Promise.all([1, 2].map(() => t.requests.sendAgain(asOperator("bob"), id, again, key)));
    expect(both.map(({ ok }) => ok)).toContain(true);
    const ended = await untilEnded(id);
    expect(ended.attempts.map(({ result }) => result)).toEqual(["accepted", "accepted"]);
    expect(await detachCalls()).toHaveLength(2);
  });

  it("is no longer followed when a person says so with a reason, and is free for another request", async () => {
    await fault({ kind: "drop-before" });
    const id = await idOf(await ask());
    const stopped = await t.requests.stopFollowing(asOperator(), id, "handled by hand in the console");
    expect(stopped.ok && stopped.value.request.state).toBe("not-followed");
    expect((await actionsOf(id)).at(-1)).toBe("request.stopped-following ok");
    expect((await ask()).ok).toBe(true);
  });
});

describe("what nobody follows any more", () => {
  it("is still looked at, and its end is added without changing what the person made of it", async () => {
    await fault({ kind: "drop-before" });
    const id = await idOf(await ask());
    await t.requests.stopFollowing(asOperator(), id, "handled by hand in the console");
    await control(emulator.url, "POST", "/outside", {
      action: "DetachNetworkInterface",
      InstanceId: web1.instanceId,
      NetworkInterfaceId: web1.secondEniId,
      RegionId: "cn-hangzhou",
    });
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_000 });
    t.requests.start();
    await vi.waitFor(
      async () => {
        const read = await t.requests.readFor(anActor("viewer", ["viewer"]), id);
        const late = { state: "not-followed", outcome: "detached", evidence: "observed" };
        expect(read.ok && read.value).toMatchObject(late);
      },
      { timeout: 5_000, interval: 50 },
    );
    expect((await actionsOf(id)).at(-1)).toBe("request.followed ok");
  });
});

describe("after a crash", () => {
  it("a request whose answer nobody heard is unknown until its ENI is read, and is not sent again", async () => {
    await fault({ kind: "hang" });
    const asking = ask();
    await vi.waitFor(async () => expect(await detachCalls()).toHaveLength(1), {
      timeout: 5_000,
      interval: 10,
    });
    // The same database under another set of services: what a restarted process finds.
    const { Requests } = await import("#lib/requests/requests.ts");
    const restarted = new Requests({ ...t.desk, replica: "the restarted one" });
    restarted.start();
    const found = await vi.waitFor(
      async () => {
        const open = await t.requests.listFor(anActor("viewer", ["viewer"]), {}, undefined, 5);
        const only = open.ok ? open.value.items[0] : undefined;
        if (!only || only.state === "sending") throw new Error("not picked up yet");
        return only;
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(["unknown", "still-attached", "detached"]).toContain(found.state);
    expect(await detachCalls()).toHaveLength(1);
    await restarted.drain();
    await asking;
  });
});
