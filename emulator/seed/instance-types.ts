import type { InstanceType } from "#emulator/world/instance-type-record.ts";

type Size = [id: string, cpus: number, memoryGib: number, enis: number, ipsPerEni: number];

/** Names of real types; the limits are plausible but ours, so never plan a real fleet by them. */
const SIZES: readonly Size[] = [
  ["ecs.t6-c1m2.large", 2, 4, 2, 2],
  ["ecs.g6.large", 2, 8, 2, 6],
  ["ecs.g7.large", 2, 8, 3, 6],
  ["ecs.g7.xlarge", 4, 16, 4, 15],
  ["ecs.g7.2xlarge", 8, 32, 4, 15],
  ["ecs.g7.4xlarge", 16, 64, 8, 30],
  ["ecs.c7.large", 2, 4, 3, 6],
  ["ecs.c7.2xlarge", 8, 16, 4, 15],
  ["ecs.r7.large", 2, 16, 3, 6],
  ["ecs.r7.2xlarge", 8, 64, 4, 15],
  ["ecs.g8ae.4xlarge", 16, 64, 8, 30],
  ["ecs.s6-c1m2.large", 2, 4, 2, 6],
];

const TRUNK_FAMILIES = new Set(["ecs.g7", "ecs.c7", "ecs.r7", "ecs.g8ae"]);
const RDMA_FAMILIES = new Set(["ecs.g8ae"]);
const COLD_PLUG_FAMILIES = new Set(["ecs.s6"]);

/** Member ENIs that a trunk adds to the ENIs of its instance, per vCPU. Ours. */
const MEMBERS_PER_CPU = 2;

export const INSTANCE_TYPES: readonly InstanceType[] = SIZES.map(([id, cpus, memoryGib, enis, ipsPerEni]) => {
  const family = id.slice(0, id.lastIndexOf(".")).replace(/-.*$/, "");
  const isTrunk = TRUNK_FAMILIES.has(family) && cpus >= 4;
  return {
    InstanceTypeId: id,
    InstanceTypeFamily: family,
    CpuCoreCount: cpus,
    MemorySize: memoryGib,
    EniQuantity: enis,
    EniTotalQuantity: isTrunk ? enis + cpus * MEMBERS_PER_CPU : enis,
    EniPrivateIpAddressQuantity: ipsPerEni,
    EniIpv6AddressQuantity: ipsPerEni,
    EniTrunkSupported: isTrunk,
    EriQuantity: RDMA_FAMILIES.has(family) ? 1 : 0,
    NetworkCardQuantity: 1,
    HotPlugSupported: !COLD_PLUG_FAMILIES.has(family),
  };
});
