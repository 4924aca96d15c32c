import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

/** What is wrong between the rows of a seed; each row by itself was checked by the schema. */
export function checkSeed(seed: Seed): string[] {
  return [...checkKeys(seed), ...checkNetworkInterfaces(seed), ...checkInstances(seed)];
}

function checkKeys(seed: Seed): string[] {
  const keys = seed.accounts.flatMap((account) => account.Users.flatMap((user) => user.AccessKeys));
  return keys
    .filter((key) => /^LTAI[A-Za-z0-9]{12,}$/.test(key.AccessKeyId))
    .map(() => "an AccessKeyId looks like one of a real account; do not put it into a seed");
}

function checkInstances(seed: Seed): string[] {
  const problems = duplicates(
    "InstanceId",
    seed.instances.map((instance) => instance.InstanceId),
  );
  const regions = new Set(seed.regions.map((region) => region.RegionId));
  const types = new Set(seed.instanceTypes.map((type) => type.InstanceTypeId));
  const primaries = Map.groupBy(
    seed.networkInterfaces.filter((eni) => eni.Type === "Primary"),
    hostInstanceId,
  );
  for (const { InstanceId, RegionId, InstanceType } of seed.instances) {
    if (!regions.has(RegionId)) problems.push(`${InstanceId}: there is no region ${RegionId}`);
    if (!types.has(InstanceType)) problems.push(`${InstanceId}: there is no instance type ${InstanceType}`);
    const count = primaries.get(InstanceId)?.length ?? 0;
    if (count !== 1) problems.push(`${InstanceId}: has ${count} primary ENIs, not one`);
  }
  return problems;
}

function checkNetworkInterfaces(seed: Seed): string[] {
  const problems = duplicates(
    "NetworkInterfaceId",
    seed.networkInterfaces.map((eni) => eni.NetworkInterfaceId),
  );
  const instances = new Set(seed.instances.map((instance) => instance.InstanceId));
  const vSwitches = new Set(seed.vSwitches.map((vSwitch) => vSwitch.VSwitchId));
  for (const eni of seed.networkInterfaces) {
    const host = hostInstanceId(eni);
    if (host && !instances.has(host))
      problems.push(`${eni.NetworkInterfaceId}: there is no instance ${host}`);
    if (!vSwitches.has(eni.VSwitchId))
      problems.push(`${eni.NetworkInterfaceId}: there is no vSwitch ${eni.VSwitchId}`);
  }
  problems.push(...duplicates("address", seed.networkInterfaces.flatMap(addresses)));
  problems.push(
    ...duplicates(
      "MacAddress",
      seed.networkInterfaces.map((eni) => eni.MacAddress),
    ),
  );
  return problems;
}

function addresses(eni: NetworkInterface): string[] {
  return eni.PrivateIpSets.map((set) => `${set.PrivateIpAddress} in ${eni.VSwitchId}`);
}

function duplicates(what: string, values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return [...twice].map((value) => `${what} ${value} is there twice`);
}
