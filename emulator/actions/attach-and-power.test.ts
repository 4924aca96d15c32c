import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const { web1, web2, attachable, trunk1, coldPlug1, hangzhouStopped } = wellKnown;
const SETTINGS = { attachMs: 2_000, powerMs: 4_000 };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, ...SETTINGS });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset");
  await control(emulator.url, "POST", "/clock", { freeze: true });
});

const call = (action: string, params: Record<string, string>) =>
  callV3({ url: emulator.url, action, params, nowMs: emulator.cloud.clock.now() });
const attach = (params: Record<string, string>) =>
  call("AttachNetworkInterface", {
    RegionId: "cn-hangzhou",
    InstanceId: web1.instanceId,
    NetworkInterfaceId: attachable.eniId,
    ...params,
  });
const advance = (advanceMs: number) => control(emulator.url, "POST", "/clock", { advanceMs });
const patchEni = (fields: object) =>
  control(emulator.url, "PATCH", `/world/network-interfaces/${attachable.eniId}`, fields);
const eni = () => emulator.cloud.world.networkInterfaces.get(attachable.eniId);
const instance = (id: string) => emulator.cloud.world.instances.get(id);

describe("AttachNetworkInterface", () => {
  test("binds in its time, and the ENI is in the list of the instance then", async () => {
    expect((await attach({})).httpStatus).toBe(200);
    expect(eni()).toMatchObject({ Status: "Attaching", InstanceId: web1.instanceId });
    await advance(SETTINGS.attachMs);
    expect(eni()).toMatchObject({ Status: "InUse", InstanceId: web1.instanceId });
    const { body } = await call("DescribeInstances", {
      RegionId: "cn-hangzhou",
      InstanceIds: JSON.stringify([web1.instanceId]),
    });
    expect(JSON.stringify(body)).toContain(attachable.eniId);
  });

  test("makes a secondary ENI a member when a trunk is named", async () => {
    const zone = emulator.cloud.world.instances.get(trunk1.instanceId)?.ZoneId;
    await patchEni({ ZoneId: zone });
    const params = { InstanceId: trunk1.instanceId, TrunkNetworkInstanceId: trunk1.trunkEniId };
    expect(await attach(params)).toMatchObject({ httpStatus: 200 });
    expect(eni()).toMatchObject({
      Type: "Member",
      InstanceId: "",
      Attachment: { InstanceId: trunk1.instanceId, TrunkNetworkInterfaceId: trunk1.trunkEniId },
    });
  });

  const REFUSALS: [
    what: string,
    code: string,
    httpStatus: number,
    params: Record<string, string>,
    fields?: object,
  ][] = [
    [
      "the ENI is attached already",
      "InvalidOperation.InvalidEniState",
      400,
      { NetworkInterfaceId: web2.secondEniId },
    ],
    [
      "the ENI is a primary one",
      "InvalidOperation.InvalidEniType",
      403,
      { NetworkInterfaceId: web1.primaryEniId },
    ],
    ["a service manages the ENI", "InvalidOperation.EniServiceManaged", 403, {}, { ServiceManaged: true }],
    [
      "the instance is in another zone",
      "InvalidOperation.AvailabilityZoneMismatch",
      403,
      { InstanceId: trunk1.instanceId },
    ],
    ["the ENI is in another VPC", "InvalidOperation.VpcMismatch", 403, {}, { VpcId: "vpc-other" }],
    [
      "the instance is on its way up",
      "InvalidOperation.InvalidEcsState",
      400,
      { InstanceId: wellKnown.batch1.instanceId },
    ],
    [
      "the type needs a stop",
      "InvalidOperation.HotPlugNotSupport",
      403,
      { InstanceId: coldPlug1.instanceId },
      { ZoneId: "cn-hangzhou-h" },
    ],
    [
      "the type has no trunks",
      "InvalidOperation.InstanceTypeNotSupportEniTrunking",
      403,
      { InstanceId: hangzhouStopped.instanceId },
      { Type: "Trunk" },
    ],
    [
      "the type has no RDMA",
      "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode",
      403,
      {},
      { NetworkInterfaceTrafficMode: "HighPerformance" },
    ],
    [
      "there is no such network card",
      "InvalidParameter.NetworkCardIndexInvalid",
      400,
      { NetworkCardIndex: "7" },
    ],
    ["there is no such instance", "InvalidEcsId.NotFound", 404, { InstanceId: "i-bp1nosuch" }],
  ];
  test.each(REFUSALS)("is refused when %s", async (_what, code, httpStatus, params, fields) => {
    if (fields) await patchEni(fields);
    expect(await attach(params)).toMatchObject({ httpStatus, body: { Code: code } });
  });

  test("is refused when the instance type takes no more, those on their way counted", async () => {
    expect((await attach({})).httpStatus).toBe(200);
    await control(emulator.url, "PATCH", `/world/instances/${web1.instanceId}`, {
      InstanceType: "ecs.g7.xlarge",
    });
    const spare = [...emulator.cloud.world.networkInterfaces.all()].find(
      (row) => row.NetworkInterfaceName.startsWith("spare") && row.ZoneId === "cn-hangzhou-i",
    );
    expect(await attach({ NetworkInterfaceId: spare?.NetworkInterfaceId ?? "" })).toMatchObject({
      httpStatus: 403,
      body: { Code: "EniPerInstanceLimitExceeded" },
    });
  });
});

