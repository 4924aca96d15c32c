import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { systemClock } from "#lib/core/clock.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { createTransport } from "#lib/ecs/transport.ts";

const { web1, trunk1, managed1 } = wellKnown;
const regionId = "cn-hangzhou";

let emulator: RunningEmulator;
let client: EcsClient;
const records: EcsCallRecord[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ detachMs: 60_000 });
  client = emulatedClient(emulator.url, { log: (record) => records.push(record) });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  records.length = 0;
  await control(emulator.url, "POST", "/reset");
});

const detach = (networkInterfaceId: string = web1.secondEniId) =>
  client.detachNetworkInterface({ regionId, instanceId: web1.instanceId, networkInterfaceId });
const fault = (action: string, what: Record<string, unknown>) =>
  control(emulator.url, "POST", "/faults", { match: { action }, fault: what, times: 1 });
const read = async (networkInterfaceId: string) => {
  const answer = await client.describeNetworkInterfaces({
    regionId,
    networkInterfaceIds: [networkInterfaceId],
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const journalled = async (action: string) => {
  const journal = await control(emulator.url, "GET", `/journal?action=${action}`);
  return (journal as { calls: { requestId: string }[] }).calls;
};

describe("reading", () => {
  it("tells whose credentials these are", async () => {
    expect(await client.getCallerIdentity()).toMatchObject({
      ok: true,
      value: { accountId: EMULATOR_ACCOUNT_ID, arn: `acs:ram::${EMULATOR_ACCOUNT_ID}:user/eni-desk` },
    });
  });

  it("lists regions in the language asked for", async () => {
    const chinese = await client.describeRegions();
    const english = await client.describeRegions({ acceptLanguage: "en-US" });
    expect(
      chinese.ok && chinese.value.regions.find((region) => region.regionId === regionId)?.localName,
    ).toMatch(/\p{Script=Han}/u);
    expect(
      english.ok && english.value.regions.find((region) => region.regionId === regionId)?.localName,
    ).toMatch(/hangzhou/i);
  });

  it("pages through the instances of a region without losing or repeating one", async () => {
    const ids: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.describeInstances({ regionId, maxResults: 10, nextToken });
      if (!page.ok) throw new Error(JSON.stringify(page.error));
      ids.push(...page.value.instances.map(({ instanceId }) => instanceId));
      nextToken = page.value.nextToken ?? undefined;
    } while (nextToken);
    const all = await client.describeInstances({ regionId, maxResults: 100 });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(10);
    expect(all.ok && all.value.instances.map(({ instanceId }) => instanceId)).toEqual(ids);
  });

  it("maps an instance into our words", async () => {
    const answer = await client.describeInstances({ regionId, instanceIds: [web1.instanceId] });
    expect(answer.ok && answer.value.instances).toMatchObject([
      {
        accountId: EMULATOR_ACCOUNT_ID,
        regionId,
        instanceId: web1.instanceId,
        status: "Running",
        operationLocks: [],
        cpu: expect.any(Number),
        vpcId: expect.stringMatching(/^vpc-/),
        primaryPrivateIp: expect.stringMatching(/^[\d.]+$/),
        tags: expect.any(Array),
      },
    ]);
  });

  it("asks for permission only, where an empty list would not tell", async () => {
    expect(await client.describeInstances({ regionId, dryRun: true })).toMatchObject({
      ok: true,
      value: { instances: [], requestId: expect.any(String) },
    });
    const noRights = emulatedClient(emulator.url, {
      credentials: staticCredentials({
        accessKeyId: "emulator-norights",
        accessKeySecret: "emulator-norights-secret",
      }),
    });
    expect(await noRights.describeInstances({ regionId, dryRun: true })).toMatchObject({
      ok: false,
      error: { kind: "rejected", requestId: expect.any(String) },
    });
  });

  it("maps an ENI and hands over what ECS answered, in the same order", async () => {
    const answer = await client.describeNetworkInterfaces({ regionId, instanceId: web1.instanceId });
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const { networkInterfaces, raw } = answer.value;
    expect(networkInterfaces.map((eni) => eni.networkInterfaceId).sort()).toEqual(
      [web1.primaryEniId, web1.secondEniId, web1.thirdEniId].sort(),
    );
    expect(raw.map((set) => (set as { NetworkInterfaceId: string }).NetworkInterfaceId)).toEqual(
      networkInterfaces.map((eni) => eni.networkInterfaceId),
    );
    const second = networkInterfaces.find((eni) => eni.networkInterfaceId === web1.secondEniId);
    expect(second).toMatchObject({ status: "InUse", type: "Secondary", instanceId: web1.instanceId });
    expect(second?.privateIps.filter((ip) => ip.primary)).toHaveLength(1);
  });

  it("finds a member ENI's instance and trunk in its attachment", async () => {
    const { networkInterfaces } = await read(trunk1.member1EniId);
    expect(networkInterfaces).toMatchObject([
      { type: "Member", instanceId: trunk1.instanceId, trunkNetworkInterfaceId: trunk1.trunkEniId },
    ]);
  });

  it("keeps every digit of ServiceID", async () => {
    const { networkInterfaces } = await read(managed1.serviceEniId);
    expect(networkInterfaces[0]?.serviceManaged).toBe(true);
    expect(networkInterfaces[0]?.serviceId).toMatch(/^\d+$/);
  });

  it("answers an ENI that does not exist with an empty list", async () => {
    expect((await read("eni-bp1doesnotexist0000")).networkInterfaces).toEqual([]);
  });

  it("does not let an empty list of ids mean everything", async () => {
    expect(await client.describeNetworkInterfaces({ regionId, networkInterfaceIds: [] })).toMatchObject({
      ok: false,
      error: { kind: "not-sent" },
    });
    expect(records).toEqual([]);
  });
});

describe("detaching", () => {
  it("is accepted with the RequestId that the emulator wrote down", async () => {
    const answer = await detach();
    expect(await journalled("DetachNetworkInterface")).toMatchObject([
      { requestId: answer.ok ? answer.value.requestId : "" },
    ]);
    expect((await read(web1.secondEniId)).networkInterfaces[0]?.status).toBe("Detaching");
  });

  it("takes a member ENI off its trunk", async () => {
    expect(
      await client.detachNetworkInterface({
        regionId,
        instanceId: trunk1.instanceId,
        networkInterfaceId: trunk1.member1EniId,
        trunkNetworkInstanceId: trunk1.trunkEniId,
      }),
    ).toMatchObject({ ok: true });
  });

  it("brings a refusal with code, status, RequestId and ECS's own words", async () => {
    expect(await detach(web1.primaryEniId)).toEqual({
      ok: false,
      error: {
        kind: "rejected",
        httpStatus: 400,
        code: "InvalidOperation.DetachPrimaryEniNotAllowed",
        message: "The primary network interface cannot be detached.",
        requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
        recommend: expect.stringMatching(/^https:/),
      },
    });
  });

  it("reports throttling with the time to wait", async () => {
    await fault("DetachNetworkInterface", { kind: "throttle", retryAfterMs: 1_500 });
    expect(await detach()).toMatchObject({
      error: {
        kind: "throttled",
        code: "Throttling.User",
        retryAfterMs: 1_500,
        requestId: expect.any(String),
      },
    });
  });

  it.each([
    ["drop before acting", { kind: "drop-before" }, "InUse"],
    ["drop after acting", { kind: "drop-after" }, "Detaching"],
    ["a page of HTML", { kind: "html", applied: true }, "Detaching"],
    ["half a document", { kind: "truncate" }, "Detaching"],
    ["a line broken in mid-answer", { kind: "truncate", reset: true }, "Detaching"],
    ["a success without RequestId", { kind: "no-request-id" }, "Detaching"],
    ["a redirect", { kind: "redirect", to: "http://127.0.0.1:9/" }, "InUse"],
    ["an InternalError that acted", { kind: "error", code: "InternalError", applied: true }, "Detaching"],
    ["ServiceUnavailable", { kind: "error", code: "ServiceUnavailable" }, "InUse"],
  ])("is of unknown outcome after %s, and was sent once", async (_name, what, status) => {
    await fault("DetachNetworkInterface", what);
    expect(await detach()).toMatchObject({ ok: false, error: { kind: "outcome-unknown" } });
    expect(await journalled("DetachNetworkInterface")).toHaveLength(1);
    expect((await read(web1.secondEniId)).networkInterfaces[0]?.status).toBe(status);
  });

  it("keeps code and RequestId of a fault of ECS", async () => {
    await fault("DetachNetworkInterface", { kind: "error", code: "InternalError" });
    expect(await detach()).toMatchObject({
      error: { code: "InternalError", httpStatus: 500, requestId: expect.any(String) },
    });
  });

  it("is of unknown outcome when ECS never answers", async () => {
    const impatient = emulatedClient(emulator.url, { transport: createTransport({ answerTimeoutMs: 50 }) });
    await fault("DetachNetworkInterface", { kind: "hang" });
    expect(
      await impatient.detachNetworkInterface({
        regionId,
        instanceId: web1.instanceId,
        networkInterfaceId: web1.secondEniId,
      }),
    ).toMatchObject({ error: { kind: "outcome-unknown", cause: "no complete answer within 50 ms" } });
  });

  it("was not sent when nothing listens", async () => {
    const lost = await startEmulator();
    const nobody = emulatedClient(lost.url);
    await lost.close();
    expect(
      await nobody.detachNetworkInterface({
        regionId,
        instanceId: web1.instanceId,
        networkInterfaceId: web1.secondEniId,
      }),
    ).toEqual({
      ok: false,
      error: { kind: "not-sent", cause: "127.0.0.1 refused the connection (ECONNREFUSED)" },
    });
  });
});

describe("the record of a call", () => {
  it("holds what may be logged and nothing else", async () => {
    await detach();
    expect(records).toEqual([
      {
        accountId: EMULATOR_ACCOUNT_ID,
        action: "DetachNetworkInterface",
        regionId,
        result: "answered",
        httpStatus: 200,
        code: null,
        requestId: expect.any(String),
        durationMs: expect.any(Number),
        skewMs: 0,
      },
    ]);
  });

  it.each([-16, 16])("is signed with the cloud's time where our clock is %i minutes off", async (minutes) => {
    const clock = { now: () => systemClock.now() + minutes * 60_000 };
    const records: EcsCallRecord[] = [];
    const wrong = emulatedClient(emulator.url, { clock, log: (record) => records.push(record) });
    const before = await wrong.detachNetworkInterface({
      regionId,
      instanceId: web1.instanceId,
      networkInterfaceId: web1.secondEniId,
    });
    expect(before, "a change is never made twice").toMatchObject({
      error: { kind: "rejected", code: "InvalidTimeStamp.Expired" },
    });
    expect(await wrong.describeRegions()).toMatchObject({ ok: true });
    expect(Math.round((records.at(-1)?.skewMs ?? 0) / 60_000)).toBe(-minutes);
  });

  it("is repeated with the cloud's time where it only reads", async () => {
    const clock = { now: () => systemClock.now() - 16 * 60_000 };
    expect(await emulatedClient(emulator.url, { clock }).describeRegions()).toMatchObject({ ok: true });
  });

  it("names ten ENIs and more in one call", async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `eni-bp1000000000000abc${10 + index}`);
    const ecs = emulatedClient(emulator.url);
    expect(await ecs.describeNetworkInterfaces({ regionId, networkInterfaceIds: ids })).toMatchObject({
      ok: true,
      value: { networkInterfaces: [] },
    });
  });
});
