import "server-only";

import type {
  Attempt,
  Evidence,
  Outcome,
  RequestedAction,
  RequestState,
} from "#lib/domain/detach-request.ts";

/** What a read of the ENI showed. */
export type Seen = { kind: "absent" } | { kind: "present"; status: string; instanceId: string | null };

/** What is known of a request when the ENI is looked at. Times in milliseconds since 1970. */
export interface Standing {
  action: RequestedAction;
  state: RequestState;
  /** The instance the ENI was asked to leave, or to be attached to. */
  instanceId: string;
  lastResult: Attempt["result"] | null;
  /** Whether ECS accepted any attempt of this request. */
  everAccepted: boolean;
  /** Whether an attempt without a usable answer may still take effect. */
  mayLandLate: boolean;
  lastAnsweredAt: number;
  /** Since when the ENI has been seen Detaching (a detach) or Attaching (an attach). */
  changingSince: number | null;
}

export interface Timing {
  /** When the read began that showed the ENI. */
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

/** What the two actions look for, and what they say of it. */
interface Aim {
  done: { state: RequestState; outcome: Outcome };
  /** The ENI is as it was before anything was asked. */
  untouched: { state: RequestState; outcome: Outcome };
  underWay: string;
}

const AIMS: Record<RequestedAction, Aim> = {
  detach: {
    done: { state: "detached", outcome: "detached" },
    untouched: { state: "still-attached", outcome: "attached" },
    underWay: "Detaching",
  },
  attach: {
    done: { state: "attached", outcome: "attached" },
    untouched: { state: "not-attached", outcome: "detached" },
    underWay: "Attaching",
  },
};

type Sight = "done" | "elsewhere" | "untouched" | "under-way" | "other";

/** What the ENI's state means for what was asked. */
function sightOf({ action, instanceId }: Standing, seen: Extract<Seen, { kind: "present" }>): Sight {
  const isElsewhere = seen.instanceId !== null && seen.instanceId !== instanceId;
  if (seen.status === AIMS[action].underWay && !isElsewhere) return "under-way";
  if (isElsewhere) return "elsewhere";
  if (seen.status === "Available") return action === "detach" ? "done" : "untouched";
  if (seen.status !== "InUse") return "other";
  if (action === "detach") return "untouched";
  return seen.instanceId === instanceId ? "done" : "other";
}

function untouched(standing: Standing, { now, settleMs }: Timing): Step {
  const { state, outcome } = AIMS[standing.action].untouched;
  const settled = now - standing.lastAnsweredAt >= settleMs;
  const onlyRefused = standing.lastResult === "refused" && !standing.everAccepted;
  if (onlyRefused && (settled || !standing.mayLandLate)) return end("refused", outcome, "observed");
  if (settled) return end(state, outcome, "observed");
  return wait(openState(standing), outcome);
}

function underWay(standing: Standing, { now, stuckAfterMs }: Timing): Step {
  const since = standing.changingSince ?? now;
  const { outcome } = AIMS[standing.action].untouched;
  return wait(now - since >= stuckAfterMs ? "stuck" : openState(standing), outcome);
}

/**
 * Where a request stands after the ENI has been looked at. The ENI decides, never the last answer alone:
 * a second attempt that ECS refuses because the ENI is already Available is a detach that worked.
 * Source: DetachNetworkInterface (asynchronous: InUse, Detaching, Available; sending again is the cure for
 * Detaching) and AttachNetworkInterface (Available, Attaching, InUse).
 */
export function stepAfter(standing: Standing, seen: Seen, timing: Timing): Step {
  if (seen.kind === "absent") return end("gone", "gone", "observed");
  const { done } = AIMS[standing.action];
  switch (sightOf(standing, seen)) {
    case "done":
      return end(done.state, done.outcome, standing.everAccepted ? "answered" : "observed");
    case "elsewhere":
      // Off its instance is what a detach wanted; on another one is not what an attach wanted.
      return standing.action === "detach"
        ? end("detached", "detached", "observed")
        : end("not-attached", "attached", "observed");
    case "untouched":
      return untouched(standing, timing);
    case "under-way":
      return underWay(standing, timing);
    case "other": {
      const waited = timing.now - standing.lastAnsweredAt;
      return wait(waited >= timing.stuckAfterMs ? "needs-attention" : openState(standing), "unknown");
    }
  }
}
