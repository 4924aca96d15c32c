import { type Action, type Call, ECS_VERSION, type WireObject } from "#emulator/actions/action.ts";
import { type Limits, page } from "#emulator/actions/paging.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { InstanceType } from "#emulator/world/instance-type-record.ts";

const MAX_IDS = 10;

const LIMITS: Limits = {
  action: "DescribeInstanceTypes",
  maxResultsMin: 1,
  // In force since 2023-11-15; the parameter's own text still says 1600.
  maxResultsMax: 100,
  defaultRows: 100,
  pageSizeMax: 100,
  badPage: "InvalidParameter",
};

type Bound = [parameter: string, read: (type: InstanceType) => number];

const MINIMUMS: readonly Bound[] = [
  ["MinimumCpuCoreCount", (type) => type.CpuCoreCount],
  ["MinimumMemorySize", (type) => type.MemorySize],
  ["MinimumEniQuantity", (type) => type.EniQuantity],
  ["MinimumEniPrivateIpAddressQuantity", (type) => type.EniPrivateIpAddressQuantity],
  ["MinimumEniIpv6AddressQuantity", (type) => type.EniIpv6AddressQuantity],
  ["MinimumEriQuantity", (type) => type.EriQuantity],
];

const MAXIMUMS: readonly Bound[] = [
  ["MaximumCpuCoreCount", (type) => type.CpuCoreCount],
  ["MaximumMemorySize", (type) => type.MemorySize],
];

/** Source: ECS API 2014-05-26, DescribeInstanceTypes. Filters on hardware that is not modelled are not applied. */
export const describeInstanceTypes: Action = {
  name: "DescribeInstanceTypes",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: [],
  ramResources: () => ["*"],
  run: (call) => {
    const { items, envelope } = page(() => matchingRows(call), call, LIMITS);
    return {
      InstanceTypes: { InstanceType: items.map(wireInstanceType) },
      NextToken: envelope.NextToken ?? "",
    };
  },
};

function* matchingRows({ params, world }: Call): Iterable<{ item: InstanceType; ordinal: number }> {
  const ids = params.list("InstanceTypes");
  if (ids.length > MAX_IDS) throw ecsError("InvalidParameter");
  const family = params.get("InstanceTypeFamily");
  const minimums = MINIMUMS.map(([name, read]) => ({ read, limit: params.integer(name) ?? 0 }));
  const maximums = MAXIMUMS.map(([name, read]) => ({
    read,
    limit: params.integer(name) ?? Number.POSITIVE_INFINITY,
  }));
  let ordinal = 0;
  for (const type of world.instanceTypes.values()) {
    ordinal += 1;
    const isWanted =
      (ids.length === 0 || ids.includes(type.InstanceTypeId)) &&
      (family === undefined || type.InstanceTypeFamily === family) &&
      minimums.every(({ read, limit }) => read(type) >= limit) &&
      maximums.every(({ read, limit }) => read(type) <= limit);
    if (isWanted) yield { item: type, ordinal };
  }
}

/** Figures that we keep for no type (bandwidth, packets, clock) are left out rather than invented. */
function wireInstanceType(type: InstanceType): WireObject {
  return {
    InstanceTypeId: type.InstanceTypeId,
    InstanceTypeFamily: type.InstanceTypeFamily,
    InstanceFamilyLevel: "EnterpriseLevel",
    CpuArchitecture: "X86",
    CpuCoreCount: type.CpuCoreCount,
    MemorySize: type.MemorySize,
    EniQuantity: type.EniQuantity,
    EniTotalQuantity: type.EniTotalQuantity,
    EniPrivateIpAddressQuantity: type.EniPrivateIpAddressQuantity,
    EniIpv6AddressQuantity: type.EniIpv6AddressQuantity,
    EniTrunkSupported: type.EniTrunkSupported,
    EriQuantity: type.EriQuantity,
    NetworkCardQuantity: type.NetworkCardQuantity,
    NetworkCards: {
      NetworkCardInfo: Array.from({ length: type.NetworkCardQuantity }, (_, index) => ({
        NetworkCardIndex: index,
      })),
    },
    GPUAmount: 0,
    GPUSpec: "",
    LocalStorageCategory: "",
    NvmeSupport: "unsupported",
  };
}
