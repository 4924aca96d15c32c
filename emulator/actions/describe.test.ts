import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callV3, send, signV1, signV3 } from "#emulator/client/signed-request.ts";
import { HOSTILE_NAMES } from "#emulator/seed/demo-hostile-names.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";

const { web1, web2, trunk1, managed1, k8sNode1 } = wellKnown;
const HANGZHOU = { RegionId: "cn-hangzhou" };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());

const call = (
  action: string,
  params: Record<string, string>,
  key?: { accessKeyId: string; accessKeySecret: string },
) => callV3({ url: emulator.url, action, params, ...(key ? { key } : {}) });

type Eni = { NetworkInterfaceId: string; Type: string; InstanceId: string };

async function enis(params: Record<string, string>): Promise<Eni[]> {
  const { body } = await call("DescribeNetworkInterfaces", { ...HANGZHOU, MaxResults: "500", ...params });
  return (body.NetworkInterfaceSets as { NetworkInterfaceSet: Eni[] }).NetworkInterfaceSet;
}
const ids = async (params: Record<string, string>) =>
  (await enis(params)).map((eni) => eni.NetworkInterfaceId);

async function instanceNames(params: Record<string, string>): Promise<string[]> {
  const { body } = await call("DescribeInstances", { ...HANGZHOU, MaxResults: "100", ...params });
  return (body.Instances as { Instance: { InstanceName: string }[] }).Instance.map((row) => row.InstanceName);
}

const web2Eni = () => {
  const eni = emulator.cloud.world.networkInterfaces.get(web2.secondEniId);
  if (!eni) throw new Error("the demo fleet has no web-2");
  return eni;
};

