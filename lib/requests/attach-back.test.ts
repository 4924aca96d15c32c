import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { asOperator, wish } from "#lib/requests/testing/desk.ts";
import { must, Stage } from "#lib/requests/testing/stage.ts";

const { web1, web2 } = wellKnown;
const stage = Stage.use();
const REGION = { RegionId: "cn-hangzhou" };
const eni = { ...REGION, InstanceId: web1.instanceId, NetworkInterfaceId: web1.secondEniId };

async function detached(): Promise<string> {
  const asked = must(
    await stage.desk.requests.ask(
      asOperator(),
      wish(web1.instanceId, web1.secondEniId, { ticket: "OPS-7" }),
      randomUUID(),
    ),
  );
  const ended = await stage.untilEnded(asked.request.id);
  expect(ended.state).toBe("detached");
  return ended.id;
}

const back = (id: string, change: object = {}, key: string = randomUUID(), who = asOperator("second")) =>
  stage.desk.requests.attachBack(who, id, { reason: "it was the wrong one", ...change }, key);

describe("attaching back", () => {
  it("is a request of its own that names the one it undoes, and ends with the ENI on its instance", async () => {
    const origin = await detached();
    const { request } = must(await back(origin));
    expect(request).toMatchObject({ action: "attach", originRequestId: origin, ticket: "OPS-7" });
    const ended = await stage.untilEnded(request.id);
    expect(ended).toMatchObject({ state: "attached", outcome: "attached", evidence: "answered" });
    const [call, ...more] = await stage.calls("AttachNetworkInterface");
    expect(more).toEqual([]);
    expect(call).toMatchObject({ requestId: ended.ecsRequestId, params: { InstanceId: web1.instanceId } });
    expect(must(await stage.desk.requests.attachedBackBy(origin)).map(({ id }) => id)).toEqual([request.id]);
    const events = await stage.eventsOf(request.id);
    expect(events.map(({ action }) => action)).toContain("request.ended");
    expect(
      events.every(({ actor, reason }) => actor.issuer === "system" || reason === "it was the wrong one"),
    ).toBe(true);
  });

  it("is asked once for one key, and refuses the key for something else", async () => {
    const origin = await detached();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => back(origin, {}, key)));
    expect(new Set(answers.map((answer) => must(answer).request.id)).size).toBe(1);
    expect(await back(origin, { reason: "something else now" }, key)).toMatchObject({
      error: { kind: "key-reused" },
    });
    expect(await stage.calls("AttachNetworkInterface")).toHaveLength(1);
  });

  it("is for what was detached only", async () => {
    const asked = must(
      await stage.desk.requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID()),
    );
    expect(await back(asked.request.id)).toMatchObject({
      error: { kind: "blocked", blockers: [{ reason: "nothing-to-undo" }] },
    });
    const ended = await stage.untilEnded(asked.request.id);
    const attached = must(await back(ended.id));
    const attachEnded = await stage.untilEnded(attached.request.id);
    expect(await back(attachEnded.id)).toMatchObject({
      error: { kind: "blocked", blockers: [{ reason: "nothing-to-undo" }] },
    });
    expect(await back(randomUUID())).toMatchObject({ error: { kind: "not-found" } });
    expect(await stage.calls("AttachNetworkInterface")).toHaveLength(1);
  });

  it("is blocked while the ENI is on another instance, and the log keeps it", async () => {
    const origin = await detached();
    await stage.outside("AttachNetworkInterface", { ...eni, InstanceId: web2.instanceId });
    expect(await back(origin)).toMatchObject({
      error: { kind: "blocked", blockers: [{ reason: "interface-not-available" }] },
    });
    expect(await stage.calls("AttachNetworkInterface")).toEqual([]);
  });

  it("does not take the consent to a detach for its own", async () => {
    const who = asOperator();
    const target = {
      accountId: wish("", "").accountId,
      regionId: "cn-hangzhou",
      networkInterfaceId: web1.secondEniId,
      instanceId: web1.instanceId,
    };
    const origin = await detached();
    const forDetach = must(await stage.desk.requests.preflight(who.actor, target)).token;
    expect(await back(origin, { preflightToken: forDetach }, randomUUID(), who)).toMatchObject({
      error: { kind: "changed" },
    });
    const forAttach = must(
      await stage.desk.requests.preflight(who.actor, target, { action: "attach" }),
    ).token;
    const { request } = must(await back(origin, { preflightToken: forAttach }, randomUUID(), who));
    expect((await stage.untilEnded(request.id)).state).toBe("attached");
  });

  it("is not-attached when the request got lost on its way and nothing happened in time", async () => {
    const origin = await detached();
    await stage.fault({ kind: "drop-before" }, 1, "AttachNetworkInterface");
    const { request } = must(await back(origin));
    expect(await stage.untilEnded(request.id)).toMatchObject({
      state: "not-attached",
      outcome: "detached",
      evidence: "observed",
    });
    expect(await stage.calls("AttachNetworkInterface")).toHaveLength(1);
  });

  it("is refused by ECS in its own words", async () => {
    const origin = await detached();
    await stage.fault({ kind: "error", code: "EniPerInstanceLimitExceeded" }, 1, "AttachNetworkInterface");
    const { request } = must(await back(origin));
    const ended = await stage.untilEnded(request.id);
    expect(ended).toMatchObject({
      state: "refused",
      outcome: "detached",
      code: "EniPerInstanceLimitExceeded",
    });
    expect(ended.ecsRequestId).not.toBeNull();
  });

  it("is not offered while sending is stopped", async () => {
    const origin = await detached();
    await stage.stopSending();
    expect(await back(origin)).toMatchObject({
      error: { kind: "sending-stopped", reason: "a change freeze" },
    });
    expect(await stage.calls("AttachNetworkInterface")).toEqual([]);
  });
});
