import "server-only";

import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { type Seen, type Standing, type Step, stepAfter } from "#lib/requests/life.ts";
import { recordSeen } from "#lib/requests/record.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

/** What was seen, and when the read began: milliseconds since 1970 by the desk's clock. */
export interface Look {
  seen: Seen;
  observedAt: number;
}

export function seenOf(eni: NetworkInterface | undefined): Seen {
  return eni ? { kind: "present", status: eni.status, instanceId: eni.instanceId } : { kind: "absent" };
}

/** When the last attempt was answered, or given up: milliseconds since 1970. */
export function lastAnsweredAt({ attempts, askedAt }: StoredRequest): number {
  const last = attempts.at(-1);
  return Date.parse(last?.answeredAt ?? last?.sentAt ?? askedAt);
}

function standingOf(request: StoredRequest): Standing {
  const last = request.attempts.at(-1);
  return {
    action: request.action,
    state: request.state,
    instanceId: request.instanceId,
    lastResult: last?.result ?? null,
    everAccepted: request.attempts.some(({ result }) => result === "accepted"),
    mayLandLate: request.attempts.some(({ result }) => result === "unknown" || result === "pending"),
    lastAnsweredAt: lastAnsweredAt(request),
    changingSince: request.detachingSince === null ? null : Date.parse(request.detachingSince),
  };
}

/** By the time of the read: an ENI that was seen InUse before the settle window was over settles nothing after it. */
function stepOf({ settings }: Desk, request: StoredRequest, { seen, observedAt }: Look): Step {
  const { settleMs, stuckAfterMs } = settings;
  return stepAfter(standingOf(request), seen, { now: observedAt, settleMs, stuckAfterMs });
}

/**
 * What a person no longer follows is still looked at, rarely: when its end is seen, that is added. The request
 * stays what the person made it.
 */
export async function applyLateLook(desk: Desk, request: StoredRequest, look: Look): Promise<void> {
  const { seen } = look;
  const step = stepOf(desk, request, look);
  if (!step.ended || step.outcome === request.outcome) return;
  const by = { actor: SYSTEM_ACTOR, correlationId: request.correlationId };
  const late: Step = { ...step, state: request.state, ended: false };
  const recorded = await desk.store.write(
    (tx) => recordSeen(tx, desk.clock, request, seen, late, by),
    "ahead",
  );
  if (!recorded.ok) desk.log({ level: "error", event: "request.look-not-recorded", request: request.id });
}

/** Whether this read tells anything that the request does not say yet. */
function isNews(request: StoredRequest, seen: Seen, step: Step): boolean {
  if (step.ended || step.state !== request.state || step.outcome !== request.outcome) return true;
  const underWay = request.action === "attach" ? "Attaching" : "Detaching";
  const changing = seen.kind === "present" && seen.status === underWay;
  return changing !== (request.detachingSince !== null);
}

/**
 * Moves a request on by what the ENI is seen to be, and records it if it is news. A record that fails is no loss:
 * the request stays as it was and the next look finds the same.
 */
export async function applyLook(desk: Desk, request: StoredRequest, look: Look): Promise<Step> {
  const { seen } = look;
  const step = stepOf(desk, request, look);
  if (!isNews(request, seen, step)) return step;
  const by = { actor: SYSTEM_ACTOR, correlationId: request.correlationId };
  const recorded = await desk.store.write(
    (tx) => recordSeen(tx, desk.clock, request, seen, step, by),
    "ahead",
  );
  if (!recorded.ok) desk.log({ level: "error", event: "request.look-not-recorded", request: request.id });
  return step;
}
