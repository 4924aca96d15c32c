import { type Action, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { findNetworkInterface } from "#emulator/actions/find-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";

/** Available → Deleting → gone; one that hangs in Deleting is sent again. Source: ECS API 2014-05-26, DeleteNetworkInterface. */
export const deleteNetworkInterface: Action = {
  name: "DeleteNetworkInterface",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [ecsResource(call, "eni", call.params.require("NetworkInterfaceId"))],
  run: (call) => {
    const { world, settings } = call;
    const eni = findNetworkInterface(call);
    const id = eni.NetworkInterfaceId;
    if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
    if (eni.Type === "Primary") throw ecsError("InvalidOperation.InvalidEniType");
    if (eni.Status !== "Available" && eni.Status !== "Deleting")
      throw ecsError("InvalidOperation.InvalidEniState");
    if (eni.Status === "Available") world.networkInterfaces.update(id, { Status: "Deleting" });
    if (!call.isStuck && !world.hasTransition(id)) {
      world.transition(id, settings.deleteMs, () => world.networkInterfaces.remove(id));
    }
    return {};
  },
};
