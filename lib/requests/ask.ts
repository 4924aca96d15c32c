import "server-only";

import { setTimeout as sleep } from "node:timers/promises";
import type { AskDetach } from "#lib/contract/requests.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { FreshRead } from "#lib/inventory/read-fresh.ts";
import { changeClientFor, standingOf } from "#lib/requests/acting.ts";
import { type AskContext, byPerson, type EventBy } from "#lib/requests/ask-context.ts";
import { type AskFailure, emergencyCommand, readFailure } from "#lib/requests/ask-failure.ts";
import { checkConsent } from "#lib/requests/consent.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { findKeyUse, type IdempotencyKey, idempotencyKey } from "#lib/requests/idempotency.ts";
import type { InFlight } from "#lib/requests/in-flight.ts";
import { type NewRequest, openRequest, recordBlocked } from "#lib/requests/new-request.ts";
import { type Assessment, assess, type Preflights } from "#lib/requests/preflight.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import { checkReach, checkRequestReach } from "#lib/requests/within-reach.ts";

export interface AskParts {
  desk: Desk;
  preflights: Preflights;
  inFlight: InFlight;
}

/** The request as it stands; `unrecorded` is an answer of ECS that is not on disk yet, so that nobody loses it. */
export interface Asked {
  request: StoredRequest;
  unrecorded: { requestId: string | null } | null;
}

const ROUTE = "POST /api/requests";

/** What a person asks for, with the key that asks it and the consent that was given. */
export interface Wish {
  asked: NewRequest;
  claim: IdempotencyKey;
  given: { confirmation: string | undefined; preflightToken: string | undefined };
  /** The rules of this kind of request, applied to what ECS shows now. */
  assess(read: FreshRead): Assessment;
}

/** The rules of circumstance that the gate and the transaction check by themselves. */
export const UNHINDERED = { mayAsk: true, sendingStopped: null, openRequest: null };

/** Asks ECS to detach an ENI, once. `body.accountId` is known by now. */
export function askDetach(
  parts: AskParts,
  context: AskContext,
  body: AskDetach & { accountId: string },
  key: string,
): Promise<Result<Asked, AskFailure>> {
  const { accountId, regionId, instanceId, networkInterfaceId, reason, ticket } = body;
  const target = { accountId, regionId, instanceId, networkInterfaceId };
  return askOnce(parts, context, {
    asked: { action: "detach", origin: null, ...target, reason, ticket: ticket || null },
    claim: idempotencyKey(context.actor.userId, ROUTE, key, body),
    given: { confirmation: body.confirmation, preflightToken: body.preflightToken },
    assess: (read) => assess(read, instanceId, { ...UNHINDERED, ...standingOf(parts.desk, accountId) }),
  });
}

/**
 * Checks, records, sends. Whatever stands in the way comes back as a failure and ECS is not called. The same key and
 * body again gives the same request.
 */
export async function askOnce(
  parts: AskParts,
  context: AskContext,
  wish: Wish,
): Promise<Result<Asked, AskFailure>> {
  const { desk, preflights } = parts;
  const { asked, claim } = wish;
  const unrecordable = (failure: Extract<AskFailure, { kind: "cannot-be-recorded" }>["failure"]) =>
    err({ kind: "cannot-be-recorded" as const, failure, command: emergencyCommand(asked) });

  const used = await desk.store.read((db) => findKeyUse(db, claim));
  if (!used.ok) return unrecordable(used.error);
  if (used.value.kind === "other-body") return err({ kind: "key-reused" });
  if (used.value.kind === "replay") return replayFor(parts, context, used.value.requestId, asked);

  const ticket = checkTicket(desk, asked.ticket);
  if (!ticket.ok) return ticket;
  const writable = await desk.store.check();
  if (!writable.ok) return unrecordable(writable.error);
  const read = await preflights.readForGuard(asked);
  if (!read.ok) return err(readFailure(read.error));
  const within = checkReach(context.actor, read.value);
  if (!within.ok) return within;
  const assessment = wish.assess(read.value);
  const consent = checkConsent(desk, context.actor, { ...asked, ...wish.given }, assessment);
  if (assessment.blockers.length > 0 || !consent.ok) {
    // What is in the way may be this very wish, sent meanwhile by the replica that a balancer asked first.
    const since = await desk.store.read((db) => findKeyUse(db, claim));
    if (since.ok && since.value.kind === "replay") return replay(parts, since.value.requestId, asked);
  }
  if (assessment.blockers.length > 0) return blocked(parts, context, wish, assessment);
  if (!consent.ok) return consent;

  desk.failAt("before-intent");
  // While the intent is written: what the change waits for then is ready. Not a byte of the change itself is.
  changeClientFor(desk, asked, context.actor)?.openAhead(asked.regionId);
  const opened = await desk.store.write((tx) => openRequest(tx, desk, context, asked, assessment, claim));
  if (!opened.ok) return unrecordable(opened.error);
  const result = opened.value;
  switch (result.kind) {
    case "other-body":
      return err({ kind: "key-reused" });
    case "replay":
      return replay(parts, result.requestId, asked);
    case "request-open":
    case "too-many":
      return err(result);
    case "read-too-old":
      preflights.forget(asked);
      return err({ kind: "changed", blockers: [], warnings: assessment.warnings });
    case "sending-stopped": {
      const { reason, by, at } = result.stopped;
      return err({ kind: "sending-stopped", reason, by, at });
    }
    case "opened":
      preflights.forget(asked);
      return sendAndReport(parts, result.request, byPerson(context));
  }
}

