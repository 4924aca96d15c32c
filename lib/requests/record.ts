import "server-only";

import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import type { Attempt } from "#lib/domain/detach-request.ts";
import type { EventBy } from "#lib/requests/ask-context.ts";
import type { Seen, Step } from "#lib/requests/life.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";

/**
 * What happens to a request, each as one event and the change of the row that follows from it, in the caller's
 * transaction. `stale` means that someone else moved the request on meanwhile: nothing was written.
 */
type Moved = "moved" | "stale";

type EventBody = Pick<NewAuditEvent, "action" | "result"> & Partial<NewAuditEvent>;

/** The fields every event of a request has in common: whichever of them an auditor finds says who wanted what and why. */
export function requestEvent(request: StoredRequest, by: EventBy, body: EventBody): NewAuditEvent {
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

async function move(
  tx: Transaction<Database>,
  request: StoredRequest,
  change: Partial<Database["requests"]>,
  now: string,
): Promise<Moved> {
  const updated = await tx
    .updateTable("requests")
    .set({ ...change, updated_at: now, fence: request.fence + 1 })
    .where("id", "=", request.id)
    .where("fence", "=", request.fence)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n ? "moved" : "stale";
}

/** The request begins another attempt. Must be on disk before the first byte of the call goes out. */
export async function recordSending(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  number: number,
  by: EventBy,
  reason: string | undefined,
  sendDeadline: string,
): Promise<Moved> {
  const now = isoTime(clock.now());
  const moved = await move(tx, request, { state: "sending", send_deadline: sendDeadline }, now);
  if (moved === "stale") return moved;
  await tx
    .insertInto("attempts")
    .values({
      request_id: request.id,
      number,
      sent_at: now,
      answered_at: null,
      result: "pending",
      ecs_request_id: null,
      http_status: null,
      code: null,
      message: null,
      recommend: null,
    })
    .execute();
  const why = reason === undefined ? {} : { reason };
  await appendEvent(
    tx,
    clock,
    requestEvent(request, by, { action: "request.sent", result: "ok", attempt: number, ...why }),
  );
  return moved;
}

const EVENT_RESULT: Record<Attempt["result"], NewAuditEvent["result"]> = {
  accepted: "ok",
  refused: "refused",
  throttled: "failed",
  "not-sent": "failed",
  unknown: "unknown",
  pending: "unknown",
};

/** What came back for an attempt. `state` is where that leaves the request until the ENI has been read. */
export async function recordAnswer(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  attempt: Attempt,
  state: StoredRequest["state"],
  by: EventBy,
): Promise<Moved> {
  const now = isoTime(clock.now());
  const change = {
    state,
    code: attempt.code,
    ...(attempt.requestId === null ? {} : { ecs_request_id: attempt.requestId }),
    ...(state === "not-sent" ? { ended_at: now, outcome: "attached" } : {}),
  };
  const moved = await move(tx, request, change, now);
  if (moved === "stale") return moved;
  await tx
    .updateTable("attempts")
    .set({
      answered_at: attempt.answeredAt,
      result: attempt.result,
      ecs_request_id: attempt.requestId,
      http_status: attempt.httpStatus,
      code: attempt.code,
      message: attempt.message,
      recommend: attempt.recommend,
    })
    .where("request_id", "=", request.id)
    .where("number", "=", attempt.number)
    .execute();
  const answer = {
    action: "request.answered" as const,
    result: EVENT_RESULT[attempt.result],
    attempt: attempt.number,
    ...(attempt.requestId === null ? {} : { requestId: attempt.requestId }),
    ...(attempt.code === null ? {} : { code: attempt.code }),
    ...(attempt.message === null ? {} : { message: attempt.message }),
  };
  await appendEvent(tx, clock, requestEvent(request, by, answer));
  if (state === "not-sent") {
    const ended = {
      action: "request.ended" as const,
      result: "failed" as const,
      after: { state, outcome: "attached" },
    };
    await appendEvent(tx, clock, requestEvent(request, by, ended));
  }
  return moved;
}

const seenFacts = (seen: Seen) =>
  seen.kind === "absent" ? { status: null } : { status: seen.status, instanceId: seen.instanceId };

const ENDED_RESULT: Partial<Record<StoredRequest["state"], NewAuditEvent["result"]>> = {
  detached: "ok",
  gone: "ok",
  refused: "refused",
  "still-attached": "failed",
};

/** What a read of the ENI means for the request; `lastStatus` is what the read before it showed. */
export async function recordSeen(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  seen: Seen,
  step: Step,
  by: EventBy,
): Promise<Moved> {
  const now = isoTime(clock.now());
  const detachingNow = seen.kind === "present" && seen.status === "Detaching";
  const change = {
    state: step.state,
    outcome: step.outcome,
    evidence: step.evidence,
    ended_at: step.ended ? now : request.endedAt,
    detaching_since: detachingNow ? (request.detachingSince ?? now) : null,
  };
  const moved = await move(tx, request, change, now);
  if (moved === "stale") return moved;
  const after = { ...seenFacts(seen), state: step.state, outcome: step.outcome, evidence: step.evidence };
  const known = request.ecsRequestId === null ? {} : { requestId: request.ecsRequestId };
  const body: EventBody = step.ended
    ? { action: "request.ended", result: ENDED_RESULT[step.state] ?? "unknown", after, ...known }
    : { action: "request.followed", result: "ok", after, ...known };
  await appendEvent(tx, clock, requestEvent(request, by, body));
  return moved;
}

/** A person stops following; the request ends without a claim about the ENI. */
export async function recordStopFollowing(
  tx: Transaction<Database>,
  clock: Clock,
  request: StoredRequest,
  reason: string,
  by: EventBy,
): Promise<Moved> {
  const now = isoTime(clock.now());
  const moved = await move(tx, request, { state: "not-followed", ended_at: now }, now);
  if (moved === "stale") return moved;
  const after = { state: "not-followed", outcome: request.outcome };
  const stopped = { action: "request.stopped-following" as const, result: "ok" as const, reason, after };
  await appendEvent(tx, clock, requestEvent(request, by, stopped));
  return moved;
}
