import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const DETACH_MS = 3_000;
const { web1, web2, db1, trunk1, trunk2, states1, lone, stuck1 } = wellKnown;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, detachMs: DETACH_MS });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset");
  await control(emulator.url, "POST", "/clock", { freeze: true });
});

const detach = (params: Record<string, string>) =>
  callV3({
    url: emulator.url,
    action: "DetachNetworkInterface",
    params: { RegionId: "cn-hangzhou", ...params },
    nowMs: emulator.cloud.clock.now(),
  });
const advance = (advanceMs: number) => control(emulator.url, "POST", "/clock", { advanceMs });
const patchEni = (id: string, fields: object) =>
  control(emulator.url, "PATCH", `/world/network-interfaces/${id}`, fields);
const patchInstance = (id: string, fields: object) =>
  control(emulator.url, "PATCH", `/world/instances/${id}`, fields);
const eni = (id: string) => emulator.cloud.world.networkInterfaces.get(id);

const plain = { InstanceId: web1.instanceId, NetworkInterfaceId: web1.secondEniId };
const member = { InstanceId: trunk1.instanceId, NetworkInterfaceId: trunk1.member1EniId };
const singapore = { RegionId: "ap-southeast-1" };

describe("a detach that is accepted", () => {
  test("answers a RequestId at once, and the ENI is Available after its time", async () => {
    const { httpStatus, body } = await detach(plain);
    expect({ httpStatus, keys: Object.keys(body) }).toEqual({ httpStatus: 200, keys: ["RequestId"] });
    expect(eni(web1.secondEniId)).toMatchObject({ Status: "Detaching", InstanceId: web1.instanceId });
    await advance(DETACH_MS - 1);
    expect(eni(web1.secondEniId)?.Status).toBe("Detaching");
    await advance(1);
    expect(eni(web1.secondEniId)).toMatchObject({ Status: "Available", InstanceId: "", Attachment: null });
  });

  test("takes no longer when it is sent again on the way", async () => {
    await detach(plain);
    await advance(DETACH_MS - 1);
    expect((await detach(plain)).httpStatus).toBe(200);
    await advance(1);
    expect(eni(web1.secondEniId)?.Status).toBe("Available");
  });

  test("works on a stopped instance, and frees an ENI that hung in Detaching", async () => {
    expect(
      (
        await detach({
          RegionId: "cn-beijing",
          InstanceId: db1.instanceId,
          NetworkInterfaceId: db1.secondEniId,
        })
      ).httpStatus,
    ).toBe(200);
    expect(
      (
        await detach({
          ...singapore,
          InstanceId: stuck1.instanceId,
          NetworkInterfaceId: stuck1.detachingEniId,
        })
      ).httpStatus,
    ).toBe(200);
    await advance(DETACH_MS);
    expect(eni(stuck1.detachingEniId)?.Status).toBe("Available");
  });

  test("lets a member go through its trunk, which makes it a secondary ENI again", async () => {
    expect((await detach({ ...member, TrunkNetworkInstanceId: trunk1.trunkEniId })).httpStatus).toBe(200);
    await advance(DETACH_MS);
    expect(eni(trunk1.member1EniId)).toMatchObject({
      Status: "Available",
      Type: "Secondary",
      Attachment: null,
    });
  });

  test("lets a trunk without members go", async () => {
    const params = {
      RegionId: "cn-beijing",
      InstanceId: trunk2.instanceId,
      NetworkInterfaceId: trunk2.trunkEniId,
    };
    expect((await detach(params)).httpStatus).toBe(200);
  });

  test("waits for the instance to stop when its guest never answers", async () => {
    await callV3({ url: emulator.url, action: "StopInstance", params: { InstanceId: stuck1.instanceId } });
    await advance(60_000);
    expect(eni(stuck1.detachingEniId)?.Status).toBe("Available");
  });
});

type Refusal = [
  what: string,
  code: string,
  httpStatus: number,
  params: Record<string, string>,
  prepare?: () => Promise<unknown>,
];

