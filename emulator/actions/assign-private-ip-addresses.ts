import { type Action, type Call, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { oncePerClientToken } from "#emulator/actions/client-token.ts";
import { privateIpSet } from "#emulator/actions/create-network-interface.ts";
import { findNetworkInterface } from "#emulator/actions/find-network-interface.ts";
import {
  type AddressCodes,
  requestedIpv4Prefixes,
  requestedPrivateIps,
} from "#emulator/actions/requested-addresses.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

/** Addresses that an ENI may have while it is Available; while InUse the instance type says how many. */
const MAX_WHILE_AVAILABLE = 32;
const CODES: AddressCodes = {
  malformed: "InvalidPrivateIpAddress.Malformed",
  taken: "InvalidIp.IpAssigned",
  badCount: "InvalidSecondaryPrivateIpAddressCount.Malformed",
  maxListed: MAX_WHILE_AVAILABLE,
};

/** Gives an ENI more private addresses or prefixes, at once. Source: ECS API 2014-05-26, AssignPrivateIpAddresses. */
export const assignPrivateIpAddresses: Action = {
  name: "AssignPrivateIpAddresses",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [ecsResource(call, "eni", call.params.require("NetworkInterfaceId"))],
  run: (call) =>
    oncePerClientToken(call, "AssignPrivateIpAddresses", () => {
      const eni = findNetworkInterface(call);
      checkAddressable(call, eni);
      const vSwitch = call.world.vSwitches.get(eni.VSwitchId);
      if (!vSwitch) throw ecsError("InvalidVSwitchId.NotFound");
      const addresses = call.world.addresses.of(vSwitch);
      const ips = requestedPrivateIps(call, addresses, CODES);
      const prefixes = requestedIpv4Prefixes(call, addresses);
      if (ips.length + prefixes.length === 0) throw nothingAsked("PrivateIpAddress.N");
      checkCount(call, eni, ips.length + prefixes.length);
      call.world.networkInterfaces.update(eni.NetworkInterfaceId, {
        PrivateIpSets: [...eni.PrivateIpSets, ...ips.map((address) => privateIpSet(address, false))],
        Ipv4PrefixSets: [...eni.Ipv4PrefixSets, ...prefixes],
      });
      return {
        AssignedPrivateIpAddressesSet: {
          NetworkInterfaceId: eni.NetworkInterfaceId,
          PrivateIpSet: { PrivateIpAddress: ips },
          Ipv4PrefixSet: { Ipv4Prefixes: prefixes },
        },
      };
    }),
};

/** Addresses come and go while an ENI is Available, or InUse on an instance that runs or is stopped. */
export function checkAddressable({ world }: Call, eni: NetworkInterface): void {
  if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
  if (eni.Status !== "Available" && eni.Status !== "InUse")
    throw ecsError("InvalidOperation.InvalidEniState");
  if (eni.Status === "Available") return;
  const status = world.instances.get(hostInstanceId(eni))?.Status;
  if (status !== "Running" && status !== "Stopped") throw ecsError("InvalidOperation.InvalidEcsState");
}

export function nothingAsked(name: string) {
  return ecsError("MissingParameter", {
    message: `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  });
}

/** A prefix counts as one address. */
function checkCount({ world }: Call, eni: NetworkInterface, more: number): void {
  const count = eni.PrivateIpSets.length + eni.Ipv4PrefixSets.length + more;
  if (eni.Status === "Available") {
    if (count > MAX_WHILE_AVAILABLE) throw ecsError("MaxEniPrivateIpsCountExceeded");
    return;
  }
  const instance = world.instances.get(hostInstanceId(eni));
  const type = world.instanceTypes.get(instance?.InstanceType ?? "");
  if (type && count > type.EniPrivateIpAddressQuantity) throw ecsError("InvalidOperation.Ipv4CountExceeded");
}
