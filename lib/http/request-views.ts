import "server-only";

import type { AuditEventView } from "#lib/contract/audit.ts";
import type { AttemptView, RequestDetail, RequestSummary, TimelineEntry } from "#lib/contract/requests.ts";
import { type Attempt, isOpen, type RequestedAction } from "#lib/domain/detach-request.ts";
import { explainEcsError } from "#lib/i18n/ecs-error-texts.ts";
import type { Language } from "#lib/i18n/language.ts";
import { policyTexts } from "#lib/i18n/policy-texts.ts";
import { blockerView, warningView } from "#lib/policy/wording.ts";
import { mayAttachBack } from "#lib/requests/attach-back.ts";
import { maySendAgain } from "#lib/requests/send-again.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

export function requestSummary(request: StoredRequest): RequestSummary {
  return {
    id: request.id,
    action: request.action,
    state: request.state,
    accountId: request.accountId,
    accountName: request.snapshot.accountName,
    regionId: request.regionId,
    instanceId: request.instanceId,
    instanceName: request.snapshot.instanceName,
    networkInterfaceId: request.networkInterfaceId,
    primaryPrivateIp: request.snapshot.primaryPrivateIp,
    reason: request.reason,
    ticket: request.ticket,
    askedBy: request.askedBy.name,
    askedAt: request.askedAt,
    updatedAt: request.updatedAt,
    endedAt: request.endedAt,
    requestId: request.ecsRequestId,
    code: request.code,
    outcome: request.outcome,
    evidence: request.evidence,
  };
}

function attemptView(
  language: Language,
  action: RequestedAction,
  attempt: Attempt,
  events: readonly AuditEventView[],
): AttemptView {
  const explanation = explanationOf(language, action, attempt);
  return { ...attempt, cloudIdentity: cloudIdentityOf(attempt, events), explanation };
}

/** The code of a call that was never made is not ECS's: STS refused the session for it. */
function explanationOf(
  language: Language,
  action: RequestedAction,
  { code, result }: Attempt,
): AttemptView["explanation"] {
  if (code === null || result === "accepted") return null;
  if (result !== "not-sent") return explainEcsError(language, code, action);
  const text = policyTexts(language);
  return {
    meaning: text("session.refused"),
    nextStep: text("blocker.change-role-refused.fix"),
    whoActs: text("who.administrator"),
    listed: true,
  };
}

/** As whom the attempt was sent; once it is answered, only if it reached the cloud. */
function cloudIdentityOf({ number, answeredAt }: Attempt, events: readonly AuditEventView[]): string | null {
  const told = answeredAt === null ? "request.sent" : "request.answered";
  const event = events.findLast(({ action, attempt }) => action === told && attempt === number);
  return event?.cloudIdentity ?? null;
}

const textIn = (record: Record<string, unknown> | undefined, key: string): string | null => {
  const value = record?.[key];
  return typeof value === "string" ? value : null;
};

/** One event of the log as a line of the request's story: the same facts, fewer of them. */
function timelineEntry(event: AuditEventView): TimelineEntry {
  return {
    seq: event.seq,
    at: event.at,
    action: event.action,
    result: event.result,
    state: textIn(event.after, "state"),
    actorName: event.actor.name,
    attempt: event.attempt ?? null,
    requestId: event.requestId ?? null,
    interfaceStatus: textIn(event.after, "status"),
    note: textIn(event.after, "note") ?? event.reason ?? null,
  };
}

export function requestDetail(
  language: Language,
  request: StoredRequest,
  { events, attachedBackBy }: { events: readonly AuditEventView[]; attachedBackBy: readonly StoredRequest[] },
  mayAsk: boolean,
): RequestDetail {
  const waits = maySendAgain(request.state) && mayAsk;
  return {
    ...requestSummary(request),
    attempts: request.attempts.map((attempt) => attemptView(language, request.action, attempt, events)),
    events: events.map(timelineEntry),
    blockers: request.blockers.map((blocker) => blockerView(language, blocker)),
    warnings: request.warnings.map((warning) => warningView(language, warning)),
    may: {
      sendAgain: waits,
      stopFollowing: waits,
      attachBack: mayAsk && mayAttachBack(request),
      note: mayAsk,
    },
    originRequestId: request.originRequestId,
    attachedBackBy: attachedBackBy.map(({ id, state }) => ({ id, state })),
    seat: {
      deviceIndex: request.snapshot.deviceIndex,
      networkCardIndex: request.snapshot.networkCardIndex,
    },
    open: isOpen(request.state),
  };
}
