import "server-only";

import { isoTime } from "#lib/core/clock.ts";
import { err, type Result } from "#lib/core/result.ts";
import { type RequestState, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";
import { type Asked, type AskParts, sendAndReport } from "#lib/requests/ask.ts";
import { type AskContext, byPerson } from "#lib/requests/ask-context.ts";
import { type AskFailure, emergencyCommand, readFailure } from "#lib/requests/ask-failure.ts";
import { checkConsent } from "#lib/requests/consent.ts";
import { findKeyUse, idempotencyKey, takeKey } from "#lib/requests/idempotency.ts";
import { assess } from "#lib/requests/preflight.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import { recordSending, recordStopFollowing } from "#lib/requests/record.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

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
  if (!found.ok) return err({ kind: "cannot-be-recorded", failure: found.error, command: "" });
  const request = found.value;
  if (!request) return err({ kind: "not-found" });
  const movedOn = (now: StoredRequest) => err({ kind: "moved-on" as const, id, state: now.state });

  const claim = idempotencyKey(context.actor.userId, `POST /api/requests/${id}/send-again`, key, body);
  const used = await desk.store.read((db) => findKeyUse(db, claim));
  if (used.ok && used.value.kind === "other-body") return err({ kind: "key-reused" });
  if (used.ok && used.value.kind === "replay") {
    await parts.inFlight.wait(id);
    const now = await desk.store.read((db) => readRequest(db, id));
    return { ok: true, value: { request: now.ok && now.value ? now.value : request, unrecorded: null } };
  }
  if (!maySendAgain(request.state) || lastNumber(request) !== body.attempt) return movedOn(request);

  const read = await preflights.readForGuard(request);
  if (!read.ok) return err(readFailure(read.error));
  const circumstances = { mayAsk: true, observeOnly: desk.settings.observeOnly, openRequest: null };
  const assessment = assess(read.value, request.instanceId, circumstances);
  const { blockers, warnings } = assessment;
  if (blockers.length > 0)
    return err({ kind: "blocked", blockers, warnings, requestId: id, recorded: false });
  const given = { ...request, confirmation: body.confirmation, preflightToken: body.preflightToken };
  const consent = checkConsent(desk, context.actor, given, assessment);
  if (!consent.ok) return consent;

  const begun = await desk.store.write(async (tx) => {
    const now = desk.clock.now();
    const by = byPerson(context);
    const deadline = isoTime(now + desk.settings.sendDeadlineMs);
    const moved = await recordSending(
      tx,
      desk.clock,
      request,
      lastNumber(request) + 1,
      by,
      body.reason,
      deadline,
    );
    if (moved === "moved") await takeKey(tx, claim, id, isoTime(now));
    return { moved, request: await readRequest(tx, id) };
  });
  if (!begun.ok)
    return err({ kind: "cannot-be-recorded", failure: begun.error, command: emergencyCommand(request) });
  const sending = begun.value.request;
  if (begun.value.moved === "stale" || !sending) return movedOn(sending ?? request);
  preflights.forget(request);
  return sendAndReport(parts, sending, byPerson(context));
}

/** Ends the following of a request that waits for a person. What became of the ENI stays as unknown as it was. */
export async function stopFollowing(
  { desk }: AskParts,
  context: AskContext,
  id: string,
  reason: string,
): Promise<Result<Asked, AskFailure>> {
  const found = await desk.store.read((db) => readRequest(db, id));
  if (!found.ok) return err({ kind: "cannot-be-recorded", failure: found.error, command: "" });
  const request = found.value;
  if (!request) return err({ kind: "not-found" });
  if (!maySendAgain(request.state)) return err({ kind: "moved-on", id, state: request.state });
  const by = byPerson(context);
  const stopped = await desk.store.write(async (tx) => {
    const moved = await recordStopFollowing(tx, desk.clock, request, reason, by);
    return { moved, request: await readRequest(tx, id) };
  });
  if (!stopped.ok) return err({ kind: "cannot-be-recorded", failure: stopped.error, command: "" });
  const now = stopped.value.request ?? request;
  if (stopped.value.moved === "stale") return err({ kind: "moved-on", id, state: now.state });
  return { ok: true, value: { request: now, unrecorded: null } };
}
