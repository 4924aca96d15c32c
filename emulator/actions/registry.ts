import type { Action, Product } from "#emulator/actions/action.ts";
import { describeInstances } from "#emulator/actions/describe-instances.ts";
import { describeNetworkInterfaces } from "#emulator/actions/describe-network-interfaces.ts";
import { describeRegions } from "#emulator/actions/describe-regions.ts";
import { detachNetworkInterface } from "#emulator/actions/detach-network-interface.ts";

/** Every action there is; adding one here and in its own file is all it takes. */
const ACTIONS: readonly Action[] = [
  describeRegions,
  describeInstances,
  describeNetworkInterfaces,
  detachNetworkInterface,
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
