import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

const LINK_STATUSES = new Set(["Linked", "Linking", "Unlinking"]);
const KNOWN_TYPES = new Set(["Primary", "Secondary", "Trunk", "Member"]);

/** Finds both resources, or refuses as ECS does for ids that are malformed, unknown, foreign or elsewhere. */
export function findPair(call: Call): { eni: NetworkInterface; instance: Instance } {
  const regionId = call.params.require("RegionId");
  const instanceId = call.params.require("InstanceId");
  const networkInterfaceId = call.params.require("NetworkInterfaceId");
  if (!/^i-[0-9a-z]+$/i.test(instanceId)) throw ecsError("InvalidInstanceID.Malformed");
  if (!/^eni-[0-9a-z]+$/i.test(networkInterfaceId)) throw ecsError("InvalidParams.EniId");
  const eni = call.world.networkInterfaces.get(networkInterfaceId);
  const instance = call.world.instances.get(instanceId);
  const isOwnEni = eni?.AccountId === call.caller.accountId;
  if (eni && instance && isOwnEni && eni.RegionId === instance.RegionId && eni.RegionId !== regionId) {
    throw ecsError("InvalidOperation.InvalidRegion");
  }
  if (!eni || !isOwnEni || eni.RegionId !== regionId) throw ecsError("InvalidEniId.NotFound");
  if (instance && instance.AccountId !== call.caller.accountId) throw ecsError("InvalidInstanceId.NotFound");
  if (!instance || instance.RegionId !== regionId) throw ecsError("InvalidEcsId.NotFound");
  return { eni, instance };
}

/** Every refusal of a detach that the state of the world can cause, in the order in which we answer it. */
export function refuseDetach(call: Call, eni: NetworkInterface, instance: Instance): void {
  if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
  if (eni.Type === "Primary") throw ecsError("InvalidOperation.DetachPrimaryEniNotAllowed");
  if (!KNOWN_TYPES.has(eni.Type)) throw ecsError("InvalidOperation.InvalidEniType");
  if (LINK_STATUSES.has(eni.Status)) throw ecsError("InvalidOperation.EniLinked");
  if (eni.Status !== "InUse" && eni.Status !== "Detaching")
    throw ecsError("InvalidOperation.InvalidEniState");
  if (hostInstanceId(eni) !== instance.InstanceId) throw ecsError("InvalidParameter.EniNotBelongEcs");
  refuseMismatch(call, eni, instance);
  if (instance.Status !== "Running" && instance.Status !== "Stopped")
    throw ecsError("InvalidOperation.InvalidEcsState");
  if (instance.OperationLocks.includes("security")) throw ecsError("InvalidOperation.InvalidEcsState");
  refuseTrunking(call, eni, instance);
  refuseHotPlug(call, eni, instance);
}

/** Zone, VPC, vSwitch and groups; rare on detach, but in its table. */
function refuseMismatch({ world }: Call, eni: NetworkInterface, instance: Instance): void {
  if (eni.VpcId !== instance.VpcId) throw ecsError("InvalidOperation.VpcMismatch");
  if (eni.ZoneId !== instance.ZoneId) throw ecsError("InvalidOperation.AvailabilityZoneMismatch");
  if (!world.vSwitches.has(eni.VSwitchId)) throw ecsError("InvalidVSwitchId.NotFound");
  for (const id of eni.SecurityGroupIds) {
    const group = world.securityGroups.get(id);
    if (!group) throw ecsError("InvalidSecurityGroupId.NotFound");
    if (group.VpcId === "") throw ecsError("InvalidSecurityGroupId.NotVpc");
  }
}

/** A member leaves through its trunk, which must be named; a trunk leaves after its members. */
function refuseTrunking({ world, params }: Call, eni: NetworkInterface, instance: Instance): void {
  const named = params.get("TrunkNetworkInstanceId");
  if (named === undefined && eni.Type !== "Member") {
    const members = world.networkInterfacesOn(instance.InstanceId);
    const hasMember = members.some(
      (other) => other.Attachment?.TrunkNetworkInterfaceId === eni.NetworkInterfaceId,
    );
    if (eni.Type === "Trunk" && hasMember) throw ecsError("InvalidOperation.HasMemberEniAttached");
    return;
  }
  if (eni.Type !== "Member") throw ecsError("InvalidOperation.TrunkingIsNotAllowed");
  const type = world.instanceTypes.get(instance.InstanceType);
  if (type && !type.EniTrunkSupported) throw ecsError("InvalidOperation.InstanceTypeNotSupportEniTrunking");
  const trunk = world.networkInterfaces.get(params.require("TrunkNetworkInstanceId"));
  if (trunk && trunk.Type !== "Trunk") throw ecsError("InvalidOperation.EniTypeNotSupportTrunking");
  if (!trunk || eni.Attachment?.TrunkNetworkInterfaceId !== trunk.NetworkInterfaceId) {
    throw ecsError("InvalidParameter.EniNotBelongTrunk");
  }
  if (trunk.Status !== "InUse") throw ecsError("InvalidOperation.InvalidTrunkEniStatus");
}

/** RDMA interfaces and some instance types let go only while the instance is Stopped. */
function refuseHotPlug({ world }: Call, eni: NetworkInterface, instance: Instance): void {
  if (instance.Status !== "Running") return;
  if (eni.NetworkInterfaceTrafficMode === "HighPerformance")
    throw ecsError("InvalidOperation.EniHotPlugNotSupported");
  const type = world.instanceTypes.get(instance.InstanceType);
  if (type && !type.HotPlugSupported) throw ecsError("InvalidOperation.HotPlugNotSupport");
}
