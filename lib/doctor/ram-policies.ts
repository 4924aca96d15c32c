import "server-only";
import type { Permission } from "#lib/contract/session.ts";
import { ROLES, type Role } from "#lib/domain/actor.ts";
import { mayDo } from "#lib/policy/permissions.ts";

export interface RamStatement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
}

export interface RamPolicy {
  Version: "1";
  Statement: RamStatement[];
}

/** What ENI Desk can be set up to do, and the least that RAM must allow its credentials for it. */
export interface FeaturePolicy {
  feature: string;
  /** The roles of ENI Desk that use it. RAM knows one identity only: ENI Desk's own. */
  roles: readonly Role[];
  policy: RamPolicy;
}

function rolesWith(permission: Permission): Role[] {
  return ROLES.filter((role) => mayDo([role], permission));
}

export const allow = (Action: string[], Resource: string[]): RamStatement => ({
  Effect: "Allow",
  Action,
  Resource,
});
export const policy = (...Statement: RamStatement[]): RamPolicy => ({ Version: "1", Statement });

/**
 * The least-privilege policies for this account. Source: authorization tables of the ECS API pages; detaching and
 * attaching want the right on the ENI and on the instance both.
 */
export function ramPolicies(accountId: string): FeaturePolicy[] {
  const eni = `acs:ecs:*:${accountId}:eni/*`;
  const instance = `acs:ecs:*:${accountId}:instance/*`;
  const reads = [
    allow(["ecs:DescribeRegions"], ["*"]),
    allow(["ecs:DescribeInstances"], [instance]),
    allow(["ecs:DescribeNetworkInterfaces"], [eni]),
  ];
  const more = [
    allow(["ecs:DescribeInstanceTypes"], ["*"]),
    allow(["vpc:DescribeVSwitches"], [`acs:vpc:*:${accountId}:vswitch/*`]),
  ];
  const detach = allow(["ecs:DetachNetworkInterface"], [eni, instance]);
  const both = allow(["ecs:DetachNetworkInterface", "ecs:AttachNetworkInterface"], [eni, instance]);
  const [lookers, askers] = [rolesWith("inventory.read"), rolesWith("requests.ask")];
  return [
    { feature: "look only (ENI_DESK_OBSERVE_ONLY=1)", roles: lookers, policy: policy(...reads) },
    {
      feature: "look, with free slots shown and regions of many ENIs read fast",
      roles: lookers,
      policy: policy(...reads, ...more),
    },
    { feature: "detach", roles: askers, policy: policy(...reads, detach) },
    { feature: "detach and attach back", roles: askers, policy: policy(...reads, both) },
  ];
}
