import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { InstanceType } from "#emulator/world/instance-type-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

/** Every refusal of an attach that the state of the world can cause. Source: ECS API, AttachNetworkInterface. */
export function refuseAttach(call: Call, eni: NetworkInterface, instance: Instance): void {
  if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
  if (eni.Type !== "Secondary" && eni.Type !== "Trunk") throw ecsError("InvalidOperation.InvalidEniType");
  if (eni.Status !== "Available") throw ecsError("InvalidOperation.InvalidEniState");
  if (instance.Status !== "Running" && instance.Status !== "Stopped")
    throw ecsError("InvalidOperation.InvalidEcsState");
  if (instance.OperationLocks.includes("security")) throw ecsError("InvalidOperation.InvalidEcsState");
  if (eni.VpcId !== instance.VpcId) throw ecsError("InvalidOperation.VpcMismatch");
  if (eni.ZoneId !== instance.ZoneId) throw ecsError("InvalidOperation.AvailabilityZoneMismatch");
  const type = call.world.instanceTypes.get(instance.InstanceType);
  if (!type) throw ecsError("InternalError");
  refuseByType(call, eni, instance, type);
  if (call.params.get("TrunkNetworkInstanceId")) refuseMember(call, eni, instance, type);
  else refuseCount(call, instance, type);
}

function refuseByType({ params }: Call, eni: NetworkInterface, instance: Instance, type: InstanceType): void {
  if (instance.Status === "Running" && !type.HotPlugSupported)
    throw ecsError("InvalidOperation.HotPlugNotSupport");
  if (eni.Type === "Trunk" && !type.EniTrunkSupported) {
    throw ecsError("InvalidOperation.InstanceTypeNotSupportEniTrunking");
  }
  if (eni.NetworkInterfaceTrafficMode === "HighPerformance" && type.EriQuantity === 0) {
    throw ecsError("InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode");
  }
  if (eni.PrivateIpSets.length > type.EniPrivateIpAddressQuantity) {
    throw ecsError("InvalidOperation.Ipv4CountExceeded");
  }
  const card = params.integer("NetworkCardIndex");
  if (card !== undefined && (card < 0 || card >= type.NetworkCardQuantity)) {
    throw ecsError("InvalidParameter.NetworkCardIndexInvalid");
  }
}

function refuseCount({ world }: Call, instance: Instance, type: InstanceType): void {
  const own = world.networkInterfacesOn(instance.InstanceId).filter((other) => other.Type !== "Member");
  if (own.length >= type.EniQuantity) throw ecsError("EniPerInstanceLimitExceeded");
}

function refuseMember(
  { world, params }: Call,
  eni: NetworkInterface,
  instance: Instance,
  type: InstanceType,
): void {
  if (eni.Type !== "Secondary") throw ecsError("InvalidOperation.EniTypeNotSupportAttachToTrunk");
  if (!type.EniTrunkSupported) throw ecsError("InvalidOperation.InstanceTypeNotSupportEniTrunking");
  const trunk = world.networkInterfaces.get(params.require("TrunkNetworkInstanceId"));
  if (!trunk || trunk.InstanceId !== instance.InstanceId) throw ecsError("InvalidParameter.EniNotBelongEcs");
  if (trunk.Type !== "Trunk") throw ecsError("InvalidOperation.EniTypeNotSupportTrunking");
  if (trunk.Status !== "InUse") throw ecsError("InvalidOperation.InvalidTrunkEniStatus");
  const members = world.networkInterfacesOn(instance.InstanceId).filter((other) => other.Type === "Member");
  if (members.length >= type.EniTotalQuantity - type.EniQuantity)
    throw ecsError("InvalidOperation.EniTrunkDeviceFull");
}
