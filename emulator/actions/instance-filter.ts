import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import { wildcardTest } from "#emulator/world/wildcard.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

type Test = (instance: Instance) => boolean;

const MAX_TAGS = 20;
const STATUSES = ["Pending", "Starting", "Running", "Stopping", "Stopped"];
const NETWORK_TYPES = ["classic", "vpc"];
const CHARGE_TYPES = ["PostPaid", "PrePaid"];
const LOCK_REASONS = [
  "financial",
  "security",
  "Recycling",
  "recycling",
  "dedicatedhostfinancial",
  "refunded",
];

/** The filters of DescribeInstances; all that are given must match. */
export function instanceFilter(call: Call): Test {
  const { params, caller, world } = call;
  const tests: Test[] = [
    (row) => row.AccountId === caller.accountId && row.RegionId === params.get("RegionId"),
  ];
  const equal = (name: string, read: (instance: Instance) => string) => {
    const wanted = params.get(name);
    if (wanted !== undefined) tests.push((row) => read(row) === wanted);
  };
  checkValues(call);
  equal("Status", (row) => row.Status);
  equal("VpcId", (row) => row.VpcId);
  equal("VSwitchId", (row) => row.VSwitchId);
  equal("ZoneId", (row) => row.ZoneId);
  equal("InstanceType", (row) => row.InstanceType);
  equal("InstanceTypeFamily", (row) => world.instanceTypes.get(row.InstanceType)?.InstanceTypeFamily ?? "");
  equal("InstanceNetworkType", () => "vpc");
  equal("InstanceChargeType", (row) => row.InstanceChargeType);
  equal("ResourceGroupId", (row) => row.ResourceGroupId);
  equal("ImageId", (row) => row.ImageId);
  equal("KeyPairName", (row) => row.KeyPairName);
  addNameFilter(call, tests);
  addAddressFilters(call, tests);
  addSetFilters(call, tests);
  return (row) => tests.every((test) => test(row));
}

function checkValues({ params }: Call): void {
  const isOneOf = (name: string, values: readonly string[]) =>
    values.includes(params.get(name) ?? values[0] ?? "");
  if (!isOneOf("Status", STATUSES)) throw ecsError("InvalidStatus.NotFound");
  if (!isOneOf("InstanceNetworkType", NETWORK_TYPES)) throw ecsError("InvalidNetworkType.NotFound");
  if (!isOneOf("InstanceChargeType", CHARGE_TYPES)) throw ecsError("InvalidInstanceChargeType.NotFound");
  if (!isOneOf("LockReason", LOCK_REASONS)) throw ecsError("InvalidLockReason.NotFound");
}

/** InstanceName takes `*` for any text. */
function addNameFilter({ params }: Call, tests: Test[]): void {
  const pattern = params.get("InstanceName");
  if (pattern === undefined) return;
  const isNamed = wildcardTest(pattern);
  tests.push((row) => isNamed(row.InstanceName));
}

function addAddressFilters({ params, world }: Call, tests: Test[]): void {
  const anyOf = (name: string, read: (instance: Instance) => readonly string[]) => {
    const wanted = params.jsonList(name);
    if (wanted) tests.push((row) => read(row).some((address) => wanted.includes(address)));
  };
  const enisOf = (row: Instance) =>
    world.networkInterfacesOn(row.InstanceId).filter((eni) => hostInstanceId(eni) === row.InstanceId);
  anyOf("PrivateIpAddresses", (row) =>
    enisOf(row).flatMap((eni) => eni.PrivateIpSets.map((set) => set.PrivateIpAddress)),
  );
  anyOf("PublicIpAddresses", (row) => row.PublicIpAddress);
  anyOf("EipAddresses", (row) => (row.EipAddress ? [row.EipAddress.IpAddress] : []));
  anyOf("InnerIpAddresses", () => []);
  anyOf("RdmaIpAddresses", () => []);
  const ipv6 = params.list("Ipv6Address");
  if (ipv6.length > 0) {
    tests.push((row) =>
      enisOf(row).some((eni) => eni.Ipv6Sets.some((set) => ipv6.includes(set.Ipv6Address))),
    );
  }
}

function addSetFilters({ params }: Call, tests: Test[]): void {
  const group = params.get("SecurityGroupId");
  if (group) tests.push((row) => row.SecurityGroupIds.includes(group));
  const lock = params.get("LockReason");
  if (lock) tests.push((row) => row.OperationLocks.includes(lock));
  const tags = params.tags();
  if (tags.length > MAX_TAGS) throw ecsError("InvalidTagCount");
  for (const { key, value } of tags) {
    tests.push((row) =>
      row.Tags.some((tag) => tag.TagKey === key && (value === undefined || tag.TagValue === value)),
    );
  }
}
