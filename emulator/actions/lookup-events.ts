import { ACTIONTRAIL_VERSION, type Action, type Call } from "#emulator/actions/action.ts";
import { makeToken, questionDigest, readToken } from "#emulator/actions/paging.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import { attributeFilter, invalidQuery, resultCount, timeSpan } from "#emulator/trail/trail-query.ts";
import { secondsTime, wireTrailEvent } from "#emulator/trail/wire-trail-event.ts";

/**
 * Changes and refused changes, some time after they happened. `Events` is a
 * plain list, not wrapped as ECS wraps its lists.
 *
 * Source: ActionTrail API 2020-07-06, LookupEvents.
 */
export const lookupEvents: Action = {
  name: "LookupEvents",
  product: "Actiontrail",
  version: ACTIONTRAIL_VERSION,
  kind: "read",
  required: [],
  ramResources: () => ["*"],
  run: (call) => {
    const { params, trail, caller } = call;
    if (!trail.admit(caller.accountId)) throw ecsError("Throttling.User");
    const matches = attributeFilter(params);
    const { startMs, endMs } = timeSpan(call);
    const isBackward = readDirection(call);
    const region = regionAsked(call);
    const digest = questionDigest("LookupEvents", params);
    const token = params.get("NextToken");
    const after = token === undefined ? undefined : readToken(token, digest);
    const events = trail
      .delivered(caller.accountId)
      .filter(
        (event) =>
          event.atMs >= Math.floor(startMs / 1_000) * 1_000 &&
          event.atMs < endMs + 1_000 &&
          (region === undefined || event.regionId === region) &&
          (after === undefined || (isBackward ? event.seq < after : event.seq > after)) &&
          matches(event),
      );
    if (isBackward) events.reverse();
    const size = resultCount(params);
    const shown = events.slice(0, size);
    const last = shown.at(-1);
    return {
      StartTime: secondsTime(startMs),
      EndTime: secondsTime(endMs),
      NextToken: last && events.length > size ? makeToken(digest, last.seq) : "",
      Events: shown.map(wireTrailEvent),
    };
  },
};

function readDirection({ params }: Call): boolean {
  const direction = params.get("Direction") ?? "BACKWARD";
  if (direction !== "BACKWARD" && direction !== "FORWARD")
    throw invalidQuery("Direction is BACKWARD or FORWARD.");
  return direction === "BACKWARD";
}

/** Each region keeps its own events. Where the host name tells no region, RegionId does, and without it all are shown. */
function regionAsked({ params, host }: Call): string | undefined {
  return /^actiontrail\.([a-z0-9-]+)\.aliyuncs\.com/.exec(host)?.[1] ?? params.get("RegionId");
}
