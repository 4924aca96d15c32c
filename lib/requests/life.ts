import "server-only";

import type { Attempt, Evidence, Outcome, RequestState } from "#lib/domain/detach-request.ts";

/** What a read of the ENI showed. */
export type Seen = { kind: "absent" } | { kind: "present"; status: string; instanceId: string | null };

/** What is known of a request when the ENI is looked at. Times in milliseconds since 1970. */
export interface Standing {
  state: RequestState;
  /** The instance the ENI was asked to leave. */
  instanceId: string;
  lastResult: Attempt["result"] | null;
  /** Whether ECS accepted any attempt of this request. */
  everAccepted: boolean;
  /** Whether an attempt without a usable answer may still take effect. */
  mayLandLate: boolean;
  lastAnsweredAt: number;
  detachingSince: number | null;
}

export interface Timing {
  now: number;
  /** How long an ENI may still be seen InUse before that is believed (SETTLE_WINDOW_S). */
  settleMs: number;
  /** How long Detaching may last before it is called stuck (STUCK_AFTER_S). */
  stuckAfterMs: number;
}

export interface Step {
  state: RequestState;
  outcome: Outcome;
  evidence: Evidence | null;
  ended: boolean;
}

const end = (state: RequestState, outcome: Outcome, evidence: Evidence): Step => ({
  state,
  outcome,
  evidence,
  ended: true,
});
const wait = (state: RequestState, outcome: Outcome): Step => ({
  state,
  outcome,
  evidence: null,
  ended: false,
});

/** A request whose answer was a refusal or nothing usable is unknown until the ENI itself tells. */
function openState(standing: Standing): RequestState {
  if (standing.state === "stuck" || standing.state === "needs-attention") return standing.state;
  return standing.lastResult === "accepted" ? "accepted" : "unknown";
}

function stillAttached(standing: Standing, { now, settleMs }: Timing): Step {
  const settled = now - standing.lastAnsweredAt >= settleMs;
  const onlyRefused = standing.lastResult === "refused" && !standing.everAccepted;
  if (onlyRefused && (settled || !standing.mayLandLate)) return end("refused", "attached", "observed");
  if (settled) return end("still-attached", "attached", "observed");
  return wait(openState(standing), "attached");
}

function detaching(standing: Standing, { now, stuckAfterMs }: Timing): Step {
  const since = standing.detachingSince ?? now;
  return wait(now - since >= stuckAfterMs ? "stuck" : openState(standing), "attached");
}

/**
 * Where a request stands after the ENI has been looked at. The ENI decides, never the last answer alone:
 * a second attempt that ECS refuses because the ENI is already Available is a detach that worked.
 * Source: DetachNetworkInterface (asynchronous: InUse, Detaching, Available; sending again is the cure for Detaching).
 */
export function stepAfter(standing: Standing, seen: Seen, timing: Timing): Step {
  if (seen.kind === "absent") return end("gone", "gone", "observed");
  if (seen.status === "Available")
    return end("detached", "detached", standing.everAccepted ? "answered" : "observed");
  if (seen.instanceId !== null && seen.instanceId !== standing.instanceId)
    return end("detached", "detached", "observed");
  if (seen.status === "Detaching") return detaching(standing, timing);
  if (seen.status === "InUse") return stillAttached(standing, timing);
  const waited = timing.now - standing.lastAnsweredAt;
  return wait(waited >= timing.stuckAfterMs ? "needs-attention" : openState(standing), "unknown");
}
