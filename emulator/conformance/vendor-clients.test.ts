import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEMO_KEY } from "#emulator/client/signed-request.ts";
import {
  ACTION_CASES,
  DETACH,
  HANGZHOU,
  PLACE,
  STS_VERSION,
  VPC_VERSION,
} from "#emulator/conformance/action-cases.ts";
import { contains } from "#emulator/conformance/contains.ts";
import { isAnswerOf } from "#emulator/conformance/table.ts";
import {
  askForXml,
  type Params,
  type VendorClient,
  vendorClients,
  XML_CLIENTS,
} from "#emulator/conformance/vendor-clients.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const READONLY_KEY = { accessKeyId: "emulator-readonly", accessKeySecret: "emulator-readonly-secret" };
/** Client names, so that the table can be built before the emulator listens. */
const NAMES = vendorClients("http://127.0.0.1:1", DEMO_KEY).map(({ name, isEcsOnly }) => ({
  name,
  isEcsOnly,
}));

let emulator: RunningEmulator;
let clients: Map<string, VendorClient>;
let readonlyClients: Map<string, VendorClient>;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  const byName = (all: VendorClient[]) => new Map(all.map((client) => [client.name, client]));
  clients = byName(vendorClients(emulator.url, DEMO_KEY));
  readonlyClients = byName(vendorClients(emulator.url, READONLY_KEY));
}, 60_000);
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

function ask(name: string, action: string, params: Params, version?: string) {
  const client = clients.get(name);
  if (!client) throw new Error(`there is no client ${name}`);
  return client.call(action, params, version);
}

async function answer(name: string, action: string, params: Params, version?: string) {
  const result = await ask(name, action, params, version);
  if (!result.ok) throw new Error(`${action} was refused: ${result.refusal.code} ${result.refusal.message}`);
  return result.body;
}

/** Refusals that every client must tell apart: code and status, from action, RAM and gateway. */
const REFUSALS: [action: string, params: Params, code: string, httpStatus: number, version?: string][] = [
  [
    "DetachNetworkInterface",
    { ...DETACH, NetworkInterfaceId: wellKnown.web1.primaryEniId },
    "InvalidOperation.DetachPrimaryEniNotAllowed",
    400,
  ],
  [
    "DetachNetworkInterface",
    { ...DETACH, NetworkInterfaceId: "eni-bp1doesnotexist00000" },
    "InvalidEniId.NotFound",
    404,
  ],
  ["DescribeInstances", { RegionId: "mars-1" }, "InvalidRegionId.NotFound", 404],
  ["DescribeInstances", { ...HANGZHOU, Status: "Sleeping" }, "InvalidStatus.NotFound", 404],
  [
    "DescribeNetworkInterfaceAttribute",
    { ...HANGZHOU, NetworkInterfaceId: "eni-bp1doesnotexist00000" },
    "InvalidEniId.NotFound",
    404,
  ],
  ["CreateNetworkInterface", { ...HANGZHOU, ...PLACE, VSwitchId: "vsw-x" }, "InvalidVSwitchId.NotFound", 404],
  [
    "ModifyNetworkInterfaceAttribute",
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.web1.primaryEniId, DeleteOnRelease: false },
    "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc",
    404,
  ],
  [
    "AssignPrivateIpAddresses",
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.attachable.eniId, SecondaryPrivateIpAddressCount: 40 },
    "MaxEniPrivateIpsCountExceeded",
    403,
  ],
  [
    "UnassignPrivateIpAddresses",
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.attachable.eniId, PrivateIpAddress: ["10.10.9.9"] },
    "InvalidIp.IpUnassigned",
    403,
  ],
  ["StartInstance", { InstanceId: wellKnown.web1.instanceId }, "IncorrectInstanceStatus", 403],
  [
    "DescribeRouteEntryList",
    { ...HANGZHOU, RouteTableId: "vtb-none" },
    "InvalidRouteTableId.NotFound",
    404,
    VPC_VERSION,
  ],
  [
    "AssumeRole",
    { RoleArn: "acs:ram::1000000000000001:role/nobody", RoleSessionName: "conformance" },
    "EntityNotExist.Role",
    404,
    STS_VERSION,
  ],
];

