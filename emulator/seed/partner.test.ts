import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3, DEMO_KEY, type Key } from "#emulator/client/signed-request.ts";
import { partner, wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const HANGZHOU = { RegionId: "cn-hangzhou" };
const THEIRS = { ...HANGZHOU, InstanceId: partner.instanceId, NetworkInterfaceId: partner.secondEniId };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

const call = (action: string, params: Record<string, string>, key: Key, version?: string) =>
  callV3({ url: emulator.url, action, params, key, ...(version ? { version } : {}) });
const statusOfTheirs = () => emulator.cloud.world.networkInterfaces.get(partner.secondEniId)?.Status;

async function assumed(key: Key): Promise<{ httpStatus: number; key: Key }> {
  const params = { RoleArn: partner.roleArn, RoleSessionName: "eni-desk" };
  const { httpStatus, body } = await call("AssumeRole", params, key, "2015-04-01");
  const { AccessKeyId, AccessKeySecret, SecurityToken } = (body.Credentials ?? {}) as Record<string, string>;
  return {
    httpStatus,
    key: {
      accessKeyId: AccessKeyId ?? "",
      accessKeySecret: AccessKeySecret ?? "",
      securityToken: SecurityToken ?? "",
    },
  };
}

describe("two accounts", () => {
  test.each([
    ["DescribeNetworkInterfaces", { ...HANGZHOU, MaxResults: "500" }, "2014-05-26"],
    ["DescribeInstances", { ...HANGZHOU, MaxResults: "100" }, "2014-05-26"],
    ["DescribeInstanceStatus", { ...HANGZHOU, PageSize: "50" }, "2014-05-26"],
    ["DescribeSecurityGroups", HANGZHOU, "2014-05-26"],
    ["DescribeVpcs", HANGZHOU, "2016-04-28"],
    ["DescribeVSwitches", HANGZHOU, "2016-04-28"],
    ["DescribeRouteTableList", HANGZHOU, "2016-04-28"],
  ])("do not see each other in %s", async (action, params, version) => {
    const ids = async (key: Key) => {
      const { httpStatus, body } = await call(action, params, key, version);
      expect(httpStatus).toBe(200);
      return JSON.stringify(body).match(/\b(eni|i|sg|vpc|vsw|vtb)-[0-9a-z]{20}\b/g) ?? [];
    };
    const [ours, theirs] = [new Set(await ids(DEMO_KEY)), await ids(partner.key)];
    expect(ours.size).toBeGreaterThan(0);
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter((id) => ours.has(id))).toEqual([]);
  });

  test("cannot touch each other: what is theirs is not found", async () => {
    for (const action of ["DetachNetworkInterface", "AttachNetworkInterface"]) {
      const { httpStatus, body } = await call(action, THEIRS, DEMO_KEY);
      expect({ httpStatus, code: body.Code }).toEqual({ httpStatus: 404, code: "InvalidEniId.NotFound" });
    }
    const { body } = await call("DescribeNetworkInterfaceAttribute", THEIRS, DEMO_KEY);
    expect(body.Code).toBe("InvalidEniId.NotFound");
    const mixed = { ...THEIRS, InstanceId: wellKnown.web1.instanceId };
    const { body: refused } = await call("DetachNetworkInterface", mixed, partner.key);
    expect(refused.Code).toMatch(/NotFound$/);
    expect(statusOfTheirs()).toBe("InUse");
  });

  test.each([
    ["DetachNetworkInterface", {}],
    ["AttachNetworkInterface", {}],
    ["DeleteNetworkInterface", {}],
    ["ModifyNetworkInterfaceAttribute", { Description: "ours now" }],
    ["AssignPrivateIpAddresses", { SecondaryPrivateIpAddressCount: "1" }],
    ["UnassignPrivateIpAddresses", { "PrivateIpAddress.1": "10.110.0.11" }],
    ["StartInstance", {}],
    ["StopInstance", {}],
    ["RebootInstance", {}],
    ["AttachNetworkInterface", { NetworkInterfaceId: wellKnown.attachable.eniId }],
    ["CreateNetworkInterface", { VSwitchId: "vsw-bp1partnerh000000000" }],
  ])("cannot change each other by %s", async (action, params) => {
    const before = JSON.stringify(emulator.cloud.world.toSeed());
    expect(before).toContain("vsw-bp1partnerh000000000");
    const { httpStatus, body } = await call(action, { ...THEIRS, ...params }, DEMO_KEY);
    expect(httpStatus, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
    expect(body.Code).toMatch(/NotFound$/);
    expect(JSON.stringify(emulator.cloud.world.toSeed())).toBe(before);
  });

  test("cannot read each other by id", async () => {
    const reads: [string, Record<string, string>, string?][] = [
      ["DescribeNetworkInterfaces", { "NetworkInterfaceId.1": partner.secondEniId }],
      ["DescribeNetworkInterfaces", { InstanceId: partner.instanceId }],
      ["DescribeInstances", { InstanceIds: JSON.stringify([partner.instanceId]) }],
      ["DescribeInstanceStatus", { "InstanceId.1": partner.instanceId }],
      ["DescribeVSwitches", { VSwitchId: "vsw-bp1partnerh000000000" }, "2016-04-28"],
      ["DescribeRouteEntryList", { RouteTableId: "vtb-bp1partner0000000000" }, "2016-04-28"],
    ];
    for (const [action, params, version] of reads) {
      const { body } = await call(action, { ...HANGZHOU, ...params }, DEMO_KEY, version);
      expect(JSON.stringify(body), action).not.toMatch(/partner1|10\.110\./);
      const { body: own } = await call(action, { ...HANGZHOU, ...params }, partner.key, version);
      expect(JSON.stringify(own), action).toMatch(/partner|10\.110\./);
    }
  });

  test("the first may act in the second by the role, and in nobody's name otherwise", async () => {
    const role = await assumed(DEMO_KEY);
    expect(role.httpStatus).toBe(200);
    const who = await call("GetCallerIdentity", {}, role.key, "2015-04-01");
    expect(who.body).toMatchObject({ AccountId: partner.accountId, IdentityType: "AssumedRoleUser" });
    const deleting = await call("DeleteNetworkInterface", THEIRS, role.key);
    expect(deleting.body.Code).toBe("Forbidden.RAM");
    expect((await call("DetachNetworkInterface", THEIRS, role.key)).httpStatus).toBe(200);
    expect(statusOfTheirs()).toBe("Detaching");
    const stranger = { accessKeyId: "emulator-readonly", accessKeySecret: "emulator-readonly-secret" };
    expect((await assumed(stranger)).httpStatus).toBe(403);
  });
});
