import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";
import type { TrailEvent } from "#emulator/trail/trail.ts";
import { resourceNames, resourceTypes } from "#emulator/trail/wire-trail-event.ts";

const DAY_MS = 86_400_000;
const DEFAULT_SPAN_MS = 7 * DAY_MS;
const MAX_SPAN_MS = 30 * DAY_MS;
const REACH_MS = 90 * DAY_MS;
/** More attributes than these are not looked at. */
const MAX_ATTRIBUTES = 2;
/** The page names none; its example asks for 20. */
const DEFAULT_RESULTS = 20;
const MAX_RESULTS = 50;

/** What each LookupAttribute key is compared with. */
const ATTRIBUTES: Readonly<Record<string, (event: TrailEvent) => readonly string[]>> = {
  ServiceName: (event) => [event.serviceName],
  EventName: (event) => [event.eventName],
  User: (event) => [event.caller.displayName],
  EventId: (event) => [event.eventId],
  ResourceType: (event) => [resourceTypes(event), ...event.resources.keys()],
  ResourceName: (event) => [resourceNames(event), ...[...event.resources.values()].flat()],
  EventRW: () => ["Write"],
  EventAccessKeyId: (event) => [event.caller.accessKeyId],
  SensitiveAction: () => ["false"],
  SourceIpAddress: (event) => [event.sourceIpAddress],
  EventType: (event) => [event.eventType],
  RoleName: (event) => (event.caller.roleId === "" ? [] : [event.caller.displayName.split(":")[0] ?? ""]),
};

/** A filter by the first two LookupAttribute.N, all of which must fit exactly. A key given twice counts with its last value. */
export function attributeFilter(params: Parameters): (event: TrailEvent) => boolean {
  const wanted = new Map<string, string>();
  for (let number = 1; params.get(`LookupAttribute.${number}.Key`) !== undefined; number += 1) {
    const key = params.require(`LookupAttribute.${number}.Key`);
    if (!Object.hasOwn(ATTRIBUTES, key)) throw invalidQuery(`There is no attribute ${key}.`);
    if (!wanted.has(key) && wanted.size === MAX_ATTRIBUTES) continue;
    wanted.set(key, params.get(`LookupAttribute.${number}.Value`) ?? "");
  }
  return (event) => [...wanted].every(([key, value]) => ATTRIBUTES[key]?.(event).includes(value));
}

/** StartTime and EndTime, both or neither; at most 30 days apart, and no further back than 90. */
export function timeSpan({ params, world }: Call): { startMs: number; endMs: number } {
  const nowMs = world.clock.now();
  const start = params.get("StartTime");
  const end = params.get("EndTime");
  if (start === undefined && end === undefined) return { startMs: nowMs - DEFAULT_SPAN_MS, endMs: nowMs };
  if (start === undefined || end === undefined) {
    throw ecsError("InvalidParameterCombination", { message: "StartTime and EndTime come together." });
  }
  const startMs = readTime(start);
  const endMs = readTime(end);
  if (startMs === undefined || startMs < nowMs - REACH_MS) throw ecsError("InvalidParameterStartTime");
  if (endMs === undefined || endMs < startMs) throw ecsError("InvalidParameterEndTime");
  if (endMs - startMs > MAX_SPAN_MS) {
    throw ecsError("InvalidParameterCombination", { message: "At most 30 days can be looked at." });
  }
  return { startMs, endMs };
}

function readTime(text: string): number | undefined {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? Date.parse(text) : undefined;
}

export function resultCount(params: Parameters): number {
  const text = params.get("MaxResults");
  const count = text === undefined ? DEFAULT_RESULTS : Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_RESULTS) {
    throw invalidQuery(`MaxResults takes 1 to ${MAX_RESULTS}.`);
  }
  return count;
}

export function invalidQuery(message: string) {
  return ecsError("InvalidQueryParameter", { message });
}
