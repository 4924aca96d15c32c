import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSeed } from "#emulator/seed/check-seed.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { HOSTILE_NAMES } from "#emulator/seed/demo-hostile-names.ts";
import { generateSeed, generateSpecSchema } from "#emulator/seed/generate.ts";
import { partner, wellKnown } from "#emulator/seed/well-known.ts";
import { type Seed, seedSchema } from "#emulator/world/seed-schema.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

const seed = demoSeed();
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the demo fleet", () => {
  test("keeps the schema that seed files have, contradicts itself nowhere, and is the same every time", () => {
    expect(seedSchema.parse(JSON.parse(JSON.stringify(seed)))).toEqual(seed);
    expect(checkSeed(seed)).toEqual([]);
    expect(demoSeed()).toEqual(seed);
  });

  test("is two accounts in five regions, of the size that the README tells", () => {
    expect(seed.regions.map((region) => region.RegionId)).toEqual([
      "cn-hangzhou",
      "cn-beijing",
      "ap-southeast-1",
      "cn-shanghai",
      "eu-central-1",
    ]);
    const [first, second] = seed.accounts.map(({ AccountId }) => ({
      instances: seed.instances.filter((row) => row.AccountId === AccountId),
      enis: seed.networkInterfaces.filter((row) => row.AccountId === AccountId),
    }));
    for (const { RegionId } of seed.regions) {
      expect(first?.instances.filter((row) => row.RegionId === RegionId).length).toBeGreaterThan(10);
    }
    expect(new Set(second?.instances.map((row) => row.RegionId)).size).toBe(3);
    const counts = [first, second].map(
      (fleet) => `${fleet?.instances.length} instances and ${fleet?.enis.length} ENIs`,
    );
    expect(readme).toContain(counts[0]);
    expect(readme).toContain(counts[1]);
  });

  test("has every well-known id, and the README lists them", () => {
    const ids = new Set([
      ...seed.instances.map((row) => row.InstanceId),
      ...seed.networkInterfaces.map((row) => row.NetworkInterfaceId),
    ]);
    const { hostile, ...named } = wellKnown;
    const wanted = [
      ...Object.values(named).flatMap((group) => Object.values(group)),
      partner.instanceId,
      partner.secondEniId,
      ...HOSTILE_NAMES.flatMap((_, index) => [hostile.instanceId(index + 1), hostile.eniId(index + 1)]),
    ];
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
    const listed = Object.values(named).flatMap(({ ...group }: Record<string, string>) => {
      delete group.primaryEniId;
      return Object.values(group);
    });
    listed.push(partner.instanceId, partner.secondEniId, partner.accountId, partner.roleArn);
    expect(listed.filter((id) => !readme.includes(`\`${id}\``))).toEqual([]);
  });

  test("has ids of the length that ECS has", () => {
    for (const { InstanceId } of seed.instances) expect(InstanceId).toMatch(/^i-[0-9a-z]{20}$/);
    for (const { NetworkInterfaceId } of seed.networkInterfaces) {
      expect(NetworkInterfaceId).toMatch(/^eni-[0-9a-z]{20}$/);
    }
  });

  test("puts no more ENIs on an instance than its type takes, and every address into its vSwitch", () => {
    const types = new Map(seed.instanceTypes.map((type) => [type.InstanceTypeId, type]));
    const attached = Map.groupBy(seed.networkInterfaces, hostInstanceId);
    for (const { InstanceId, InstanceType } of seed.instances) {
      const own = (attached.get(InstanceId) ?? []).filter((eni) => eni.Type !== "Member");
      expect(own.length, InstanceId).toBeLessThanOrEqual(types.get(InstanceType)?.EniQuantity ?? 0);
      for (const eni of own) {
        expect(eni.PrivateIpSets.length).toBeLessThanOrEqual(
          types.get(InstanceType)?.EniPrivateIpAddressQuantity ?? 0,
        );
      }
    }
    const vSwitches = new Map(seed.vSwitches.map((vSwitch) => [vSwitch.VSwitchId, vSwitch]));
    for (const eni of seed.networkInterfaces) {
      const vSwitch = vSwitches.get(eni.VSwitchId);
      expect({ vpc: vSwitch?.VpcId, zone: vSwitch?.ZoneId }).toEqual({ vpc: eni.VpcId, zone: eni.ZoneId });
      for (const set of eni.PrivateIpSets)
        expect(isInside(set.PrivateIpAddress, vSwitch?.CidrBlock ?? "")).toBe(true);
    }
  });
});

describe("a generated fleet", () => {
  const spec = generateSpecSchema.parse({ instances: 300, enis: 1_500, regions: 4, seed: 9 });

  test("has the size that was asked for and contradicts itself nowhere", () => {
    const generated = generateSeed(spec);
    expect({ instances: generated.instances.length, enis: generated.networkInterfaces.length }).toEqual({
      instances: 300,
      enis: 1_500,
    });
    expect(generated.regions).toHaveLength(4);
    expect(checkSeed(generated)).toEqual([]);
  });

  test("is the same for the same number and another for another", () => {
    const idsOf = ({ instances }: Seed) => instances.map((row) => row.InstanceId);
    expect(generateSeed(spec)).toEqual(generateSeed(spec));
    expect(idsOf(generateSeed({ ...spec, seed: 10 }))).not.toEqual(idsOf(generateSeed(spec)));
  });

  test("can have more spare ENIs than one VPC takes", () => {
    const spare = generateSeed({ instances: 0, enis: 20_000, regions: 1, seed: 1 });
    expect(spare.vpcs.length).toBeGreaterThan(1);
    expect(checkSeed(spare)).toEqual([]);
  });
});

test("a seed with a key that looks real, a second primary or a lost host is refused", () => {
  const [account] = seed.accounts;
  const realKey = {
    AccessKeyId: ["LT", "AI", "5tAbcDefGhiJklMno"].join(""),
    AccessKeySecret: "x",
    Status: "Active" as const,
  };
  const withKey = { ...account, Users: [{ UserId: "1", UserName: "a", AccessKeys: [realKey], Policy: [] }] };
  expect(
    checkSeed({ ...seed, accounts: [{ ...seed.accounts[0], ...withKey } as Seed["accounts"][number]] }),
  ).toEqual([expect.stringContaining("looks like one of a real account")]);
  const lost = seed.networkInterfaces.map((eni) => (eni.InstanceId ? { ...eni, InstanceId: "i-lost" } : eni));
  expect(checkSeed({ ...seed, networkInterfaces: lost }).join()).toMatch(
    /there is no instance i-lost.*has 0 primary/s,
  );
});

function isInside(address: string, cidr: string): boolean {
  const [base = "", bits = "0"] = cidr.split("/");
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return number(address) >= number(base) && number(address) < number(base) + size;
}
