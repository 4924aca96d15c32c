import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const { web1, attachable } = wellKnown;
const REGION = { RegionId: "cn-hangzhou" };

let emulator: RunningEmulator;
let place: { VSwitchId: string; SecurityGroupId: string };
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, createMs: 1_000 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset");
  await control(emulator.url, "POST", "/clock", { freeze: true });
  const eni = emulator.cloud.world.networkInterfaces.get(attachable.eniId);
  place = { VSwitchId: eni?.VSwitchId ?? "", SecurityGroupId: eni?.SecurityGroupIds[0] ?? "" };
});

type Params = Record<string, string>;
const call = async (action: string, params: Params) => {
  const nowMs = emulator.cloud.clock.now();
  return callV3({ url: emulator.url, action, params: { ...REGION, ...params }, nowMs });
};
const create = (params: Params = {}) => call("CreateNetworkInterface", { ...place, ...params });
const eniOf = (body: Record<string, unknown>) =>
  emulator.cloud.world.networkInterfaces.get(String(body.NetworkInterfaceId));
const spare = () => emulator.cloud.world.networkInterfaces.get(attachable.eniId);
const ipsOf = (eni: ReturnType<typeof spare>) => eni?.PrivateIpSets.map((set) => set.PrivateIpAddress) ?? [];

describe("CreateNetworkInterface", () => {
  test("answers the new ENI, which becomes Available in its time", async () => {
    const { httpStatus, body } = await create({
      NetworkInterfaceName: "made-here",
      "Tag.1.Key": "env",
      "Tag.1.Value": "test",
      SecondaryPrivateIpAddressCount: "2",
      Ipv4PrefixCount: "1",
      Ipv6AddressCount: "1",
    });
    expect(httpStatus).toBe(200);
    expect(body).toMatchObject({
      NetworkInterfaceName: "made-here",
      Status: "Creating",
      Type: "Secondary",
      VSwitchId: place.VSwitchId,
      Tags: { Tag: [{ TagKey: "env", TagValue: "test" }] },
    });
    expect(eniOf(body)).toMatchObject({ PrivateIpSets: [{ Primary: true }, {}, {}], Ipv6Sets: [{}] });
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_000 });
    expect(eniOf(body)?.Status).toBe("Available");
  });

  test("sent twice with one ClientToken it makes one ENI, and refuses the token for anything else", async () => {
    const before = emulator.cloud.world.networkInterfaces.size;
    const first = await create({ ClientToken: "token-1" });
    const second = await create({ ClientToken: "token-1" });
    expect(second.body.NetworkInterfaceId).toBe(first.body.NetworkInterfaceId);
    expect(second.body.RequestId).not.toBe(first.body.RequestId);
    expect(emulator.cloud.world.networkInterfaces.size).toBe(before + 1);
    expect(emulator.cloud.journal.list({}).map((entry) => entry.applied)).toEqual([true, false]);
    const other = await create({ ClientToken: "token-1", Description: "another one" });
    expect(other).toMatchObject({ httpStatus: 400, body: { Code: "IdempotentParameterMismatch" } });
  });

  test("gives addresses that nobody has, and the one that is asked for", async () => {
    const wanted = (ipsOf(spare())[0] ?? "").replace(/\.\d+$/, ".200");
    const made = [await create(), await create(), await create({ PrimaryIpAddress: wanted })];
    const ips = made.flatMap(({ body }) => ipsOf(eniOf(body)));
    expect(new Set(ips).size).toBe(3);
    expect(ips).toContain(wanted);
    expect(new Set(made.map(({ body }) => body.MacAddress)).size).toBe(3);
  });

  test.each<[string, Params, number, string]>([
    ["a vSwitch that is not there", { VSwitchId: "vsw-bp1nothing" }, 404, "InvalidVSwitchId.NotFound"],
    ["a group that is not there", { SecurityGroupId: "sg-nothing" }, 404, "InvalidSecurityGroupId.NotFound"],
    [
      "both ways of naming groups",
      { "SecurityGroupIds.1": "sg-nothing" },
      400,
      "InvalidSecurityGroupId.SingleIdAndMultiIdConflict",
    ],
    ["no group", { SecurityGroupId: "" }, 400, "MissingParameter"],
    ["an address of elsewhere", { PrimaryIpAddress: "192.168.0.9" }, 403, "InvalidVSwitchId.IpInvalid"],
    ["what is no address", { PrimaryIpAddress: "10.10.0.999" }, 403, "InvalidIp.Address"],
    ["a short name", { NetworkInterfaceName: "x" }, 403, "InvalidParams.NetworkInterfaceName"],
    ["an ENI type of its own", { InstanceType: "Primary" }, 403, "InvalidOperation.InvalidEniType"],
    ["a tag of the cloud's", { "Tag.1.Key": "acs:mine" }, 400, "InvalidTagKey.Malformed"],
    ["a tag twice", { "Tag.1.Key": "a", "Tag.2.Key": "a" }, 400, "Duplicate.TagKey"],
    [
      "addresses by name and number",
      { "PrivateIpAddress.1": "10.10.7.8", SecondaryPrivateIpAddressCount: "1" },
      400,
      "InvalidParameter.Conflict",
    ],
    ["fifty addresses", { SecondaryPrivateIpAddressCount: "50" }, 400, "InvalidParameter"],
    ["a /24 as prefix", { "Ipv4Prefix.1": "10.10.1.0/24" }, 403, "InvalidIp.IpPrefixMaskInvalid"],
    ["a long token", { ClientToken: "t".repeat(65) }, 400, "InvalidParameter"],
  ])("refuses %s", async (_what, params, httpStatus, Code) => {
    const before = emulator.cloud.world.networkInterfaces.size;
    expect(await create(params)).toMatchObject({ httpStatus, body: { Code } });
    expect(emulator.cloud.world.networkInterfaces.size).toBe(before);
  });

  test("refuses an address in use", async () => {
    const [taken = ""] = ipsOf(spare());
    expect(await create({ PrimaryIpAddress: taken })).toMatchObject({
      body: { Code: "InvalidIp.IpRepeated" },
    });
  });
});

