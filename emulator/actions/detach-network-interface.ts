import { type Action, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { findPair, refuseDetach } from "#emulator/actions/detach-rules.ts";
import type { World } from "#emulator/world/world.ts";

/**
 * Accepts and lets go later: InUse → Detaching → Available. Sending again while
 * Detaching is accepted too, since that is the documented cure for a stuck one.
 *
 * Source: ECS API 2014-05-26, DetachNetworkInterface.
 */
export const detachNetworkInterface: Action = {
  name: "DetachNetworkInterface",
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
    refuseDetach(call, eni, instance);
    beginDetach(call.world, eni.NetworkInterfaceId, call.isStuck ? undefined : call.settings.detachMs);
    return {};
  },
};

/** Begins a detach that ends after `afterMs`, or never by itself when that is undefined. */
function beginDetach(world: World, networkInterfaceId: string, afterMs: number | undefined): void {
  const isNew = world.networkInterfaces.get(networkInterfaceId)?.Status !== "Detaching";
  if (isNew) world.networkInterfaces.update(networkInterfaceId, { Status: "Detaching" });
  if (afterMs === undefined) {
    if (isNew) world.cancelTransition(networkInterfaceId);
    return;
  }
  // Sending again never makes a detach that is on its way take longer.
  if (!isNew && world.hasTransition(networkInterfaceId)) return;
  world.transition(networkInterfaceId, afterMs, () => endDetach(world, networkInterfaceId));
}

export function endDetach(world: World, networkInterfaceId: string): void {
  world.networkInterfaces.update(networkInterfaceId, {
    Status: "Available",
    InstanceId: "",
    Attachment: null,
    ...(world.networkInterfaces.get(networkInterfaceId)?.Type === "Member" ? { Type: "Secondary" } : {}),
  });
}
