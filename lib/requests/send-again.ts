import "server-only";

import type { Transaction } from "kysely";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { type RequestState, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";
import type { FreshRead } from "#lib/inventory/read-fresh.ts";
import type { DetachCircumstances } from "#lib/policy/detach-blockers.ts";
import { cloudIdentityOf, standingOf } from "#lib/requests/acting.ts";
import { type Asked, type AskParts, replay, sendAndReport, UNHINDERED } from "#lib/requests/ask.ts";
import { type AskContext, byPerson } from "#lib/requests/ask-context.ts";
import { type AskFailure, emergencyCommand, readFailure } from "#lib/requests/ask-failure.ts";
import { claimFor } from "#lib/requests/claim.ts";
import { checkConsent } from "#lib/requests/consent.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { findKeyUse, type IdempotencyKey, idempotencyKey, takeKey } from "#lib/requests/idempotency.ts";
import { type Assessment, assess, assessAttach } from "#lib/requests/preflight.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import { recordNote, recordSending, recordStopFollowing, type Sending } from "#lib/requests/record.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import { checkReach, checkRequestReach } from "#lib/requests/within-reach.ts";
import type { Database } from "#lib/store/schema.ts";
import { readSending } from "#lib/switches/sending.ts";

export interface SendAgain {
  reason: string;
  confirmation?: string | undefined;
  preflightToken?: string | undefined;
  /** Number of the last attempt that the person saw. */
  attempt: number;
}

/** A person may send again while the request waits for one: unknown, stuck, needs attention. */
export function maySendAgain(state: RequestState): boolean {
  return (STATES_NEEDING_EYES as readonly RequestState[]).includes(state);
}

const lastNumber = ({ attempts }: StoredRequest) => attempts.at(-1)?.number ?? 0;

/** The rules of the request's own kind. */
function assessAgain(
  request: StoredRequest,
  read: FreshRead,
  circumstances: DetachCircumstances,
): Assessment {
  if (request.action === "detach") return assess(read, request.instanceId, circumstances);
  return assessAttach(read, request, circumstances);
}

/** Another attempt of the same request, guarded exactly as the first one was. */
export async function sendAgain(
  parts: AskParts,
  context: AskContext,
  id: string,
  body: SendAgain,
  key: string,
): Promise<Result<Asked, AskFailure>> {
  const { desk, preflights } = parts;
  const found = await desk.store.read((db) => readRequest(db, id));
  if (!found.ok) return err({ kind: "unreadable-log", failure: found.error });
  const request = found.value;
  if (!request) return err({ kind: "not-found" });
  const within = checkRequestReach(context.actor, desk, request);
  if (!within.ok) return within;
  const movedOn = (now: StoredRequest) => err({ kind: "moved-on" as const, id, state: now.state });

  const claim = idempotencyKey(context.actor.userId, `POST /api/requests/${id}/send-again`, key, body);
  const used = await desk.store.read((db) => findKeyUse(db, claim));
  if (!used.ok)
    return err({ kind: "cannot-be-recorded", failure: used.error, command: emergencyCommand(request) });
  if (used.value.kind === "other-body") return err({ kind: "key-reused" });
  if (used.value.kind === "replay") return replay(parts, id, request);
  if (!maySendAgain(request.state) || lastNumber(request) !== body.attempt) return movedOn(request);

  const read = await preflights.readForGuard(request);
  if (!read.ok) return err(readFailure(read.error));
  const stillWithin = checkReach(context.actor, read.value);
  if (!stillWithin.ok) return stillWithin;
  const circumstances = { ...UNHINDERED, ...standingOf(desk, request.accountId) };
  const assessment = assessAgain(request, read.value, circumstances);
  const { blockers, warnings } = assessment;
  if (blockers.length > 0) {
    // What is in the way may be this very attempt, sent meanwhile by the replica that a balancer asked first.
    const since = await desk.store.read((db) => findKeyUse(db, claim));
    if (since.ok && since.value.kind === "replay") return replay(parts, id, request);
  }
  if (blockers.length > 0)
    return err({ kind: "blocked", blockers, warnings, requestId: id, recorded: false });
  const given = { ...request, confirmation: body.confirmation, preflightToken: body.preflightToken };
  const consent = checkConsent(desk, context.actor, given, assessment);
  if (!consent.ok) return consent;

  const begun = await desk.store.write((tx) => beginAnother(tx, desk, context, request, body, claim));
  if (!begun.ok)
    return err({ kind: "cannot-be-recorded", failure: begun.error, command: emergencyCommand(request) });
  const result = begun.value;
  switch (result.kind) {
    case "other-body":
      return err({ kind: "key-reused" });
    case "replay":
      return replay(parts, id, request);
    case "sending-stopped":
      return err(result);
    case "stale": {
      const now = await desk.store.read((db) => readRequest(db, id));
      return movedOn(now.ok && now.value ? now.value : request);
    }
    case "advanced":
      preflights.forget(request);
      return sendAndReport(parts, result.request, byPerson(context));
  }
}

/** Key, switch, attempt and claim in one transaction, as for the first sending. */
async function beginAnother(
  tx: Transaction<Database>,
  desk: Desk,
  context: AskContext,
  request: StoredRequest,
  { reason }: SendAgain,
  key: IdempotencyKey,
) {
  const use = await findKeyUse(tx, key);
  if (use.kind !== "new") return use;
  const switched = await readSending(tx);
  if (!switched.enabled) {
    const { by, at } = switched;
    return { kind: "sending-stopped" as const, reason: switched.reason, by, at };
  }
  const now = desk.clock.now();
  const by = byPerson(context);
  const sending: Sending = {
    number: lastNumber(request) + 1,
    reason,
    sendDeadline: isoTime(now + desk.settings.sendDeadlineMs),
    claim: claimFor(desk),
    cloud: cloudIdentityOf(desk, request.accountId, by.actor),
    key,
  };
  const advanced = await recordSending(tx, desk.clock, request, sending, by);
  if (advanced.kind === "advanced") await takeKey(tx, key, request.id, isoTime(now));
  return advanced;
}

/** Ends the following of a request that waits for a person. What became of the ENI stays as unknown as it was. */
export async function stopFollowing(
  { desk }: AskParts,
  context: AskContext,
  id: string,
  reason: string,
): Promise<Result<Asked, AskFailure>> {
  const found = await desk.store.read((db) => readRequest(db, id));
  if (!found.ok) return err({ kind: "unreadable-log", failure: found.error });
  const request = found.value;
  if (!request) return err({ kind: "not-found" });
  const within = checkRequestReach(context.actor, desk, request);
  if (!within.ok) return within;
  if (!maySendAgain(request.state)) return err({ kind: "moved-on", id, state: request.state });
  const by = byPerson(context);
  const stopped = await desk.store.write((tx) => recordStopFollowing(tx, desk.clock, request, reason, by));
  if (!stopped.ok) return err({ kind: "not-recorded", failure: stopped.error });
  if (stopped.value.kind === "stale") {
    const now = await desk.store.read((db) => readRequest(db, id));
    return err({ kind: "moved-on", id, state: now.ok && now.value ? now.value.state : request.state });
  }
  return ok({ request: stopped.value.request, unrecorded: null });
}

/** Keeps a person's words with the request, as an event of their own. Allowed in every state. */
export async function addNote(
  { desk }: AskParts,
  context: AskContext,
  id: string,
  text: string,
): Promise<Result<Asked, AskFailure>> {
  const found = await desk.store.read((db) => readRequest(db, id));
  if (!found.ok) return err({ kind: "unreadable-log", failure: found.error });
  const request = found.value;
  if (!request) return err({ kind: "not-found" });
  const within = checkRequestReach(context.actor, desk, request);
  if (!within.ok) return within;
  const noted = await desk.store.write((tx) => recordNote(tx, desk.clock, request, text, byPerson(context)));
  return noted.ok ? ok({ request, unrecorded: null }) : err({ kind: "not-recorded", failure: noted.error });
}
