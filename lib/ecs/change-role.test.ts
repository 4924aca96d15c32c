import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ChangeRole, type KeptSessions } from "#lib/ecs/change-role.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { ServerClock } from "#lib/ecs/server-clock.ts";
import { type ChangeTarget, sessionPolicy } from "#lib/ecs/session-policy.ts";
import { EMULATOR_ACCOUNT_ID, EMULATOR_KEYS } from "#lib/ecs/testing/emulated-client.ts";
import { createTransport } from "#lib/ecs/transport.ts";

const { web1 } = wellKnown;
const ada = { issuer: "local", subject: "u-1", name: "ada" };
const bob = { issuer: "local", subject: "u-2", name: "bob" };
const detach: ChangeTarget = {
  action: "detach",
  regionId: "cn-hangzhou",
  instanceId: web1.instanceId,
  networkInterfaceId: web1.secondEniId,
};

let emulator: RunningEmulator;
let now = systemClock.now();
let kept: KeptSessions;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  now = systemClock.now();
  kept = new Map();
  await control(emulator.url, "POST", "/reset", {});
});

function roleOf(roleName = "eni-desk"): ChangeRole {
  const endpoints = emulatorEndpoints(emulator.url);
  if (!endpoints.ok) throw new Error(endpoints.error);
  return new ChangeRole({
    roleArn: `acs:ram::${EMULATOR_ACCOUNT_ID}:role/${roleName}`,
    externalId: undefined,
    context: {
      accountId: EMULATOR_ACCOUNT_ID,
      credentials: staticCredentials(EMULATOR_KEYS),
      transport: createTransport(),
      clock: { now: () => now },
      serverClock: new ServerClock(),
      log: undefined,
    },
    endpoints: endpoints.value,
    kept,
  });
}

const journalSchema = z.object({
  calls: z.array(
    z.object({ action: z.string(), accessKeyId: z.string(), params: z.record(z.string(), z.string()) }),
  ),
});
const calls = async (action: string) =>
  journalSchema.parse(await control(emulator.url, "GET", `/journal?action=${action}`)).calls;

