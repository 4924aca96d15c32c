import "server-only";

import { allowedPerMinute } from "#lib/ecs/call-limits.ts";

const MINUTE_MS = 60_000;
/** A region of a page or two. */
const SMALL_MS = 20_000;
/** From so many calls on a walk is worth a minute's rest. */
const BIG_CALLS = 10;

/** Calls of one walk, by action. */
export type WalkCalls = Readonly<Record<"DescribeInstances" | "DescribeNetworkInterfaces", number>>;

/**
 * How old a snapshot may become before a look at it starts a walk: 20 s, a minute where a walk takes many calls, and
 * longer where walks would not fit the calls a minute that we allow ourselves.
 */
export function refreshEveryMs(calls: WalkCalls): number {
  const most = Math.max(...Object.values(calls));
  const fitting = Object.entries(calls).map(
    ([action, count]) => (count / allowedPerMinute(action).walks) * MINUTE_MS,
  );
  return Math.ceil(Math.max(most >= BIG_CALLS ? MINUTE_MS : SMALL_MS, ...fitting));
}
