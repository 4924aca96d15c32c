import type { Caller } from "#emulator/pipeline/caller.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";
import type { Settings } from "#emulator/settings.ts";
import type { Trail } from "#emulator/trail/trail.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { SeededRandom } from "#emulator/world/random.ts";
import type { World } from "#emulator/world/world.ts";

/** What goes on the wire, before it is JSON or XML. */
export type Wire = string | number | boolean | object | readonly Wire[];
export type WireObject = { readonly [name: string]: Wire };

export type Product = "Ecs" | "Sts" | "Vpc" | "Actiontrail";

/** Everything an action is given. It reads the parameters, looks at the world, and changes it or refuses. */
export type Call = {
  readonly params: Parameters;
  readonly caller: Caller;
  readonly world: World;
  readonly trail: Trail;
  readonly settings: Settings;
  readonly random: SeededRandom;
  /** Where the call came from; policies may ask. */
  readonly sourceIpAddress: string;
  /** Host header as sent, port included. */
  readonly host: string;
  /** A fault asked that the change begun now never ends by itself. */
  readonly isStuck: boolean;
  /** How far behind this read is to be; 0 for the truth. */
  readonly staleMs: number;
  /** Rows by which a page that is not the first begins too late (omits) or, below 0, too early (repeats). */
  readonly pageShift: number;
  /** Set by an action that answered what it had answered before, and changed nothing. */
  readonly outcome: { isRepeat: boolean };
};

export type Action = {
  readonly name: string;
  readonly product: Product;
  readonly version: string;
  readonly kind: "read" | "write";
  /** Parameters without which the answer is MissingParameter, in the order in which they are asked for. */
  readonly required: readonly string[];
  /** RAM resources that must all be allowed; undefined when no right is needed. */
  readonly ramResources: ((call: Call) => readonly string[]) | undefined;
  /** Answers in place of Forbidden.RAM; undefined lets the refusal stand. */
  readonly deniedAnswer?: (call: Call) => WireObject | undefined;
  readonly run: (call: Call) => WireObject;
};

export const ECS_VERSION = "2014-05-26";
export const STS_VERSION = "2015-04-01";
export const VPC_VERSION = "2016-04-28";
export const ACTIONTRAIL_VERSION = "2020-07-06";

/** `acs:ecs:{region}:{account}:{kind}/{id}` */
export function ecsResource(call: Call, kind: "eni" | "instance" | "securitygroup", id: string): string {
  return `acs:ecs:${call.params.get("RegionId") ?? "*"}:${call.caller.accountId}:${kind}/${id}`;
}

/** `acs:vpc:{region}:{account}:{kind}/{id}` */
export function vpcResource(call: Call, kind: "vpc" | "vswitch" | "routetable" | "eip", id: string): string {
  return `acs:vpc:${call.params.get("RegionId") ?? "*"}:${call.caller.accountId}:${kind}/${id}`;
}

/** A number of 64 bits, written into JSON digit by digit. */
export function int64(digits: string): object {
  // The type library does not know JSON.rawJSON yet; Node has it since 22.
  const json = JSON as JSON & { rawJSON(text: string): object };
  return json.rawJSON(digits);
}

export function readNetworkInterface(call: Call, id: string): NetworkInterface | undefined {
  const { networkInterfaces, clock } = call.world;
  return call.staleMs > 0
    ? networkInterfaces.asOf(id, clock.now() - call.staleMs)
    : networkInterfaces.get(id);
}

export function readInstance(call: Call, id: string): Instance | undefined {
  const { instances, clock } = call.world;
  return call.staleMs > 0 ? instances.asOf(id, clock.now() - call.staleMs) : instances.get(id);
}

/** Ids of the caller's ENIs in a region after a place, those that a stale read may still have to show included. */
export function networkInterfaceIdsIn(call: Call, regionId: string, after: number): Iterable<string> {
  const { networkInterfaces } = call.world;
  return call.staleMs > 0
    ? networkInterfaces.idsEverIn(call.caller.accountId, regionId)
    : idsAskedFor(call, networkInterfaces, regionId, after);
}

/** Ids in a region after a place; of a vSwitch or VPC that is asked for only those in it, whoever they belong to. */
export function idsAskedFor(
  { params, caller }: Call,
  rows: World["instances"] | World["networkInterfaces"],
  regionId: string,
  after: number,
): Iterable<string> {
  const list = params.get("VSwitchId") || params.get("VpcId");
  return list ? rows.idsInList(list, after) : rows.idsIn(caller.accountId, regionId, after);
}

/** The ENIs on an instance; a stale read sees those that were on it then. */
export function readNetworkInterfacesOn({ world, staleMs }: Call, instanceId: string): NetworkInterface[] {
  return staleMs > 0
    ? world.networkInterfaces.hostedByAsOf(instanceId, world.clock.now() - staleMs)
    : world.networkInterfacesOn(instanceId);
}
