import "server-only";

import type { Selectable } from "kysely";
import { z } from "zod";
import {
  type Attempt,
  type DetachRequest,
  type Evidence,
  type Outcome,
  REQUEST_STATES,
  type RequestedAction,
  type RequestState,
} from "#lib/domain/detach-request.ts";
import type { Tag } from "#lib/domain/network-interface.ts";
import type { DetachBlocker } from "#lib/policy/detach-blockers.ts";
import type { DetachWarning } from "#lib/policy/detach-warnings.ts";
import type { Claim } from "#lib/requests/claim.ts";
import type { Projected } from "#lib/requests/projection.ts";
import type { AttemptsTable, RequestsTable } from "#lib/store/schema.ts";

/** What was on the screen when the person asked; kept, because the ENI may be gone when someone reads it. */
export interface AskedSnapshot {
  accountName: string;
  instanceName: string | null;
  interfaceName: string;
  primaryPrivateIp: string;
  addresses: string[];
  deviceIndex: number | null;
  networkCardIndex: number | null;
  securityGroupIds: string[];
  /** What scopes go by. Requests of before there were scopes lack both, and are in no scope of VPCs or tags. */
  vpcId?: string;
  tags?: readonly Tag[];
}

/** A request as stored, with what the desk needs to carry it on. */
export interface StoredRequest extends DetachRequest {
  fence: number;
  trunkNetworkInterfaceId: string | null;
  detachingSince: string | null;
  sendDeadline: string | null;
  snapshot: AskedSnapshot;
  blockers: DetachBlocker[];
  warnings: DetachWarning[];
  correlationId: string;
  /** Which replica is sending, while one is. */
  claim: Claim | null;
  ecsRequestId: string | null;
  code: string | null;
}

const action = z.enum(["detach", "attach"]) satisfies z.ZodType<RequestedAction>;
const state = z.enum(REQUEST_STATES);
const outcome = z.enum(["detached", "attached", "gone", "unknown"]) satisfies z.ZodType<Outcome>;
const evidence = z.enum(["answered", "observed"]).nullable() satisfies z.ZodType<Evidence | null>;
const attemptResult = z.enum(["pending", "accepted", "refused", "throttled", "not-sent", "unknown"]);

export function parseState(text: string): RequestState {
  return state.parse(text);
}

export function toAttempt(row: Selectable<AttemptsTable>): Attempt {
  return {
    number: row.number,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    result: attemptResult.parse(row.result),
    requestId: row.ecs_request_id,
    httpStatus: row.http_status,
    code: row.code,
    message: row.message,
    recommend: row.recommend,
  };
}

/** The JSON columns were written by this program from these types, in the same transaction as the row. */
export function toStoredRequest(row: Selectable<RequestsTable>, attempts: readonly Attempt[]): StoredRequest {
  return {
    id: row.id,
    action: action.parse(row.action),
    accountId: row.account_id,
    regionId: row.region_id,
    instanceId: row.instance_id,
    networkInterfaceId: row.network_interface_id,
    trunkNetworkInterfaceId: row.trunk_network_interface_id,
    reason: row.reason,
    ticket: row.ticket,
    state: parseState(row.state),
    askedBy: { userId: row.asked_by_user_id, name: row.asked_by_name },
    askedAt: row.asked_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
    attempts: [...attempts],
    outcome: outcome.parse(row.outcome),
    evidence: evidence.parse(row.evidence),
    originRequestId: row.origin_request_id,
    fence: row.fence,
    detachingSince: row.detaching_since,
    sendDeadline: row.send_deadline,
    snapshot: JSON.parse(row.snapshot) as AskedSnapshot,
    blockers: JSON.parse(row.blockers) as DetachBlocker[],
    warnings: JSON.parse(row.warnings) as DetachWarning[],
    correlationId: row.correlation_id,
    claim:
      row.lease_holder === null || row.lease_until === null
        ? null
        : { holder: row.lease_holder, until: row.lease_until },
    ecsRequestId: row.ecs_request_id,
    code: row.code,
  };
}

/** The same of rows that follow from events. */
export function storedRequestOf({ row, attempts }: Projected): StoredRequest {
  return toStoredRequest(row, attempts.map(toAttempt));
}