describe("DescribeNetworkInterfaces", () => {
  test("finds by every filter of its page", async () => {
    const eni = web2Eni();
    const [first, second] = eni.PrivateIpSets.map((set) => set.PrivateIpAddress);
    const filters: Record<string, string>[] = [
      { "NetworkInterfaceId.1": web2.secondEniId },
      { NetworkInterfaceName: "web-2-public" },
      { PrimaryIpAddress: first ?? "" },
      { "PrivateIpAddress.1": second ?? "" },
      { "Ipv6Address.1": eni.Ipv6Sets[0]?.Ipv6Address ?? "" },
      { "Tag.1.Key": "env", "Tag.1.Value": "prod", InstanceId: web2.instanceId },
      {
        Type: "Secondary",
        InstanceId: web2.instanceId,
        Status: "InUse",
        VpcId: eni.VpcId,
        VSwitchId: eni.VSwitchId,
      },
    ];
    for (const filter of filters)
      expect(await ids(filter), JSON.stringify(filter)).toEqual([web2.secondEniId]);
    expect(await ids({ ServiceManaged: "true" })).toEqual([managed1.serviceEniId, managed1.hiddenEniId]);
    expect(await ids({ "Tag.1.Key": "creator", "Tag.1.Value": "terway" })).toEqual([
      k8sNode1.terwayEniId,
      k8sNode1.prefixEniId,
    ]);
  });

  test("finds no primary ENI by a security group", async () => {
    const group = web2Eni().SecurityGroupIds[0] ?? "";
    const found = await enis({ SecurityGroupId: group });
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((eni) => eni.Type === "Primary")).toEqual([]);
  });

  test("finds a trunk's members on their instance, though their InstanceId is empty", async () => {
    const found = await enis({ InstanceId: trunk1.instanceId });
    expect(found.map(({ Type, InstanceId }) => [Type, InstanceId])).toEqual([
      ["Primary", trunk1.instanceId],
      ["Trunk", trunk1.instanceId],
      ["Member", ""],
      ["Member", ""],
    ]);
  });

  test("leaves out an unknown id and one of another region, and keeps the key of an empty list", async () => {
    const { httpStatus, body } = await call("DescribeNetworkInterfaces", {
      ...HANGZHOU,
      "NetworkInterfaceId.1": "eni-bp1nosuch",
      "NetworkInterfaceId.2": wellKnown.db1.secondEniId,
    });
    expect({ httpStatus, sets: body.NetworkInterfaceSets }).toEqual({
      httpStatus: 200,
      sets: { NetworkInterfaceSet: [] },
    });
  });

  test("clamps MaxResults to 10 and 500, and says nothing by TotalCount then", async () => {
    const { body } = await call("DescribeNetworkInterfaces", { ...HANGZHOU, MaxResults: "1" });
    expect(body).toMatchObject({
      TotalCount: 0,
      PageNumber: 0,
      PageSize: 0,
      NextToken: expect.stringMatching(/^[\w+/]+=*$/),
    });
    expect((body.NetworkInterfaceSets as { NetworkInterfaceSet: Eni[] }).NetworkInterfaceSet).toHaveLength(
      10,
    );
    expect((await enis({ MaxResults: "100000" })).length).toBeGreaterThan(10);
  });

  test("pages by number the old way", async () => {
    const all = await ids({});
    const { body } = await call("DescribeNetworkInterfaces", { ...HANGZHOU, PageNumber: "2", PageSize: "7" });
    expect(body).toMatchObject({ TotalCount: all.length, PageNumber: 2, PageSize: 7 });
    const page = (body.NetworkInterfaceSets as { NetworkInterfaceSet: Eni[] }).NetworkInterfaceSet;
    expect(page.map((eni) => eni.NetworkInterfaceId)).toEqual(all.slice(7, 14));
  });

  test("refuses a token that is not its own, and one asked with other filters", async () => {
    const { body } = await call("DescribeNetworkInterfaces", { ...HANGZHOU, MaxResults: "10" });
    const token = String(body.NextToken);
    for (const params of [{ NextToken: "nonsense" }, { NextToken: token, Type: "Secondary" }]) {
      const answer = await call("DescribeNetworkInterfaces", { ...HANGZHOU, ...params });
      expect(answer).toMatchObject({ httpStatus: 400, body: { Code: "InvalidParameter" } });
    }
  });

  test.each([
    [{ MaxResults: "many" }, 400, "InvalidParameter"],
    [{ ServiceManaged: "perhaps" }, 400, "InvalidParameter"],
    [{ PageNumber: "0" }, 403, "InvalidOperation.InvalidEniPageNumber"],
    [{ PageSize: "1001" }, 403, "InvalidOperation.InvalidEniPageNumber"],
    [{ RegionId: "" }, 400, "MissingParameter"],
    [{ RegionId: "CN_HANGZHOU" }, 400, "InvalidRegionId.MalFormed"],
    [
      Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`NetworkInterfaceId.${n + 1}`, "eni-x"])),
      400,
      "InvalidParameter",
    ],
    [
      Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`])),
      400,
      "InvalidTagCount",
    ],
  ])("refuses %j", async (params, httpStatus, code) => {
    expect(await call("DescribeNetworkInterfaces", { ...HANGZHOU, ...(params as object) })).toMatchObject({
      httpStatus,
      body: { Code: code },
    });
  });

  test("writes ServiceID digit by digit, in JSON and in XML", async () => {
    const params = { ...HANGZHOU, "NetworkInterfaceId.1": managed1.serviceEniId };
    const json = await send(
      emulator.url,
      signV3({ url: emulator.url, action: "DescribeNetworkInterfaces", params }),
    );
    expect(json.body).toContain('"ServiceID":9007199254740993123,');
    const xml = await send(
      emulator.url,
      signV1({ url: emulator.url, action: "DescribeNetworkInterfaces", params }),
    );
    expect(xml.body).toContain("<ServiceID>9007199254740993123</ServiceID>");
  });

  test("hands out hostile names untouched in JSON, and as well-formed XML", async () => {
    const params = {
      RegionId: "ap-southeast-1",
      "NetworkInterfaceId.1": wellKnown.hostile.eniId(1),
      "NetworkInterfaceId.2": wellKnown.hostile.eniId(7),
    };
    const { body } = await call("DescribeNetworkInterfaces", params);
    const sets = body.NetworkInterfaceSets as { NetworkInterfaceSet: { NetworkInterfaceName: string }[] };
    expect(sets.NetworkInterfaceSet.map((eni) => eni.NetworkInterfaceName)).toEqual([
      HOSTILE_NAMES[0],
      HOSTILE_NAMES[6],
    ]);
    const xml = await send(
      emulator.url,
      signV1({ url: emulator.url, action: "DescribeNetworkInterfaces", params }),
    );
    expect(xml.body).toContain(
      "<NetworkInterfaceName>&lt;img src=x onerror=alert(1)&gt;</NetworkInterfaceName>",
    );
    expect(xml.body).not.toContain("\u001B");
    expect(xml.body).toMatch(
      /<NetworkInterfaceSets><NetworkInterfaceSet>.*<\/NetworkInterfaceSet><NetworkInterfaceSet>.*<Tags><Tag><TagKey>/s,
    );
  });
});

describe("DescribeInstances", () => {
  test("finds by ids, wildcard, tags, status and addresses", async () => {
    expect(await instanceNames({ InstanceIds: JSON.stringify([web1.instanceId, "i-bp1nosuch"]) })).toEqual([
      "web-1",
    ]);
    expect(await instanceNames({ InstanceIds: "[]" })).toEqual([]);
    expect(await instanceNames({ InstanceName: "web-*" })).toEqual(["web-1", "web-2"]);
    expect(await instanceNames({ InstanceName: "web" })).toEqual([]);
    expect(await instanceNames({ Status: "Starting" })).toEqual(["batch-1"]);
    expect(await instanceNames({ "Tag.1.Key": "service", "Tag.1.Value": "web", "Tag.2.Key": "env" })).toEqual(
      ["web-1", "web-2"],
    );
    expect(await instanceNames({ LockReason: "security" })).toEqual(["locked-1"]);
    const address = web2Eni().PrivateIpSets[1]?.PrivateIpAddress ?? "";
    expect(await instanceNames({ PrivateIpAddresses: JSON.stringify([address]) })).toEqual(["web-2"]);
  });

  test("tells the ENIs of an instance without their status, and times without seconds", async () => {
    const { body } = await call("DescribeInstances", {
      ...HANGZHOU,
      InstanceIds: JSON.stringify([web1.instanceId]),
    });
    const [instance] = (body.Instances as { Instance: Record<string, unknown>[] }).Instance;
    expect(instance).toMatchObject({
      Memory: 16_384,
      Cpu: 4,
      CreationTime: "2025-03-12T02:04Z",
      HostName: expect.any(String),
    });
    const short = instance?.NetworkInterfaces as { NetworkInterface: object[] };
    expect(short.NetworkInterface).toHaveLength(3);
    for (const eni of short.NetworkInterface) expect(eni).not.toHaveProperty("Status");
  });

  test.each([
    [{ Status: "Sleeping" }, 404, "InvalidStatus.NotFound"],
    [{ InstanceNetworkType: "token-ring" }, 404, "InvalidNetworkType.NotFound"],
    [{ InstanceChargeType: "Free" }, 404, "InvalidInstanceChargeType.NotFound"],
    [{ LockReason: "boredom" }, 404, "InvalidLockReason.NotFound"],
    [{ InstanceIds: web1.instanceId }, 400, "InvalidParameter"],
    [{ PageSize: "101" }, 400, "InvalidParameter"],
    [{ DryRun: "true" }, 400, "DryRunOperation"],
  ])("refuses %j", async (params, httpStatus, code) => {
    expect(await call("DescribeInstances", { ...HANGZHOU, ...params })).toMatchObject({
      httpStatus,
      body: { Code: code },
    });
  });
});

describe("a caller without rights", () => {
  const key = { accessKeyId: "emulator-norights", accessKeySecret: "emulator-norights-secret" };

  test("sees no instances, and only DryRun tells why", async () => {
    expect(await call("DescribeInstances", HANGZHOU, key)).toMatchObject({
      httpStatus: 200,
      body: { Instances: { Instance: [] } },
    });
    expect(await call("DescribeInstances", { ...HANGZHOU, DryRun: "true" }, key)).toMatchObject({
      httpStatus: 403,
      body: { Code: "Forbidden.RAM" },
    });
  });

  test("is told which right is missing", async () => {
    const { body } = await call("DescribeNetworkInterfaces", HANGZHOU, key);
    expect(body).toMatchObject({
      Code: "Forbidden.RAM",
      AccessDeniedDetail: {
        AuthAction: "ecs:DescribeNetworkInterfaces",
        AuthPrincipalType: "SubUser",
        NoPermissionType: "ImplicitDeny",
      },
    });
  });

  test("may still ask who it is", async () => {
    const answer = await callV3({
      url: emulator.url,
      action: "GetCallerIdentity",
      version: "2015-04-01",
      key,
    });
    expect(answer.body).toMatchObject({
      Arn: "acs:ram::1000000000000001:user/no-rights",
      IdentityType: "RAMUser",
    });
  });
});