function checkTicket({ settings }: Desk, ticket: string | null): Result<null, AskFailure> {
  if (ticket === null)
    return settings.ticketRequired ? err({ kind: "ticket", problem: "missing" }) : ok(null);
  if (settings.ticketPattern && !settings.ticketPattern.test(ticket))
    return err({ kind: "ticket", problem: "pattern" });
  return ok(null);
}

/** A blocked wish is kept too: an auditor wants to see what was tried. */
async function blocked(
  parts: AskParts,
  context: AskContext,
  { asked, claim }: Wish,
  assessment: Assessment,
): Promise<Result<Asked, AskFailure>> {
  const { desk } = parts;
  const { blockers, warnings } = assessment;
  if (blockers.some(({ reason }) => reason === "not-on-this-instance")) {
    return err({ kind: "changed", blockers, warnings });
  }
  const recorded = await desk.store.write(async (tx) => {
    const use = await findKeyUse(tx, claim);
    if (use.kind === "replay") return { isReplay: true, requestId: use.requestId };
    return { isReplay: false, requestId: await recordBlocked(tx, desk, context, asked, assessment) };
  });
  if (!recorded.ok) return err({ kind: "blocked", blockers, warnings, requestId: null, recorded: false });
  const { isReplay, requestId } = recorded.value;
  if (isReplay) return replay(parts, requestId, asked);
  return err({ kind: "blocked", blockers, warnings, requestId, recorded: true });
}

/** Sends and waits a while; the answer is what the database says then, with what it does not say yet beside it. */
export async function sendAndReport(
  { desk, inFlight }: AskParts,
  request: StoredRequest,
  by: EventBy,
): Promise<Result<Asked, AskFailure>> {
  const sent = await inFlight.send(request, by);
  if (sent?.request) return ok({ request: sent.request, unrecorded: null });
  const unrecorded = sent && !sent.recorded ? { requestId: sent.attempt.requestId } : null;
  const stored = await desk.store.read((db) => readRequest(db, request.id));
  return ok({ request: stored.ok && stored.value ? stored.value : request, unrecorded });
}

/** How often a request that another replica is sending is looked at. */
const LOOK_EVERY_MS = 200;

/** The request, after waiting as long as a POST may for another replica that is sending it. */
async function readUnlessSending(desk: Desk, requestId: string, mayBeElsewhere: boolean) {
  const { clock, store, settings } = desk;
  const until = clock.now() + settings.answerWithinMs;
  for (;;) {
    const stored = await store.read((db) => readRequest(db, requestId));
    const isElsewhere = mayBeElsewhere && store.engine !== "sqlite";
    if (!isElsewhere || !stored.ok || stored.value?.state !== "sending" || clock.now() > until) return stored;
    await sleep(LOOK_EVERY_MS);
  }
}

/** A key opens nothing that has left its owner's reach since. */
async function replayFor(
  parts: AskParts,
  { actor }: AskContext,
  requestId: string,
  asked: NewRequest,
): Promise<Result<Asked, AskFailure>> {
  const stored = await parts.desk.store.read((db) => readRequest(db, requestId));
  const within = stored.ok && stored.value ? checkRequestReach(actor, parts.desk, stored.value) : ok(null);
  return within.ok ? replay(parts, requestId, asked) : within;
}

/** The request that this key asked for, after waiting for what this process may be sending for it. */
export async function replay(
  { desk, inFlight }: AskParts,
  requestId: string,
  asked: Parameters<typeof emergencyCommand>[0],
): Promise<Result<Asked, AskFailure>> {
  const sent = await inFlight.wait(requestId);
  const stored = await readUnlessSending(desk, requestId, sent === null);
  if (!stored.ok || !stored.value) {
    const failure = stored.ok ? { kind: "conflict" as const, constraint: "idempotency_keys" } : stored.error;
    return err({ kind: "cannot-be-recorded", failure, command: emergencyCommand(asked) });
  }
  const unrecorded = sent && !sent.recorded ? { requestId: sent.attempt.requestId } : null;
  return ok({ request: stored.value, unrecorded });
}
