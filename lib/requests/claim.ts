import "server-only";

import { isoTime } from "#lib/core/clock.ts";
import type { Desk } from "#lib/requests/desk.ts";

/** Which replica is sending, and until when no other may take the request up. */
export type Claim = { holder: string; until: string };

/** A claim for the next call; `extraMs` for a pause that comes before it. */
export function claimFor({ replica, clock, settings }: Desk, extraMs = 0): Claim {
  return { holder: replica, until: isoTime(clock.now() + settings.sendLeaseMs + extraMs) };
}

/**
 * Asked right before the first byte is written: is the claim still ours, for as long as the call may take? A replica
 * that was paused finds out here that its time is over. The clock is the database's, so that a stepped or skewed
 * clock of this machine makes no claim longer. Between two readings it goes on by the monotonic clock, which stands
 * still while a machine is suspended: that time is added.
 */
export function mayStillWrite({ clock, settings }: Desk, claim: Claim, suspendedMs: number): boolean {
  return clock.now() + suspendedMs + settings.answerTimeoutMs < Date.parse(claim.until);
}

/**
 * Whether a request that says it is being sent was left behind. A claim of another replica holds until it runs out.
 * Where one process is the only one (SQLite), any claim but its own is a dead process's.
 */
export function isLeftBehind({ replica, clock, store }: Desk, { claim }: { claim: Claim | null }): boolean {
  if (claim === null) return true;
  if (store.engine === "sqlite" && claim.holder !== replica) return true;
  return clock.now() > Date.parse(claim.until);
}