describe("ModifyNetworkInterfaceAttribute", () => {
  const modify = (NetworkInterfaceId: string, params: Params) =>
    call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, ...params });

  test("changes what is given and leaves the rest", async () => {
    const before = spare();
    const { httpStatus } = await modify(attachable.eniId, {
      Description: "changed",
      DeleteOnRelease: "true",
      QueueNumber: "4",
      "ConnectionTrackingConfiguration.UdpTimeout": "60",
    });
    expect(httpStatus).toBe(200);
    expect(spare()).toEqual({
      ...before,
      Description: "changed",
      DeleteOnRelease: true,
      QueueNumber: 4,
      ConnectionTrackingConfiguration: {
        TcpEstablishedTimeout: 910,
        TcpClosedAndTimeWaitTimeout: 3,
        UdpTimeout: 60,
      },
    });
  });

  test("a primary ENI takes a name, and no more", async () => {
    expect((await modify(web1.primaryEniId, { NetworkInterfaceName: "front" })).httpStatus).toBe(200);
    expect(await modify(web1.primaryEniId, { DeleteOnRelease: "false" })).toMatchObject({
      httpStatus: 404,
      body: { Code: "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc" },
    });
  });

  test("queues of an ENI on a running instance stay", async () => {
    expect(await modify(web1.secondEniId, { QueueNumber: "4" })).toMatchObject({
      httpStatus: 403,
      body: { Code: "InvalidOperation.InvalidEniState" },
    });
  });
});

describe("private addresses", () => {
  const assign = (params: Params) =>
    call("AssignPrivateIpAddresses", { NetworkInterfaceId: attachable.eniId, ...params });
  const unassign = (params: Params) =>
    call("UnassignPrivateIpAddresses", { NetworkInterfaceId: attachable.eniId, ...params });

  test("come by number and by name, and go again", async () => {
    const { body } = await assign({ SecondaryPrivateIpAddressCount: "3" });
    const given = (body.AssignedPrivateIpAddressesSet as { PrivateIpSet: { PrivateIpAddress: string[] } })
      .PrivateIpSet.PrivateIpAddress;
    expect(ipsOf(spare()).slice(1)).toEqual(given);
    await unassign({ "PrivateIpAddress.1": given[1] ?? "" });
    expect(ipsOf(spare()).slice(1)).toEqual([given[0], given[2]]);
    expect((await assign({ "PrivateIpAddress.1": given[1] ?? "" })).httpStatus).toBe(200);
  });

  test("prefixes come and go", async () => {
    const { body } = await assign({ Ipv4PrefixCount: "1" });
    const [prefix = ""] = (
      body.AssignedPrivateIpAddressesSet as { Ipv4PrefixSet: { Ipv4Prefixes: string[] } }
    ).Ipv4PrefixSet.Ipv4Prefixes;
    expect(spare()?.Ipv4PrefixSets).toEqual([prefix]);
    await unassign({ "Ipv4Prefix.1": prefix });
    expect(spare()?.Ipv4PrefixSets).toEqual([]);
  });

  test("an Available ENI holds 32, one in use what its instance's type allows", async () => {
    expect(await assign({ SecondaryPrivateIpAddressCount: "32" })).toMatchObject({
      body: { Code: "MaxEniPrivateIpsCountExceeded" },
    });
    expect((await assign({ SecondaryPrivateIpAddressCount: "31" })).httpStatus).toBe(200);
    expect(
      await assign({ NetworkInterfaceId: web1.secondEniId, SecondaryPrivateIpAddressCount: "30" }),
    ).toMatchObject({ httpStatus: 403, body: { Code: "InvalidOperation.Ipv4CountExceeded" } });
  });

  test("the primary one and those of others never go", async () => {
    const [primary = ""] = ipsOf(spare());
    expect(await unassign({ "PrivateIpAddress.1": primary })).toMatchObject({
      httpStatus: 403,
      body: { Code: "InvalidIp.IpUnassigned" },
    });
    expect(await unassign({})).toMatchObject({ body: { Code: "MissingParameter" } });
    expect(await assign({ "PrivateIpAddress.1": primary })).toMatchObject({
      body: { Code: "InvalidIp.IpAssigned" },
    });
  });
});
