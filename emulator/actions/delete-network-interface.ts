import { type Action, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";

/** Available → Deleting → gone; one that hangs in Deleting is sent again. Source: ECS API 2014-05-26, DeleteNetworkInterface. */
export const deleteNetworkInterface: Action = {
  name: "DeleteNetworkInterface",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [ecsResource(call, "eni", call.params.require("NetworkInterfaceId"))],
  run: ({ params, world, caller, settings, isStuck }) => {
    const id = params.require("NetworkInterfaceId");
    if (!/^eni-[0-9a-z]+$/i.test(id)) throw ecsError("InvalidParams.EniId");
    const eni = world.networkInterfaces.get(id);
    if (eni?.AccountId !== caller.accountId || eni.RegionId !== params.get("RegionId")) {
      throw ecsError("InvalidEniId.NotFound");
    }
    if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
    if (eni.Type === "Primary") throw ecsError("InvalidOperation.InvalidEniType");
    if (eni.Status !== "Available" && eni.Status !== "Deleting")
      throw ecsError("InvalidOperation.InvalidEniState");
    if (eni.Status === "Available") world.networkInterfaces.update(id, { Status: "Deleting" });
    if (!isStuck && !world.hasTransition(id)) {
      world.transition(id, settings.deleteMs, () => world.networkInterfaces.remove(id));
    }
    return {};
  },
};
