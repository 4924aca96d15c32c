/**
 * Where instances and ENIs stay. Every other status passes, or is a failure that somebody has to look at; the sets are
 * open, so one that nobody has heard of counts as such.
 */
const SETTLED: ReadonlySet<string> = new Set(["Running", "Stopped", "InUse", "Available", "Linked"]);

/** What filters and searches call all statuses that do not stay: `status=Unsettled`, `status:unsettled`. */
export const UNSETTLED = "Unsettled";

/** What a status is found by. */
export function statusNames(status: string): readonly string[] {
  return SETTLED.has(status) ? [status] : [status, UNSETTLED];
}
