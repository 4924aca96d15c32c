import type { Call, WireObject } from "#emulator/actions/action.ts";
import type { Vpc } from "#emulator/world/network-records.ts";

/** Ours: nothing in the world says when a VPC came to be. */
export const VPC_CREATED_AT = "2025-03-12T02:00:00Z";

/** The system route table that every VPC has one of. */
export function routeTableId(vpcId: string): string {
  return vpcId.replace(/^vpc-/, "vtb-");
}

export function routerId(vpcId: string): string {
  return vpcId.replace(/^vpc-/, "vrt-");
}

/** The caller's VPCs in RegionId, in order of the seed. */
export function ownVpcs({ params, world, caller }: Call): Vpc[] {
  return world.vpcs.filter(
    (vpc) => vpc.AccountId === caller.accountId && vpc.RegionId === params.get("RegionId"),
  );
}

/** VSwitchIds of one VPC, in order of the seed. */
export function vSwitchIdsOf({ world }: Call, vpcId: string): string[] {
  return [...world.vSwitches.values()]
    .filter((vSwitch) => vSwitch.VpcId === vpcId)
    .map((vSwitch) => vSwitch.VSwitchId);
}

/** Tests a row's field against a parameter that may be absent. */
export function isWanted({ params }: Call, name: string, value: string): boolean {
  return (params.get(name) ?? value) === value;
}

/** Tags of VPC resources are {Key, Value}, unlike those of ECS; here nothing has any, so a tag filter finds nothing. */
export function hasTagFilter({ params }: Call): boolean {
  return params.tags().length > 0;
}

export const NO_TAGS: WireObject = { Tag: [] };
