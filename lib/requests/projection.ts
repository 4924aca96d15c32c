import "server-only";

import type { Selectable } from "kysely";
import { z } from "zod";
import type { UnhashedEvent } from "#lib/audit/event-chain.ts";
import { invariant } from "#lib/core/invariant.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { isOpen, REQUEST_STATES } from "#lib/domain/detach-request.ts";
import type { AttemptsTable, RequestsTable } from "#lib/store/schema.ts";

/** An event with or without its place in the chain; the rows depend on neither. */
export type RequestFact = UnhashedEvent;

type RequestRow = Selectable<RequestsTable>;
type AttemptRow = Selectable<AttemptsTable>;

/** A request as its events make it: the row and its attempts, by number. */
export interface Projected {
  row: RequestRow;
  attempts: AttemptRow[];
}

/** What "asked" and "blocked" keep, so that the row can be made again from the event alone. */
export const askedFactsSchema = z.object({
  action: z.enum(["detach", "attach"]),
  trunkNetworkInterfaceId: z.string().nullable(),
  originRequestId: z.string().nullable(),
  snapshot: z.record(z.string(), z.unknown()),
  warnings: z.array(z.unknown()),
  blockers: z.array(z.unknown()),
});
export type AskedFacts = z.infer<typeof askedFactsSchema>;

/** The changes that an event of a request may carry in `after`; a field that is left out stays as it was. */
const changeSchema = z.object({
  state: z.enum(REQUEST_STATES).optional(),
  outcome: z.string().optional(),
  evidence: z.string().nullable().optional(),
  /** The ENI's, as read from ECS; null when ECS does not know the ENI. */
  status: z.string().nullable().optional(),
  sendDeadline: z.string().optional(),
  claim: z.object({ holder: z.string(), until: z.string() }).nullable().optional(),
  attempt: z
    .object({
      result: z.string(),
      answeredAt: z.string(),
      httpStatus: z.number().nullable(),
      recommend: z.string().nullable(),
    })
    .optional(),
});

const begins = ({ action, after }: UnhashedEvent) =>
  (action === "request.asked" || action === "request.blocked") && after?.asked !== undefined;

/**
 * The request after one more of its events: the one rule by which rows follow from the log, used when an event is
 * written and when the rows are made again. Null while no event has begun the request (a wish that was turned down
 * is an event about it and changes nothing).
 */
export function project(current: Projected | null, event: UnhashedEvent): Projected | null {
  if (begins(event)) {
    invariant(current === null, "a request begins once");
    return begun(event);
  }
  if (current === null || event.action === "request.blocked" || event.action === "request.noted")
    return current;
  const change = changeSchema.parse(event.after ?? {});
  const row: RequestRow = {
    ...current.row,
    ...rowChange(current.row, event, change),
    updated_at: event.at,
    fence: current.row.fence + 1,
  };
  return { row, attempts: attemptsAfter(current.attempts, event, change) };
}

type Change = z.infer<typeof changeSchema>;

function rowChange(row: RequestRow, event: UnhashedEvent, change: Change): Partial<RequestRow> {
  const state = change.state ?? row.state;
  const isEnd = !isOpen(change.state ?? "recorded");
  return {
    state,
    ...(change.outcome === undefined ? {} : { outcome: change.outcome }),
    ...(change.evidence === undefined ? {} : { evidence: change.evidence }),
    ...(isEnd ? { ended_at: row.ended_at ?? event.at } : {}),
    ...(change.sendDeadline === undefined ? {} : { send_deadline: change.sendDeadline }),
    ...(change.claim === undefined
      ? {}
      : { lease_holder: change.claim?.holder ?? null, lease_until: change.claim?.until ?? null }),
    ...(change.status === undefined ? {} : { detaching_since: detachingSince(row, event, change.status) }),
    ...(event.action === "request.answered"
      ? { code: event.code ?? null, ecs_request_id: event.requestId ?? row.ecs_request_id }
      : {}),
  };
}

/** Detaching for a detach, Attaching for an attach: how long the change has been under way. */
function detachingSince(row: RequestRow, event: UnhashedEvent, status: string | null): string | null {
  const underWay = row.action === "attach" ? "Attaching" : "Detaching";
  return status === underWay ? (row.detaching_since ?? event.at) : null;
}

function attemptsAfter(attempts: readonly AttemptRow[], event: UnhashedEvent, change: Change): AttemptRow[] {
  const { attempt: number, request } = event;
  if (event.action === "request.sent") {
    invariant(number !== undefined && request !== undefined, "a sending has a number");
    return [...attempts, { ...NOTHING_YET, request_id: request, number, sent_at: event.at }];
  }
  const answer = change.attempt;
  if (event.action !== "request.answered" || answer === undefined) return [...attempts];
  return attempts.map((attempt) =>
    attempt.number !== number
      ? attempt
      : {
          ...attempt,
          answered_at: answer.answeredAt,
          result: answer.result,
          http_status: answer.httpStatus,
          recommend: answer.recommend,
          ecs_request_id: event.requestId ?? null,
          code: event.code ?? null,
          message: event.message ?? null,
        },
  );
}

const NOTHING_YET = {
  answered_at: null,
  result: "pending",
  ecs_request_id: null,
  http_status: null,
  code: null,
  message: null,
  recommend: null,
} as const;

function begun(event: UnhashedEvent): Projected {
  const { target, from, request: id } = event;
  invariant(
    id !== undefined && target?.instanceId !== undefined && target.networkInterfaceId !== undefined,
    "a request is about an ENI of an instance",
  );
  const facts = askedFactsSchema.parse(event.after?.asked);
  const { state = "recorded", outcome = "unknown" } = changeSchema.parse(event.after ?? {});
  const row: RequestRow = {
    id,
    action: facts.action,
    account_id: target.accountId,
    region_id: target.regionId,
    instance_id: target.instanceId,
    network_interface_id: target.networkInterfaceId,
    trunk_network_interface_id: facts.trunkNetworkInterfaceId,
    origin_request_id: facts.originRequestId,
    state,
    asked_by_user_id: event.actor.subject,
    asked_by_name: event.actor.name,
    asked_at: event.at,
    updated_at: event.at,
    ended_at: isOpen(state) ? null : event.at,
    reason: event.reason ?? "",
    ticket: event.ticket ?? null,
    outcome,
    evidence: null,
    ecs_request_id: null,
    code: null,
    detaching_since: null,
    send_deadline: null,
    lease_holder: null,
    lease_until: null,
    fence: 0,
    snapshot: canonicalJson(facts.snapshot),
    warnings: canonicalJson(facts.warnings),
    blockers: canonicalJson(facts.blockers),
    from_address: from?.address ?? "",
    from_user_agent: from?.userAgent ?? "",
    correlation_id: event.correlationId,
  };
  return { row, attempts: [] };
}
