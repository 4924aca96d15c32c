import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

/** The caller's ENI that NetworkInterfaceId names in RegionId, as it is now; malformed and unknown ids are refused. */
export function findNetworkInterface({ params, world, caller }: Call): NetworkInterface {
  const id = params.require("NetworkInterfaceId");
  if (!/^eni-[0-9a-z]+$/i.test(id)) throw ecsError("InvalidParams.EniId");
  const eni = world.networkInterfaces.get(id);
  if (eni?.AccountId !== caller.accountId || eni.RegionId !== params.get("RegionId")) {
    throw ecsError("InvalidEniId.NotFound");
  }
  return eni;
}