describe("DeleteNetworkInterface", () => {
  const remove = (NetworkInterfaceId: string, RegionId = "cn-hangzhou") =>
    call("DeleteNetworkInterface", { RegionId, NetworkInterfaceId });

  test("makes the ENI Deleting, then gone from every list", async () => {
    expect((await remove(attachable.eniId)).httpStatus).toBe(200);
    expect(eni()?.Status).toBe("Deleting");
    await advance(1_000);
    expect(eni()).toBeUndefined();
    const params = { RegionId: "cn-hangzhou", NetworkInterfaceName: "attachable" };
    const { body } = await call("DescribeNetworkInterfaces", params);
    expect(body).toMatchObject({ NetworkInterfaceSets: { NetworkInterfaceSet: [] } });
    expect(await remove(attachable.eniId)).toMatchObject({
      httpStatus: 404,
      body: { Code: "InvalidEniId.NotFound" },
    });
  });

  test("ends one that hung in Deleting", async () => {
    expect((await remove(wellKnown.lone.deletingEniId, "ap-southeast-1")).httpStatus).toBe(200);
    await advance(1_000);
    expect(emulator.cloud.world.networkInterfaces.get(wellKnown.lone.deletingEniId)).toBeUndefined();
  });

  test.each([
    [web1.secondEniId, 400, "InvalidOperation.InvalidEniState"],
    [web1.primaryEniId, 403, "InvalidOperation.InvalidEniType"],
    [wellKnown.managed1.serviceEniId, 403, "InvalidOperation.EniServiceManaged"],
    ["eth0", 400, "InvalidParams.EniId"],
  ])("refuses %s", async (id, httpStatus, code) => {
    expect(await remove(id)).toMatchObject({ httpStatus, body: { Code: code } });
  });
});

describe("StopInstance, StartInstance and RebootInstance", () => {
  test("a reboot goes down, up again, and lets a stuck detach go", async () => {
    const { instanceId, detachingEniId } = wellKnown.stuck1;
    expect((await call("RebootInstance", { InstanceId: instanceId })).httpStatus).toBe(200);
    const statuses = [instance(instanceId)?.Status];
    for (let step = 0; step < 2; step += 1) {
      await advance(SETTINGS.powerMs);
      statuses.push(instance(instanceId)?.Status);
    }
    expect(statuses).toEqual(["Stopping", "Starting", "Running"]);
    expect(emulator.cloud.world.networkInterfaces.get(detachingEniId)?.Status).toBe("Available");
  });

  test("go through their states in their time", async () => {
    const { instanceId } = web1;
    expect(
      (await call("StopInstance", { InstanceId: instanceId, StoppedMode: "StopCharging" })).httpStatus,
    ).toBe(200);
    expect(instance(instanceId)?.Status).toBe("Stopping");
    await advance(SETTINGS.powerMs);
    expect(instance(instanceId)).toMatchObject({ Status: "Stopped", StoppedMode: "StopCharging" });
    expect((await call("StartInstance", { InstanceId: instanceId })).httpStatus).toBe(200);
    expect(instance(instanceId)?.Status).toBe("Starting");
    await advance(SETTINGS.powerMs);
    expect(instance(instanceId)).toMatchObject({
      Status: "Running",
      StartTime: expect.stringMatching(/T\d\d:\d\dZ$/),
    });
  });

  test.each([
    ["StartInstance", web1.instanceId, 403, "IncorrectInstanceStatus"],
    ["StopInstance", hangzhouStopped.instanceId, 403, "IncorrectInstanceStatus"],
    ["StopInstance", wellKnown.locked1.instanceId, 403, "InstanceLockedForSecurity"],
    ["StopInstance", "i-bp1nosuch", 404, "InvalidInstanceId.NotFound"],
  ])("%s of %s is refused", async (action, InstanceId, httpStatus, code) => {
    expect(await call(action, { InstanceId })).toMatchObject({ httpStatus, body: { Code: code } });
  });
});