/** Every code of the documented table that the state of the world, or the request, can cause. */
const REFUSALS: Refusal[] = [
  ["no instance is named", "MissingParameter", 400, { NetworkInterfaceId: web1.secondEniId }],
  ["no ENI is named", "MissingParameter", 400, { InstanceId: web1.instanceId }],
  ["the region does not exist", "InvalidRegionId.NotFound", 404, { ...plain, RegionId: "mars-1" }],
  [
    "both resources are in another region",
    "InvalidOperation.InvalidRegion",
    400,
    { ...plain, RegionId: "cn-beijing" },
  ],
  ["the instance id is malformed", "InvalidInstanceID.Malformed", 400, { ...plain, InstanceId: "web-1" }],
  ["the ENI id is malformed", "InvalidParams.EniId", 400, { ...plain, NetworkInterfaceId: "eth0" }],
  ["there is no such ENI", "InvalidEniId.NotFound", 404, { ...plain, NetworkInterfaceId: "eni-bp1nosuch" }],
  ["there is no such instance", "InvalidEcsId.NotFound", 404, { ...plain, InstanceId: "i-bp1nosuch" }],
  [
    "it is the primary ENI",
    "InvalidOperation.DetachPrimaryEniNotAllowed",
    400,
    { ...plain, NetworkInterfaceId: web1.primaryEniId },
  ],
  [
    "a service manages the ENI",
    "InvalidOperation.EniServiceManaged",
    403,
    { InstanceId: wellKnown.managed1.instanceId, NetworkInterfaceId: wellKnown.managed1.serviceEniId },
  ],
  [
    "the ENI is Attaching",
    "InvalidOperation.InvalidEniState",
    400,
    { ...singapore, InstanceId: states1.instanceId, NetworkInterfaceId: states1.attachingEniId },
  ],
  [
    "the ENI is linked",
    "InvalidOperation.EniLinked",
    403,
    { ...singapore, InstanceId: states1.instanceId, NetworkInterfaceId: states1.linkedEniId },
  ],
  [
    "the ENI is Available",
    "InvalidOperation.InvalidEniState",
    400,
    { ...singapore, InstanceId: states1.instanceId, NetworkInterfaceId: lone.availableEniId },
  ],
  [
    "the ENI is Creating",
    "InvalidOperation.InvalidEniState",
    400,
    { ...singapore, InstanceId: states1.instanceId, NetworkInterfaceId: lone.creatingEniId },
  ],
  [
    "the ENI is Deleting",
    "InvalidOperation.InvalidEniState",
    400,
    { ...singapore, InstanceId: states1.instanceId, NetworkInterfaceId: lone.deletingEniId },
  ],
  [
    "the ENI is in a status nobody knows",
    "InvalidOperation.InvalidEniState",
    400,
    plain,
    () => patchEni(web1.secondEniId, { Status: "Frozen" }),
  ],
  [
    "the ENI is of a type nobody detaches",
    "InvalidOperation.InvalidEniType",
    403,
    plain,
    () => patchEni(web1.secondEniId, { Type: "slave" }),
  ],
  [
    "the ENI is on another instance",
    "InvalidParameter.EniNotBelongEcs",
    400,
    { ...plain, InstanceId: web2.instanceId },
  ],
  [
    "the instance is Starting",
    "InvalidOperation.InvalidEcsState",
    400,
    { InstanceId: wellKnown.batch1.instanceId, NetworkInterfaceId: wellKnown.batch1.secondEniId },
  ],
  [
    "the instance is Stopping",
    "InvalidOperation.InvalidEcsState",
    400,
    { InstanceId: wellKnown.stopping1.instanceId, NetworkInterfaceId: wellKnown.stopping1.secondEniId },
  ],
  [
    "the instance is Pending",
    "InvalidOperation.InvalidEcsState",
    400,
    {
      RegionId: "cn-beijing",
      InstanceId: wellKnown.pending1.instanceId,
      NetworkInterfaceId: wellKnown.pending1.secondEniId,
    },
  ],
  [
    "the instance is locked for security",
    "InvalidOperation.InvalidEcsState",
    400,
    { InstanceId: wellKnown.locked1.instanceId, NetworkInterfaceId: wellKnown.locked1.secondEniId },
  ],
  [
    "the ENI is of RDMA kind and the instance runs",
    "InvalidOperation.EniHotPlugNotSupported",
    400,
    {
      RegionId: "cn-beijing",
      InstanceId: wellKnown.rdma1.instanceId,
      NetworkInterfaceId: wellKnown.rdma1.secondEniId,
    },
  ],
  [
    "the instance type needs a stop",
    "InvalidOperation.HotPlugNotSupport",
    403,
    { InstanceId: wellKnown.coldPlug1.instanceId, NetworkInterfaceId: wellKnown.coldPlug1.secondEniId },
  ],
  [
    "the ENI is in another zone",
    "InvalidOperation.AvailabilityZoneMismatch",
    403,
    plain,
    () => patchEni(web1.secondEniId, { ZoneId: "cn-hangzhou-k" }),
  ],
  [
    "the ENI is in another VPC",
    "InvalidOperation.VpcMismatch",
    403,
    plain,
    () => patchEni(web1.secondEniId, { VpcId: "vpc-other" }),
  ],
  [
    "the vSwitch is gone",
    "InvalidVSwitchId.NotFound",
    404,
    plain,
    () => patchEni(web1.secondEniId, { VSwitchId: "vsw-gone" }),
  ],
  [
    "a security group is gone",
    "InvalidSecurityGroupId.NotFound",
    404,
    plain,
    () => patchEni(web1.secondEniId, { SecurityGroupIds: ["sg-gone"] }),
  ],
  [
    "a trunk still has members",
    "InvalidOperation.HasMemberEniAttached",
    403,
    { InstanceId: trunk1.instanceId, NetworkInterfaceId: trunk1.trunkEniId },
  ],
  ["a member's trunk is not named", "MissingParameter", 400, member],
  [
    "a trunk is named for an ENI that is no member",
    "InvalidOperation.TrunkingIsNotAllowed",
    403,
    { ...plain, TrunkNetworkInstanceId: trunk1.trunkEniId },
  ],
  [
    "the named trunk is another's",
    "InvalidParameter.EniNotBelongTrunk",
    403,
    { ...member, TrunkNetworkInstanceId: trunk2.trunkEniId },
  ],
  [
    "the named trunk is no trunk",
    "InvalidOperation.EniTypeNotSupportTrunking",
    403,
    { ...member, TrunkNetworkInstanceId: web1.secondEniId },
  ],
  [
    "the trunk is not in use",
    "InvalidOperation.InvalidTrunkEniStatus",
    403,
    { ...member, TrunkNetworkInstanceId: trunk1.trunkEniId },
    () => patchEni(trunk1.trunkEniId, { Status: "Attaching" }),
  ],
  [
    "the instance type has no trunks",
    "InvalidOperation.InstanceTypeNotSupportEniTrunking",
    403,
    { ...member, TrunkNetworkInstanceId: trunk1.trunkEniId },
    () => patchInstance(trunk1.instanceId, { InstanceType: "ecs.g6.large" }),
  ],
];

