import { type Action, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { checkAddressable, nothingAsked } from "#emulator/actions/assign-private-ip-addresses.ts";
import { findNetworkInterface } from "#emulator/actions/find-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import { ipv4Number } from "#emulator/world/address-texts.ts";
import { primaryIp } from "#emulator/world/world.ts";

/** Addresses and prefixes that one call may name. */
const MAX_NAMED = 32;

/** Takes secondary addresses or prefixes from an ENI, all or none. Source: ECS API 2014-05-26, UnassignPrivateIpAddresses. */
export const unassignPrivateIpAddresses: Action = {
  name: "UnassignPrivateIpAddresses",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [ecsResource(call, "eni", call.params.require("NetworkInterfaceId"))],
  run: (call) => {
    const eni = findNetworkInterface(call);
    checkAddressable(call, eni);
    const ips = new Set(call.params.list("PrivateIpAddress"));
    const prefixes = new Set(call.params.list("Ipv4Prefix"));
    if (ips.size + prefixes.size === 0) throw nothingAsked("PrivateIpAddress.N");
    if (ips.size > MAX_NAMED || prefixes.size > MAX_NAMED) {
      throw ecsError("InvalidParameter", { message: `At most ${MAX_NAMED} may be given.` });
    }
    for (const address of ips) {
      if (ipv4Number(address) === undefined) {
        throw ecsError("InvalidPrivateIpAddress.Malformed", { httpStatus: 403 });
      }
      const isOwn = eni.PrivateIpSets.some((set) => set.PrivateIpAddress === address);
      if (!isOwn || address === primaryIp(eni)) throw ecsError("InvalidIp.IpUnassigned");
    }
    for (const prefix of prefixes) {
      if (!eni.Ipv4PrefixSets.includes(prefix)) throw ecsError("InvalidIp.IpUnassigned");
    }
    call.world.networkInterfaces.update(eni.NetworkInterfaceId, {
      PrivateIpSets: eni.PrivateIpSets.filter((set) => !ips.has(set.PrivateIpAddress)),
      Ipv4PrefixSets: eni.Ipv4PrefixSets.filter((prefix) => !prefixes.has(prefix)),
    });
    return {};
  },
};