describe.each(NAMES)("$name", ({ name, isEcsOnly }) => {
  const offered = ACTION_CASES.filter(({ version }) => !(isEcsOnly && version !== undefined));

  test.each(offered)("is answered $action", async ({ action, params, proof, version }) => {
    const body = await answer(name, action, params, version);
    expect(contains(body, proof), JSON.stringify(body)).toBe(true);
  });

  const refusals = REFUSALS.filter(([, , , , version]) => !(isEcsOnly && version));
  test.each(refusals)(
    "is refused %s with its code and status",
    async (action, params, code, httpStatus, version) => {
      const result = await ask(name, action, params, version);
      expect(result.ok).toBe(false);
      if (result.ok) return;
      expect(result.refusal.code).toContain(code);
      // pop-core tells no status.
      if (result.refusal.httpStatus !== undefined) expect(result.refusal.httpStatus).toBe(httpStatus);
      expect(emulator.cloud.journal.list({}).at(-1)).toMatchObject({ code, httpStatus });
    },
  );

  test("reads every ENI of a region page by page, each once", async () => {
    const ids: string[] = [];
    let token = "";
    do {
      const body = await answer(name, "DescribeNetworkInterfaces", {
        ...HANGZHOU,
        MaxResults: 10,
        ...(token ? { NextToken: token } : {}),
      });
      const sets = body.NetworkInterfaceSets as { NetworkInterfaceSet: { NetworkInterfaceId: string }[] };
      ids.push(...sets.NetworkInterfaceSet.map((eni) => eni.NetworkInterfaceId));
      token = String(body.NextToken ?? "");
    } while (token);
    const expected = [...emulator.cloud.world.networkInterfaces.idsIn("1000000000000001", "cn-hangzhou")];
    expect(ids).toEqual(expected);
    expect(ids.length).toBeGreaterThan(30);
  });

  test("hears Forbidden.RAM when its key has no right to detach", async () => {
    const result = await readonlyClients.get(name)?.call("DetachNetworkInterface", DETACH);
    expect(result).toMatchObject({ ok: false, refusal: { code: expect.stringContaining("Forbidden.RAM") } });
    expect(emulator.cloud.world.networkInterfaces.get(wellKnown.web1.secondEniId)?.Status).toBe("InUse");
  });

  test("hears the gateway's words for an unknown action", async () => {
    if (isEcsOnly) return expect(ask(name, "DescribeDisks", HANGZHOU)).resolves.toMatchObject({ ok: false });
    const result = await ask(name, "DescribeNothing", {});
    expect(result).toMatchObject({
      ok: false,
      refusal: { code: expect.stringContaining("InvalidAction.NotFound") },
    });
  });

  test("survives values with every kind of character", async () => {
    const key = "a b*'(!)~+/=&% 中文😀";
    const body = await answer(name, "DescribeNetworkInterfaces", {
      ...HANGZHOU,
      Tag: [{ Key: key, Value: "x+y z" }],
    });
    expect(body.NetworkInterfaceSets).toEqual({ NetworkInterfaceSet: [] });
    expect(emulator.cloud.journal.list({}).at(-1)?.params).toMatchObject({
      "Tag.1.Key": key,
      "Tag.1.Value": "x+y z",
    });
  });
});

describe("a client that goes where DescribeRegions sends it", () => {
  test.each(NAMES)("comes back to the emulator: $name", async ({ name }) => {
    const self = await startEmulator({ port: 0, endpoints: "self" });
    const clientAt = (url: string) => vendorClients(url, DEMO_KEY).find((client) => client.name === name);
    const regions = await clientAt(self.url)?.call("DescribeRegions", {});
    if (!regions?.ok) throw new Error("DescribeRegions was refused");
    const { Region } = regions.body.Regions as { Region: { RegionId: string; RegionEndpoint: string }[] };
    expect(Region).toHaveLength(5);
    for (const { RegionId, RegionEndpoint } of Region) {
      const answer = await clientAt(`http://${RegionEndpoint}`)?.call("DescribeInstances", { RegionId });
      expect(answer).toMatchObject({ ok: true });
    }
    expect(self.cloud.journal.list({ action: "DescribeInstances" })).toHaveLength(5);
    await self.close();
  });

  test("and is sent to the real service where nobody asked for that", async () => {
    const { Regions } = await answer("pop-core V1 GET", "DescribeRegions", {});
    const { Region } = Regions as { Region: { RegionEndpoint: string }[] };
    expect(Region.map(({ RegionEndpoint }) => RegionEndpoint)).toContain("ecs-cn-hangzhou.aliyuncs.com");
  });
});

describe.each(XML_CLIENTS)("XML, as $name receives it", (client) => {
  test.each(ACTION_CASES)("is answered $action", async ({ action, params, version }) => {
    const asked = { client, action, params, ...(version ? { version } : {}) };
    const xml = await askForXml(emulator.url, DEMO_KEY, asked);
    expect(isAnswerOf(action, xml), xml).toBe(true);
  });
});