describe("a detach is refused when", () => {
  test.each(REFUSALS)("%s", async (_what, code, httpStatus, params, prepare) => {
    await prepare?.();
    const before = emulator.cloud.world.toSeed();
    const answer = await detach(params);
    expect({ httpStatus: answer.httpStatus, code: answer.body.Code }).toEqual({ httpStatus, code });
    expect(answer.body).toMatchObject({ Message: expect.any(String), HostId: expect.any(String) });
    expect(answer.body.Recommend).toContain(`q=${code}`);
    expect(emulator.cloud.world.toSeed()).toEqual(before);
    expect(emulator.cloud.journal.list({}).at(-1)).toMatchObject({ code, applied: false });
  });

  test("the account, the region or a group is not what it should be", async () => {
    const seed = emulator.cloud.world.toSeed();
    const strange = {
      ...seed,
      regions: seed.regions.map((region) => ({ ...region, Open: region.RegionId !== "cn-beijing" })),
      instances: seed.instances.map((row) =>
        row.InstanceId === web2.instanceId ? { ...row, AccountId: "1000000000000002" } : row,
      ),
      securityGroups: seed.securityGroups.map((group) => ({ ...group, VpcId: "" })),
    };
    await control(emulator.url, "POST", "/reset", { seed: strange });
    const codeOf = async (params: Record<string, string>) => (await detach(params)).body.Code;
    expect(await codeOf({ ...plain, RegionId: "cn-beijing" })).toBe("Forbidden.RegionId");
    expect(await codeOf({ ...plain, InstanceId: web2.instanceId })).toBe("InvalidInstanceId.NotFound");
    expect(await codeOf(plain)).toBe("InvalidSecurityGroupId.NotVpc");
  });
});
