import { type Action, type Call, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { refuseAttach } from "#emulator/actions/attach-rules.ts";
import { findPair } from "#emulator/actions/detach-rules.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

/** Device numbers of members begin here. Ours. */
const FIRST_MEMBER_DEVICE = 1_001;

/** Accepts and binds later: Available → Attaching → InUse. Source: ECS API 2014-05-26, AttachNetworkInterface. */
export const attachNetworkInterface: Action = {
  name: "AttachNetworkInterface",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "InstanceId", "NetworkInterfaceId"],
  ramResources: (call) => [
    ecsResource(call, "eni", call.params.require("NetworkInterfaceId")),
    ecsResource(call, "instance", call.params.require("InstanceId")),
  ],
  run: (call) => {
    const { eni, instance } = findPair(call);
    refuseAttach(call, eni, instance);
    const { networkInterfaces } = call.world;
    networkInterfaces.update(eni.NetworkInterfaceId, {
      Status: "Attaching",
      ...place(call, eni, instance.InstanceId),
    });
    if (!call.isStuck) {
      call.world.transition(eni.NetworkInterfaceId, call.settings.attachMs, () =>
        networkInterfaces.update(eni.NetworkInterfaceId, { Status: "InUse" }),
      );
    }
    return {};
  },
};

/** A member sits on its trunk and names the instance in Attachment only. */
function place(call: Call, eni: NetworkInterface, instanceId: string): Partial<NetworkInterface> {
  const trunkId = call.params.get("TrunkNetworkInstanceId");
  const others = call.world.networkInterfacesOn(instanceId);
  const NetworkCardIndex = call.params.integer("NetworkCardIndex") ?? 0;
  if (trunkId !== undefined) {
    const members = others.filter((other) => other.Type === "Member").length;
    const DeviceIndex = FIRST_MEMBER_DEVICE + members;
    const Attachment = {
      InstanceId: instanceId,
      DeviceIndex,
      NetworkCardIndex,
      TrunkNetworkInterfaceId: trunkId,
    };
    return { Type: "Member", Attachment };
  }
  if (eni.Type !== "Trunk") return { InstanceId: instanceId };
  const DeviceIndex = others.length;
  return {
    InstanceId: instanceId,
    Attachment: { InstanceId: instanceId, DeviceIndex, NetworkCardIndex, TrunkNetworkInterfaceId: "" },
  };
}
