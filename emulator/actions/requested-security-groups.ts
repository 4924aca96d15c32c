import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";

/** Security groups that one ENI may join. */
const MAX_GROUPS = 16;

/** Checks groups that an ENI in this VPC is to join: at most 16, each once, all there, all of the VPC. */
export function checkSecurityGroups({ world, caller }: Call, ids: readonly string[], vpcId: string): void {
  if (ids.length > MAX_GROUPS) throw ecsError("JoinedGroupLimitExceed");
  if (new Set(ids).size < ids.length) throw ecsError("InvalidParameter.SecurityGroupIdRepeated");
  for (const id of ids) {
    const group = world.securityGroups.get(id);
    if (group?.AccountId !== caller.accountId) throw ecsError("InvalidSecurityGroupId.NotFound");
    if (group.VpcId === "") throw ecsError("InvalidSecurityGroupId.NotVpc");
    if (group.VpcId !== vpcId) throw ecsError("InvalidOperation.VpcMismatch");
  }
}

/** SecurityGroupId or SecurityGroupIds.N, of which exactly one must be given. */
export function requestedSecurityGroups(call: Call, vpcId: string): string[] {
  const one = call.params.get("SecurityGroupId");
  const many = call.params.list("SecurityGroupIds");
  if (one !== undefined && many.length > 0)
    throw ecsError("InvalidSecurityGroupId.SingleIdAndMultiIdConflict");
  const ids = many.length > 0 ? many : [call.params.require("SecurityGroupId")];
  checkSecurityGroups(call, ids, vpcId);
  return ids;
}
