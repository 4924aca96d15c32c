import { type Action, type Call, ECS_VERSION, type WireObject } from "#emulator/actions/action.ts";
import { type Limits, page } from "#emulator/actions/paging.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { SecurityGroup } from "#emulator/world/network-records.ts";

const MAX_IDS = 100;
const LIMITS: Limits = {
  action: "DescribeSecurityGroups",
  maxResultsMin: 1,
  maxResultsMax: 100,
  pageSizeMax: 50,
  badPage: "InvalidParameter",
};

/** Source: ECS API 2014-05-26, DescribeSecurityGroups. Rules are not modelled; a group is its id, name and VPC. */
export const describeSecurityGroups: Action = {
  name: "DescribeSecurityGroups",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: ({ params, caller }) => [
    `acs:ecs:${params.require("RegionId")}:${caller.accountId}:securitygroup/*`,
  ],
  run: (call) => {
    const { items, envelope } = page(() => matchingRows(call), call, LIMITS);
    return {
      RegionId: call.params.require("RegionId"),
      SecurityGroups: { SecurityGroup: items.map(wireSecurityGroup) },
      ...envelope,
    };
  },
};

function* matchingRows(call: Call): Iterable<{ item: SecurityGroup; ordinal: number }> {
  const { params, world, caller } = call;
  const ids = params.jsonList("SecurityGroupIds");
  if (ids && ids.length > MAX_IDS) throw ecsError("InvalidParameter");
  const wanted = (name: string, value: string) => (params.get(name) ?? value) === value;
  let ordinal = 0;
  for (const group of world.securityGroups.values()) {
    ordinal += 1;
    const isWanted =
      group.AccountId === caller.accountId &&
      wanted("RegionId", group.RegionId) &&
      wanted("VpcId", group.VpcId) &&
      wanted("SecurityGroupId", group.SecurityGroupId) &&
      wanted("SecurityGroupName", group.SecurityGroupName) &&
      wanted("NetworkType", group.VpcId === "" ? "classic" : "vpc") &&
      (ids === undefined || ids.includes(group.SecurityGroupId));
    if (isWanted) yield { item: group, ordinal };
  }
}

function wireSecurityGroup(group: SecurityGroup): WireObject {
  return {
    SecurityGroupId: group.SecurityGroupId,
    SecurityGroupName: group.SecurityGroupName,
    Description: "",
    VpcId: group.VpcId,
    SecurityGroupType: "normal",
    ResourceGroupId: "",
    ServiceManaged: false,
    CreationTime: "2025-03-12T02:04:05Z",
    Tags: { Tag: [] },
  };
}