describe("a session to change one attachment", () => {
  it("is called by the person's name, in the cloud too", async () => {
    const role = roleOf();
    const { arn, isMapped } = role.identityOf(ada);
    const identity = await role.clientFor(ada, detach).getCallerIdentity();
    expect(identity).toMatchObject({ ok: true, value: { arn } });
    expect([arn, isMapped]).toEqual([`acs:ram::${EMULATOR_ACCOUNT_ID}:assumed-role/eni-desk/ada`, false]);
    expect(role.identityOf({ ...ada, name: "张伟" })).toMatchObject({ isMapped: true });
  });

  it("lasts 15 minutes and detaches that ENI from that instance, and nothing else", async () => {
    const ecs = roleOf().clientFor(ada, detach);
    const refused = { error: { kind: "rejected", code: "Forbidden.RAM" } };
    const others: Partial<ChangeTarget>[] = [
      { networkInterfaceId: web1.thirdEniId },
      { instanceId: wellKnown.web2.instanceId },
      { regionId: "cn-beijing" },
    ];
    for (const other of others) {
      expect(await ecs.detachNetworkInterface({ ...detach, ...other })).toMatchObject(refused);
    }
    expect(await ecs.attachNetworkInterface(detach)).toMatchObject(refused);
    expect(
      await ecs.describeNetworkInterfaces({
        regionId: "cn-hangzhou",
        networkInterfaceIds: [web1.secondEniId],
      }),
    ).toMatchObject(refused);
    expect(await ecs.detachNetworkInterface(detach)).toMatchObject({ ok: true });
    const [assumed, ...more] = await calls("AssumeRole");
    expect(more).toEqual([]);
    expect(assumed?.params).toMatchObject({ DurationSeconds: "900", RoleSessionName: "ada" });
  });

  it("to attach lets attach, not detach", async () => {
    const ecs = roleOf().clientFor(ada, { ...detach, action: "attach" });
    expect(await ecs.detachNetworkInterface(detach)).toMatchObject({ error: { code: "Forbidden.RAM" } });
    const attached = await ecs.attachNetworkInterface(detach);
    // ECS's own rules answer: it is attached already.
    expect(attached.ok || attached.error).toMatchObject({
      code: expect.not.stringMatching(/^(Forbidden|NoPermission)/),
    });
  });

  it("is made once for one person and ENI, by whoever asks at the same time, and another for anyone else", async () => {
    const role = roleOf();
    await Promise.all([role.prepare(ada, detach), role.prepare(ada, detach)]);
    await role.prepare(ada, detach);
    expect(await calls("AssumeRole")).toHaveLength(1);
    await role.prepare(bob, detach);
    await role.prepare(ada, { ...detach, networkInterfaceId: web1.thirdEniId });
    await role.prepare(ada, { ...detach, action: "attach" });
    expect(await calls("AssumeRole")).toHaveLength(4);
    expect(await role.clientFor(ada, detach).detachNetworkInterface(detach)).toMatchObject({ ok: true });
    expect(await calls("AssumeRole")).toHaveLength(4);
  });

  it("is made anew with less than two minutes left", async () => {
    const role = roleOf();
    await role.prepare(ada, detach);
    now += 12.5 * 60_000;
    await role.prepare(ada, detach);
    expect(await calls("AssumeRole")).toHaveLength(1);
    now += 60_000;
    await role.prepare(ada, detach);
    expect(await calls("AssumeRole")).toHaveLength(2);
  });

  it("is forgotten when a thousand others were made since, and no more are kept", async () => {
    const role = roleOf();
    const first = role.clientFor(ada, detach);
    for (let number = 0; number < 1_100; number += 1) {
      role.clientFor(bob, { ...detach, networkInterfaceId: `eni-${String(number).padStart(8, "0")}` });
      if (number < 900) expect(role.clientFor(ada, detach)).toBe(first);
    }
    expect(kept.size).toBe(1_000);
    expect(role.clientFor(bob, { ...detach, networkInterfaceId: "eni-00001099" })).not.toBe(first);
    for (let number = 0; number < 1_000; number += 1) {
      role.clientFor(bob, { ...detach, networkInterfaceId: `eni-${String(number).padStart(9, "0")}` });
    }
    expect(role.clientFor(ada, detach)).not.toBe(first);
  });

  it("that is refused sends nothing, and is never stood in for", async () => {
    const role = roleOf("gone");
    expect(await role.prepare(ada, detach)).toMatchObject({
      error: { kind: "rejected", code: "EntityNotExist.Role", requestId: expect.any(String) },
    });
    expect(await role.clientFor(ada, detach).detachNetworkInterface(detach)).toMatchObject({
      error: { kind: "not-sent", sessionCode: "EntityNotExist.Role" },
    });
    expect(await calls("DetachNetworkInterface")).toEqual([]);
  });
});

describe("the policy of a session", () => {
  it("names the action, the ENI and the instance, and fits what STS takes", () => {
    expect(JSON.parse(sessionPolicy("1000000000000001", detach))).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["ecs:DetachNetworkInterface"],
          Resource: [
            `acs:ecs:cn-hangzhou:1000000000000001:eni/${web1.secondEniId}`,
            `acs:ecs:cn-hangzhou:1000000000000001:instance/${web1.instanceId}`,
          ],
        },
      ],
    });
    const longest = {
      action: "attach" as const,
      regionId: `aaaaaaaa${"-a1b2c3d4e5f6g7h8i9j0".repeat(4)}`,
      instanceId: `i-${"a".repeat(40)}`,
      networkInterfaceId: `eni-${"a".repeat(40)}`,
    };
    expect(sessionPolicy("1".repeat(20), longest).length).toBeLessThan(2_048);
  });

  it("is never one with a wildcard", () => {
    expect(() => sessionPolicy("1000000000000001", { ...detach, networkInterfaceId: "eni-*" })).toThrow();
  });
});
