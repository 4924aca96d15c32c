import "server-only";

import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import { isoTime } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES, type Outcome, type RequestedAction } from "#lib/domain/detach-request.ts";
import { cloudIdentityOf } from "#lib/requests/acting.ts";
import { begin } from "#lib/requests/advance.ts";
import { type AskContext, byPerson } from "#lib/requests/ask-context.ts";
import { pressBrakes, type TooMany } from "#lib/requests/brakes.ts";
import { claimFor } from "#lib/requests/claim.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { findKeyUse, type IdempotencyKey, takeKey } from "#lib/requests/idempotency.ts";
import { type Assessment, addressesOf } from "#lib/requests/preflight.ts";
import type { AskedFacts } from "#lib/requests/projection.ts";
import { sendingEvent } from "#lib/requests/record.ts";
import type { AskedSnapshot, StoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";
import { readSending, type Sending } from "#lib/switches/sending.ts";

export interface NewRequest {
  action: RequestedAction;
  /** For an attach: the request whose detach it undoes, with the place that the ENI had. */
  origin: Pick<StoredRequest, "id" | "trunkNetworkInterfaceId" | "snapshot"> | null;
  accountId: string;
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  reason: string;
  ticket: string | null;
}

/** As much of a wish as is kept when it is turned down. */
export type TurnedDown = Omit<NewRequest, "action" | "origin">;

export type SendingStopped = Extract<Sending, { enabled: false }>;

export type Opened =
  | { kind: "opened"; request: StoredRequest }
  | { kind: "replay"; requestId: string }
  | { kind: "other-body" }
  | { kind: "request-open"; id: string; state: string; askedBy: string }
  | { kind: "sending-stopped"; stopped: SendingStopped }
  | { kind: "read-too-old" }
  | TooMany;

function snapshotOf(desk: Desk, { origin }: NewRequest, { read }: Assessment): AskedSnapshot {
  const eni = read.networkInterface;
  // An ENI that is on nothing says nothing about the place it is to go back to.
  const place = origin?.snapshot ?? eni;
  const instance = origin === null ? read.instance : read.askedInstance;
  return {
    accountName: desk.inventory.accountName(eni.accountId),
    instanceName: instance?.name ?? null,
    interfaceName: eni.name,
    primaryPrivateIp: eni.primaryPrivateIp,
    addresses: addressesOf(eni),
    deviceIndex: place.deviceIndex,
    networkCardIndex: place.networkCardIndex,
    securityGroupIds: eni.securityGroupIds,
    vpcId: eni.vpcId,
    tags: eni.tags,
  };
}

/** What the log keeps of a wish, so that its row can be made again. */
function askedFacts(desk: Desk, asked: NewRequest, assessment: Assessment): AskedFacts {
  const { action, origin } = asked;
  const eni = assessment.read.networkInterface;
  const trunkId = eni.type === "Member" ? eni.trunkNetworkInterfaceId : null;
  return {
    action,
    originRequestId: origin?.id ?? null,
    trunkNetworkInterfaceId: origin === null ? trunkId : origin.trunkNetworkInterfaceId,
    snapshot: { ...snapshotOf(desk, asked, assessment) },
    warnings: assessment.warnings,
    blockers: assessment.blockers,
  };
}

function outcomeNow({ read }: Assessment): Outcome {
  const { instanceId, status } = read.networkInterface;
  if (instanceId !== null) return "attached";
  return status === "Available" ? "detached" : "unknown";
}

/** The first event of a request: who asked for what, why, from where, and what was seen. */
function askedEvent(
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  assessment: Assessment,
  more: { id: string; state: "recorded" | "blocked"; key?: IdempotencyKey },
): NewAuditEvent {
  const { accountId, regionId, instanceId, networkInterfaceId, reason, ticket } = asked;
  const { id, state, key } = more;
  const blockers = assessment.blockers.map((each) => each.reason);
  return {
    ...byPerson(context),
    action: state === "blocked" ? "request.blocked" : "request.asked",
    result: state === "blocked" ? "blocked" : "ok",
    target: { accountId, regionId, instanceId, networkInterfaceId },
    request: id,
    reason,
    ...(ticket === null ? {} : { ticket }),
    before: before(assessment),
    after: {
      state,
      outcome: outcomeNow(assessment),
      asked: askedFacts(desk, asked, assessment),
      ...(state === "blocked" ? { blockers } : {}),
      ...(key === undefined ? {} : { key }),
    },
  };
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
 * Whether another request for this ENI moved on after the read that this one rests on: two people may have looked
 * before either asked, and what the second one saw is then not true any more.
 */
async function hasMovedSince(
  tx: Transaction<Database>,
  { accountId, regionId, networkInterfaceId }: NewRequest,
  observedAt: number,
): Promise<boolean> {
  const later = await tx
    .selectFrom("requests")
    .select("id")
    .where("account_id", "=", accountId)
    .where("region_id", "=", regionId)
    .where("network_interface_id", "=", networkInterfaceId)
    .where("state", "!=", "blocked")
    .where("updated_at", ">", isoTime(observedAt))
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/**
 * Opens a request and its first attempt, in one transaction: the key, the row, "asked" and "sent" are on disk
 * together or not at all. Another open request for the ENI, an earlier use of the key, or a switch that stops all
 * sending is found inside it.
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
  if (use.kind !== "new") return use;
  const sending = await readSending(tx);
  if (!sending.enabled) return { kind: "sending-stopped", stopped: sending };
  const open = await tx
    .selectFrom("requests")
    .select(["id", "state", "asked_by_name"])
    .where("account_id", "=", asked.accountId)
    .where("region_id", "=", asked.regionId)
    .where("network_interface_id", "=", asked.networkInterfaceId)
    .where("state", "in", OPEN_REQUEST_STATES)
    .executeTakeFirst();
  if (open) return { kind: "request-open", id: open.id, state: open.state, askedBy: open.asked_by_name };

  if (await hasMovedSince(tx, asked, assessment.read.observedAt)) return { kind: "read-too-old" };
  const brake = await pressBrakes(tx, desk, context.actor.userId, assessment.read.networkInterface);
  if (brake !== null) return brake;
  const id = desk.newId();
  const now = desk.clock.now();
  const by = byPerson(context);
  const first = {
    number: 1,
    sendDeadline: isoTime(now + desk.settings.sendDeadlineMs),
    claim: claimFor(desk),
    cloud: cloudIdentityOf(desk, asked.accountId, by.actor),
  };
  const request = await begin(tx, desk.clock, [
    askedEvent(desk, context, asked, assessment, { id, state: "recorded", key }),
    sendingEvent({ ...asked, id }, first, by),
  ]);
  await takeKey(tx, key, id, isoTime(now));
  return { kind: "opened", request };
}

/** Keeps what was asked and why it was refused here; ECS is not called. */
export async function recordBlocked(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: NewRequest,
  assessment: Assessment,
): Promise<string> {
  const id = desk.newId();
  const event = askedEvent(desk, context, asked, assessment, { id, state: "blocked" });
  await begin(tx, desk.clock, [event]);
  return id;
}

/** Keeps that a wish was turned down before it became a request, and by what; ECS is not called. */
export async function recordTurnedDown(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  asked: TurnedDown,
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
