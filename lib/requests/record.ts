import "server-only";

import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import type { Clock } from "#lib/core/clock.ts";
import type { Attempt, RequestState } from "#lib/domain/detach-request.ts";
import type { CloudIdentity } from "#lib/ecs/change-role.ts";
import { type Advanced, advance, currentOf } from "#lib/requests/advance.ts";
import type { EventBy } from "#lib/requests/ask-context.ts";
import type { Claim } from "#lib/requests/claim.ts";
import type { IdempotencyKey } from "#lib/requests/idempotency.ts";
import type { Seen, Step } from "#lib/requests/life.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";

/** What happens to a request, each as one event in the caller's transaction; the row follows from it. */

type EventBody = Pick<NewAuditEvent, "action" | "result"> & Partial<NewAuditEvent>;

/** What a request is about, and who says why. */
type Wanted = Pick<
  StoredRequest,
  "id" | "accountId" | "regionId" | "instanceId" | "networkInterfaceId" | "reason" | "ticket"
>;

/** The fields every event of a request has in common: whichever of them an auditor finds says who wanted what and why. */
export function requestEvent(request: Wanted, by: EventBy, body: EventBody): NewAuditEvent {
  const { accountId, regionId, instanceId, networkInterfaceId } = request;
  return {
    ...by,
    target: { accountId, regionId, instanceId, networkInterfaceId },
    request: request.id,
    reason: request.reason,
    ...(request.ticket === null ? {} : { ticket: request.ticket }),
    ...body,
  };
}

export interface Sending {
  number: number;
  /** A person's reason, where it is a new one. */
  reason?: string | undefined;
  sendDeadline: string;
  claim: Claim;
  /** As whom the call will be made; null where ENI Desk's own credentials make it. */
  cloud: CloudIdentity | null;
  /** The key that asked for this attempt, kept so that it can be found again from the log. */
  key?: IdempotencyKey | undefined;
}

/** The request begins another attempt. Must be on disk before the first byte of the call goes out. */
export function recordSending(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  sending: Sending,
  by: EventBy,
): Promise<Advanced> {
  return advance(tx, clock, request, sendingEvent(request, sending, by));
}

/** The event of it, for a request that begins with its first attempt. */
export function sendingEvent(
  request: Wanted,
  { number, reason, sendDeadline, claim, cloud, key }: Sending,
  by: EventBy,
): NewAuditEvent {
  const mapping = cloud?.isMapped ? { session: { of: by.actor.name, name: cloud.sessionName } } : {};
  return requestEvent(request, by, {
    action: "request.sent",
    result: "ok",
    attempt: number,
    ...(reason === undefined ? {} : { reason }),
    ...(cloud === null ? {} : { cloudIdentity: cloud.arn }),
    after: { state: "sending", sendDeadline, claim, ...mapping, ...(key === undefined ? {} : { key }) },
  });
}

const EVENT_RESULT: Record<Attempt["result"], NewAuditEvent["result"]> = {
  accepted: "ok",
  refused: "refused",
  throttled: "failed",
  "not-sent": "failed",
  unknown: "unknown",
  pending: "unknown",
};

/** The event of an answer: everything ECS said, and where that leaves the request. */
function answerEvent(request: StoredRequest, attempt: Attempt, after: Record<string, unknown>, by: EventBy) {
  const { result, answeredAt, httpStatus, recommend } = attempt;
  return requestEvent(request, by, {
    action: "request.answered",
    result: EVENT_RESULT[result],
    attempt: attempt.number,
    ...(attempt.requestId === null ? {} : { requestId: attempt.requestId }),
    ...(attempt.code === null ? {} : { code: attempt.code }),
    ...(attempt.message === null ? {} : { message: attempt.message }),
    after: { ...after, attempt: { result, answeredAt, httpStatus, recommend } },
  });
}

/**
 * What came back for an attempt. `state` is where that leaves the request until the ENI has been read; `claim` is
 * kept while the same attempt's call is to be made again, else given up.
 */
