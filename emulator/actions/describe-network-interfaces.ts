import {
  type Action,
  type Call,
  ECS_VERSION,
  ecsResource,
  networkInterfaceIdsIn,
  readNetworkInterface,
} from "#emulator/actions/action.ts";
import { type Limits, page } from "#emulator/actions/paging.ts";
import { wireNetworkInterface } from "#emulator/actions/wire-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { hostInstanceId, primaryIp } from "#emulator/world/world.ts";

const MAX_IDS = 100;
const MAX_TAGS = 20;
const LIMITS: Limits = {
  action: "DescribeNetworkInterfaces",
  maxResultsMin: 10,
  maxResultsMax: 500,
  // 100 on the page of 2021, 1000 on that of 2024.
  pageSizeMax: 1_000,
  badPage: "InvalidOperation.InvalidEniPageNumber",
};

/** Source: ECS API 2014-05-26, DescribeNetworkInterfaces. An unknown id is left out, not refused. */
export const describeNetworkInterfaces: Action = {
  name: "DescribeNetworkInterfaces",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => {
    const ids = call.params.list("NetworkInterfaceId");
    return (ids.length > 0 ? ids : ["*"]).map((id) => ecsResource(call, "eni", id));
  },
  run: (call) => {
    const { items, envelope } = page((after) => matchingRows(call, after), call, LIMITS);
    return { NetworkInterfaceSets: { NetworkInterfaceSet: items.map(wireNetworkInterface) }, ...envelope };
  },
};

function* matchingRows(call: Call, after: number): Iterable<{ item: NetworkInterface; ordinal: number }> {
  const matches = filter(call);
  const table = call.world.networkInterfaces;
  for (const id of candidateIds(call, after)) {
    const eni = readNetworkInterface(call, id);
    if (eni && matches(eni)) yield { item: eni, ordinal: table.ordinal(id) };
  }
}

/** Named ENIs and those of one instance are looked up; everything else is a walk through the region, from a place on. */
function candidateIds(call: Call, after: number): Iterable<string> {
  const { params, world } = call;
  const ids = params.list("NetworkInterfaceId");
  if (ids.length > MAX_IDS) {
    throw ecsError("InvalidParameter", { message: `At most ${MAX_IDS} NetworkInterfaceId.N may be given.` });
  }
  const instanceId = params.get("InstanceId");
  if (ids.length > 0) return inOrder(call, new Set(ids));
  // A stale read must see where ENIs were, and the index knows only where they are.
  if (instanceId && call.staleMs === 0) {
    return inOrder(call, new Set(world.networkInterfacesOn(instanceId).map((eni) => eni.NetworkInterfaceId)));
  }
  return networkInterfaceIdsIn(call, params.require("RegionId"), after);
}

function inOrder(call: Call, ids: ReadonlySet<string>): string[] {
  const table = call.world.networkInterfaces;
  return [...ids].sort((left, right) => table.ordinal(left) - table.ordinal(right));
}

function filter(call: Call): (eni: NetworkInterface) => boolean {
  const { params, caller } = call;
  const tests: ((eni: NetworkInterface) => boolean)[] = [
    (eni) => eni.AccountId === caller.accountId && eni.RegionId === params.get("RegionId"),
  ];
  const equal = (name: string, read: (eni: NetworkInterface) => string) => {
    const wanted = params.get(name);
    if (wanted !== undefined) tests.push((eni) => read(eni) === wanted);
  };
  equal("InstanceId", hostInstanceId);
  equal("VSwitchId", (eni) => eni.VSwitchId);
  equal("VpcId", (eni) => eni.VpcId);
  equal("Type", (eni) => eni.Type);
  equal("Status", (eni) => eni.Status);
  equal("NetworkInterfaceName", (eni) => eni.NetworkInterfaceName);
  equal("ResourceGroupId", (eni) => eni.ResourceGroupId);
  equal("PrimaryIpAddress", primaryIp);
  addSetFilters(call, tests);
  return (eni) => tests.every((test) => test(eni));
}

function addSetFilters({ params }: Call, tests: ((eni: NetworkInterface) => boolean)[]): void {
  const group = params.get("SecurityGroupId");
  // Documented: a security group finds secondary ENIs only.
  if (group) tests.push((eni) => eni.Type !== "Primary" && eni.SecurityGroupIds.includes(group));
  const privateIps = new Set(params.list("PrivateIpAddress"));
  if (privateIps.size > 0)
    tests.push((eni) => eni.PrivateIpSets.some((set) => privateIps.has(set.PrivateIpAddress)));
  const ipv6 = new Set(params.list("Ipv6Address"));
  if (ipv6.size > 0) tests.push((eni) => eni.Ipv6Sets.some((set) => ipv6.has(set.Ipv6Address)));
  const isManaged = params.boolean("ServiceManaged");
  if (isManaged !== undefined) tests.push((eni) => eni.ServiceManaged === isManaged);
  const tags = params.tags();
  if (tags.length > MAX_TAGS) throw ecsError("InvalidTagCount");
  for (const { key, value } of tags) {
    tests.push((eni) =>
      eni.Tags.some((tag) => tag.TagKey === key && (value === undefined || tag.TagValue === value)),
    );
  }
}
