import "server-only";

import type { Failpoint } from "#lib/config/config.ts";

/** Where the fault suite may end or pause this process; see docs/reliability.md. */
export const FAILPOINTS = [
  "before-intent",
  "after-intent",
  "before-write",
  "after-write",
  "after-answer",
  "after-outcome",
] as const;
export type FailpointName = (typeof FAILPOINTS)[number];

/**
 * What a process does when it gets to a named place: nothing, unless it was started to fail there. The
 * configuration lets that happen with the emulator only.
 */
export function failAt(wanted: Failpoint | null): (name: FailpointName) => void {
  let reached = 0;
  return (name) => {
    if (wanted?.name !== name) return;
    reached += 1;
    if (reached === wanted.nth) process.kill(process.pid, wanted.signal);
  };
}