export async function recordAnswer(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  attempt: Attempt,
  { state, claim }: { state: RequestState; claim: Claim | null },
  by: EventBy,
): Promise<Advanced> {
  const isOver = state === "not-sent";
  // The end is an event of its own; until then the request is what it was.
  const after = { state: isOver ? "sending" : state, claim };
  const answered = await advance(tx, clock, request, answerEvent(request, attempt, after, by));
  if (answered.kind === "stale" || !isOver) return answered;
  return recordNotSent(tx, clock, answered.request, by);
}

/** Nothing of the request ever reached ECS, or ECS did not execute it, and it will not be tried again. */
export function recordNotSent(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  by: EventBy,
): Promise<Advanced> {
  const outcome = request.action === "attach" ? "detached" : "attached";
  const after = { state: "not-sent", outcome, claim: null };
  return advance(
    tx,
    clock,
    request,
    requestEvent(request, by, { action: "request.ended", result: "failed", after }),
  );
}

/**
 * An answer that came after another replica, or this program after a restart, had taken the attempt for lost. What
 * ECS said is kept all the same. Whatever the request has become since stays, but for what the answer proves: an
 * open request whose attempt was accepted is accepted, and an end that was only observed is then answered for.
 */
export async function recordLateAnswer(
  tx: Transaction<Database>,
  clock: Clock,
  requestId: string,
  attempt: Attempt,
  by: EventBy,
): Promise<Advanced | null> {
  const request = await currentOf(tx, requestId);
  const known = request?.attempts.find(({ number }) => number === attempt.number);
  if (!request || !known) return null;
  const isLost = known.result === "pending" || (known.result === "unknown" && known.httpStatus === null);
  if (!isLost) return null;
  const accepted = attempt.result === "accepted";
  const isLatest = request.attempts.at(-1)?.number === attempt.number;
  const after =
    accepted && isLatest && request.state === "unknown"
      ? { state: "accepted" }
      : accepted && request.endedAt !== null && request.evidence === "observed" && hasWorked(request)
        ? { evidence: "answered" }
        : {};
  return advance(tx, clock, request, answerEvent(request, attempt, after, by));
}

const hasWorked = ({ state }: StoredRequest) => state === "detached" || state === "attached";

const seenFacts = (seen: Seen) =>
  seen.kind === "absent" ? { status: null } : { status: seen.status, instanceId: seen.instanceId };

const ENDED_RESULT: Partial<Record<RequestState, NewAuditEvent["result"]>> = {
  detached: "ok",
  attached: "ok",
  gone: "ok",
  refused: "refused",
  "still-attached": "failed",
  "not-attached": "failed",
};

/** What a read of the ENI means for the request. */
export function recordSeen(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  seen: Seen,
  step: Step,
  by: EventBy,
): Promise<Advanced> {
  const after = {
    ...seenFacts(seen),
    state: step.state,
    outcome: step.outcome,
    evidence: step.evidence,
    claim: null,
  };
  const known = request.ecsRequestId === null ? {} : { requestId: request.ecsRequestId };
  const body: EventBody = step.ended
    ? { action: "request.ended", result: ENDED_RESULT[step.state] ?? "unknown", after, ...known }
    : { action: "request.followed", result: "ok", after, ...known };
  return advance(tx, clock, request, requestEvent(request, by, body));
}

/** A person stops following; the request ends without a claim about the ENI. */
export function recordStopFollowing(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  reason: string,
  by: EventBy,
): Promise<Advanced> {
  const after = { state: "not-followed", outcome: request.outcome, claim: null };
  const stopped = { action: "request.stopped-following" as const, result: "ok" as const, reason, after };
  return advance(tx, clock, request, requestEvent(request, by, stopped));
}

/** Something a person wants to be found with the request. Changes nothing about it. */
export async function recordNote(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  text: string,
  by: EventBy,
): Promise<void> {
  const noted = requestEvent(request, by, { action: "request.noted", result: "ok", after: { note: text } });
  await appendEvent(tx, clock, noted);
}
