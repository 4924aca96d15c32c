import type { Action, Call, WireObject } from "#emulator/actions/action.ts";
import type { EcsError } from "#emulator/errors/ecs-error.ts";
import type { Trail, TrailEvent } from "#emulator/trail/trail.ts";

export type Change = {
  readonly action: Action;
  readonly call: Pick<Call, "params" | "caller" | "world">;
  readonly requestId: string;
  readonly eventType: TrailEvent["eventType"];
  readonly sourceIpAddress: string;
  readonly userAgent: string;
};

/** Parameters that name resources, by the type that the trail gives them. */
const RESOURCE_TYPES: readonly (readonly [type: string, name: string])[] = [
  ["ACS::ECS::Instance", "InstanceId"],
  ["ACS::ECS::NetworkInterface", "NetworkInterfaceId"],
  ["ACS::VPC::VSwitch", "VSwitchId"],
];

/** Puts a write into the trail with its answer or its refusal; reads are not in it. */
export function recordChange(trail: Trail, change: Change, outcome: WireObject | EcsError): void {
  const { action, call } = change;
  if (action.kind !== "write") return;
  const isRefusal = outcome instanceof Error;
  trail.record({
    eventName: action.name,
    eventType: change.eventType,
    serviceName: action.product,
    apiVersion: action.version,
    regionId: regionOf(call),
    requestId: change.requestId,
    params: call.params.forJournal(),
    resources: resourcesOf(call, isRefusal ? {} : outcome),
    refusal: isRefusal ? { code: outcome.code, message: outcome.message } : undefined,
    sourceIpAddress: change.sourceIpAddress,
    userAgent: change.userAgent,
    caller: call.caller,
  });
}

/** Actions without RegionId happen where their instance is. */
function regionOf({ params, world }: Change["call"]): string {
  return params.get("RegionId") ?? world.instances.get(params.get("InstanceId") ?? "")?.RegionId ?? "";
}

/** What was named, and what was made: only the answer of a create knows its id. */
function resourcesOf({ params }: Change["call"], answer: WireObject): Map<string, string[]> {
  const resources = new Map<string, string[]>();
  for (const [type, name] of RESOURCE_TYPES) {
    const id = params.get(name) ?? answer[name];
    if (typeof id === "string") resources.set(type, [id]);
  }
  return resources;
}
