import type { Action, Product } from "#emulator/actions/action.ts";
import { assignPrivateIpAddresses } from "#emulator/actions/assign-private-ip-addresses.ts";
import { assumeRole } from "#emulator/actions/assume-role.ts";
import { attachNetworkInterface } from "#emulator/actions/attach-network-interface.ts";
import { createNetworkInterface } from "#emulator/actions/create-network-interface.ts";
import { deleteNetworkInterface } from "#emulator/actions/delete-network-interface.ts";
import { describeEipAddresses } from "#emulator/actions/describe-eip-addresses.ts";
import { describeInstanceStatus } from "#emulator/actions/describe-instance-status.ts";
import { describeInstanceTypes } from "#emulator/actions/describe-instance-types.ts";
import { describeInstances } from "#emulator/actions/describe-instances.ts";
import { describeNetworkInterfaceAttribute } from "#emulator/actions/describe-network-interface-attribute.ts";
import { describeNetworkInterfaces } from "#emulator/actions/describe-network-interfaces.ts";
import { describeRegions } from "#emulator/actions/describe-regions.ts";
import { describeRouteEntryList } from "#emulator/actions/describe-route-entry-list.ts";
import { describeRouteTableList } from "#emulator/actions/describe-route-table-list.ts";
import { describeSecurityGroups } from "#emulator/actions/describe-security-groups.ts";
import { describeVpcs } from "#emulator/actions/describe-vpcs.ts";
import { describeVSwitches } from "#emulator/actions/describe-vswitches.ts";
import { describeZones } from "#emulator/actions/describe-zones.ts";
import { detachNetworkInterface } from "#emulator/actions/detach-network-interface.ts";
import { getCallerIdentity } from "#emulator/actions/get-caller-identity.ts";
import { lookupEvents } from "#emulator/actions/lookup-events.ts";
import { modifyNetworkInterfaceAttribute } from "#emulator/actions/modify-network-interface-attribute.ts";
import { rebootInstance, startInstance, stopInstance } from "#emulator/actions/power-instance.ts";
import { unassignPrivateIpAddresses } from "#emulator/actions/unassign-private-ip-addresses.ts";

/** Every action there is; adding one here and in its own file is all it takes. */
const ACTIONS: readonly Action[] = [
  describeRegions,
  describeZones,
  describeInstances,
  describeInstanceStatus,
  describeInstanceTypes,
  describeNetworkInterfaces,
  describeNetworkInterfaceAttribute,
  detachNetworkInterface,
  attachNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  modifyNetworkInterfaceAttribute,
  assignPrivateIpAddresses,
  unassignPrivateIpAddresses,
  describeSecurityGroups,
  startInstance,
  stopInstance,
  rebootInstance,
  describeVSwitches,
  describeVpcs,
  describeRouteTableList,
  describeRouteEntryList,
  describeEipAddresses,
  getCallerIdentity,
  assumeRole,
  lookupEvents,
];

/** Products by the version their clients send; one port answers them all. */
export const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ["2014-05-26", "Ecs"],
  ["2015-04-01", "Sts"],
  ["2016-04-28", "Vpc"],
  ["2020-07-06", "Actiontrail"],
]);

export const actionTable: ReadonlyMap<string, Action> = new Map(
  ACTIONS.map((action) => [`${action.version}/${action.name}`, action]),
);
