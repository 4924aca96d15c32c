import "server-only";

import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { isoTime } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES } from "#lib/domain/detach-request.ts";
import { type AskContext, byPerson } from "#lib/requests/ask-context.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { findKeyUse, type IdempotencyKey, takeKey } from "#lib/requests/idempotency.ts";
import { type Assessment, addressesOf } from "#lib/requests/preflight.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import { recordSending, requestEvent } from "#lib/requests/record.ts";
import type { AskedSnapshot, StoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";

export interface NewRequest {
  accountId: string;
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  reason: string;
  ticket: string | null;
}

export type Opened =
  | { kind: "opened"; request: StoredRequest }
  | { kind: "replay"; requestId: string }
  | { kind: "other-body" }
  | { kind: "request-open"; id: string; state: string; askedBy: string };

function snapshotOf(desk: Desk, { read }: Assessment): AskedSnapshot {
  const eni = read.networkInterface;
  return {
    accountName: desk.inventory.accountName(eni.accountId),
    instanceName: read.instance?.name ?? null,
    interfaceName: eni.name,
    primaryPrivateIp: eni.primaryPrivateIp,
    addresses: addressesOf(eni),
    deviceIndex: eni.deviceIndex,
    networkCardIndex: eni.networkCardIndex,
    securityGroupIds: eni.securityGroupIds,
  };
}

async function insertRequest(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  assessment: Assessment,
  state: "recorded" | "blocked",
): Promise<StoredRequest> {
  const now = isoTime(desk.clock.now());
  const id = desk.newId();
  const eni = assessment.read.networkInterface;
  await tx
    .insertInto("requests")
    .values({
      id,
      action: "detach",
      account_id: asked.accountId,
      region_id: asked.regionId,
      instance_id: asked.instanceId,
      network_interface_id: asked.networkInterfaceId,
      trunk_network_interface_id: eni.type === "Member" ? eni.trunkNetworkInterfaceId : null,
      state,
      asked_by_user_id: context.actor.userId,
      asked_by_name: context.actor.name,
      asked_at: now,
      updated_at: now,
      ended_at: state === "blocked" ? now : null,
      reason: asked.reason,
      ticket: asked.ticket,
      outcome: eni.instanceId === null ? "unknown" : "attached",
      evidence: null,
      ecs_request_id: null,
      code: null,
      detaching_since: null,
      lease_holder: null,
      lease_until: null,
      origin_request_id: null,
      send_deadline: null,
      fence: 0,
      snapshot: JSON.stringify(snapshotOf(desk, assessment)),
      warnings: JSON.stringify(assessment.warnings),
      blockers: JSON.stringify(assessment.blockers),
      from_address: context.from.address,
      from_user_agent: context.from.userAgent,
      correlation_id: context.correlationId,
    })
    .execute();
  const request = await readRequest(tx, id);
  if (!request) throw new Error("the request that was just written is not there");
  return request;
}

/** What the ENI was before: the part of it that a detach changes. */
function before({ read }: Assessment) {
  const { status, instanceId, deviceIndex, networkCardIndex } = read.networkInterface;
  const instanceStatus = read.instance?.status ?? null;
  return {
    status,
    instanceId,
    instanceStatus,
    deviceIndex,
    networkCardIndex,
    addresses: addressesOf(read.networkInterface),
  };
}

/**
 * Opens a request and its first attempt, in one transaction: the key, the row, "asked" and "sent" are on disk
 * together or not at all. Another open request for the ENI, or an earlier use of the key, is found inside it.
 */
export async function openRequest(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  assessment: Assessment,
  key: IdempotencyKey,
): Promise<Opened> {
  const use = await findKeyUse(tx, key);
  if (use.kind === "replay") return use;
  if (use.kind === "other-body") return use;
  const open = await tx
    .selectFrom("requests")
    .select(["id", "state", "asked_by_name"])
    .where("account_id", "=", asked.accountId)
    .where("region_id", "=", asked.regionId)
    .where("network_interface_id", "=", asked.networkInterfaceId)
    .where("state", "in", OPEN_REQUEST_STATES)
    .executeTakeFirst();
  if (open) return { kind: "request-open", id: open.id, state: open.state, askedBy: open.asked_by_name };

  const request = await insertRequest(tx, desk, context, asked, assessment, "recorded");
  const now = desk.clock.now();
  await takeKey(tx, key, request.id, isoTime(now));
  await appendEvent(
    tx,
    desk.clock,
    requestEvent(request, byPerson(context), {
      action: "request.asked",
      result: "ok",
      reason: asked.reason,
      before: before(assessment),
    }),
  );
  const deadline = isoTime(now + desk.settings.sendDeadlineMs);
  await recordSending(tx, desk.clock, request, 1, byPerson(context), undefined, deadline);
  const sending = await readRequest(tx, request.id);
  if (!sending) throw new Error("the request that was just written is not there");
  return { kind: "opened", request: sending };
}

/** Keeps what was asked and why it was refused here; ECS is not called. */
export async function recordBlocked(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  assessment: Assessment,
): Promise<string> {
  const request = await insertRequest(tx, desk, context, asked, assessment, "blocked");
  const reasons = assessment.blockers.map(({ reason }) => reason);
  await appendEvent(
    tx,
    desk.clock,
    requestEvent(request, byPerson(context), {
      action: "request.blocked",
      result: "blocked",
      reason: asked.reason,
      before: before(assessment),
      after: { blockers: reasons },
    }),
  );
  return request.id;
}

/** Keeps that a wish was turned down before it became a request, and by what; ECS is not called. */
export async function recordTurnedDown(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  reasons: readonly string[],
  request?: string,
): Promise<void> {
  const { accountId, regionId, instanceId, networkInterfaceId, reason, ticket } = asked;
  await appendEvent(tx, desk.clock, {
    ...byPerson(context),
    action: "request.blocked",
    result: "blocked",
    target: { accountId, regionId, instanceId, networkInterfaceId },
    reason,
    ...(ticket === null ? {} : { ticket }),
    ...(request === undefined ? {} : { request }),
    after: { blockers: [...reasons] },
  });
}
