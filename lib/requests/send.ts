import "server-only";

import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isoTime } from "#lib/core/clock.ts";
import type { Attempt, RequestState } from "#lib/domain/detach-request.ts";
import { readInterfaces } from "#lib/inventory/read-fresh.ts";
import { cloudIdentityOf } from "#lib/requests/acting.ts";
import type { Advanced } from "#lib/requests/advance.ts";
import type { EventBy } from "#lib/requests/ask-context.ts";
import { claimFor } from "#lib/requests/claim.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { applyLook, seenOf } from "#lib/requests/look.ts";
import { recordAnswer, recordLateAnswer, recordNotSent, recordSending } from "#lib/requests/record.ts";
import { sendOnce } from "#lib/requests/send-once.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";
import { readSending } from "#lib/switches/sending.ts";

/** Full jitter: each pause is random between nothing and this, doubled every time, never above the longest. */
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8_000;
/** How often a record that failed after ECS has answered is tried again. */
const RECORD_AGAIN_MS = 1_000;

/** What a sending came to. `recorded` is false while the answer is known here but not yet on disk. */
export interface Sent {
  attempt: Attempt;
  state: RequestState;
  recorded: boolean;
  /** The request as it was just written; null where it may be another by now, or is not on disk. */
  request: StoredRequest | null;
  /** Ends when the answer is on disk, or when this process stops trying. */
  written: Promise<void>;
}

const WRITTEN = Promise.resolve();

/**
 * Sends the attempt that has just been recorded and goes on until ECS has answered: a call that was not sent or was
 * throttled is made again within the deadline, as a further recorded attempt. A call whose outcome is unknown is
 * never made again. `by` is the person whose attempt it is. Precondition: the request is `sending`, its last attempt
 * `pending` and the claim ours, all on disk.
 */
export async function sendUntilAnswered(
  desk: Desk,
  started: StoredRequest,
  by: EventBy,
  stopping: AbortSignal,
): Promise<Sent> {
  let request = started;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const { attempt, retryAfterMs } = await sendOnce(desk, request, by.actor);
    desk.failAt("after-answer");
    const waitMs = Math.max(retryAfterMs, randomInt(pause) + 1);
    const again = mayTryAgain(attempt) && !stopping.aborted && withinDeadline(desk, request, waitMs);
    const answer: Answer = {
      request,
      attempt,
      state: stateAfter(attempt, again),
      waitMs: again ? waitMs : null,
      by: answeredBy(desk, request, attempt, by),
    };
    const recorded = await writeAnswer(desk, answer);
    if (!recorded.ok) return unrecorded(desk, answer, stopping);
    desk.failAt("after-outcome");
    const done = (state: RequestState, request: StoredRequest | null = null): Sent => {
      return { attempt, state, recorded: true, request, written: WRITTEN };
    };
    // Someone else took the request up meanwhile; what became of it is theirs to say.
    if (recorded.value === null) return done(answer.state);
    if (!again && attempt.result === "refused") return done(await settle(desk, recorded.value));
    if (!again) return done(answer.state, recorded.value);
    const next = await pauseAndBeginAgain(desk, recorded.value, waitMs, by, stopping);
    if (next === null) return done("not-sent");
    request = next;
  }
}

interface Answer {
  request: StoredRequest;
  attempt: Attempt;
  state: RequestState;
  /** How long until the call is made again; null when it is not. */
  waitMs: number | null;
  by: EventBy;
}

/** Of an attempt that was never made nobody acted in the cloud. */
function answeredBy(desk: Desk, { accountId }: StoredRequest, { result }: Attempt, by: EventBy): EventBy {
  const cloud = result === "not-sent" ? null : cloudIdentityOf(desk, accountId, by.actor);
  return cloud === null ? by : { ...by, cloudIdentity: cloud.arn };
}

const cameToNothing = ({ result }: Attempt) => result === "not-sent" || result === "throttled";

/** A call that was never made has a code only where STS refused its session; it would refuse it again. */
const mayTryAgain = (attempt: Attempt) =>
  cameToNothing(attempt) && (attempt.result === "throttled" || attempt.code === null);

function withinDeadline(desk: Desk, { sendDeadline }: StoredRequest, waitMs: number): boolean {
  return sendDeadline !== null && desk.clock.now() + waitMs < Date.parse(sendDeadline);
}

function stateAfter(attempt: Attempt, again: boolean): RequestState {
  if (attempt.result === "accepted") return "accepted";
  if (cameToNothing(attempt)) return again ? "sending" : "not-sent";
  // A refusal is believed once the ENI has been seen; until then its outcome is as unknown as any other.
  return "unknown";
}

/**
 * Writes what ECS answered. Null when the request is no longer this sending's: then only the answer itself was added.
 */
async function writeAnswer(desk: Desk, { request, attempt, state, waitMs, by }: Answer) {
  const claim = waitMs === null ? null : claimFor(desk, waitMs);
  return desk.store.write(async (tx) => {
    const advanced = await recordAnswer(tx, desk.clock, request, attempt, { state, claim }, by);
    if (advanced.kind === "advanced") return advanced.request;
    await recordLateAnswer(tx, desk.clock, request.id, attempt, by);
    return null;
  }, "ahead");
}

/** The person has the answer; the log gets it as soon as it takes anything. */
function unrecorded(desk: Desk, answer: Answer, stopping: AbortSignal): Sent {
  const { attempt, request } = answer;
  const facts = { request: request.id, requestId: attempt.requestId };
  desk.log({ level: "error", event: "request.answer-not-recorded", ...facts });
  return {
    attempt,
    state: answer.state,
    recorded: false,
    request: null,
    written: writeLater(desk, answer, stopping),
  };
}

async function writeLater(desk: Desk, answer: Answer, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await sleep(RECORD_AGAIN_MS, undefined, { ref: false });
    // The call is not made again after this: whoever follows the request finds it sending with nobody at work.
    if ((await writeAnswer(desk, { ...answer, waitMs: null })).ok) return;
  }
}

/** After a refusal the ENI is read at once, so that the person is told what is, not only what was answered. */
async function settle(desk: Desk, request: StoredRequest): Promise<RequestState> {
  const { accountId, regionId, networkInterfaceId } = request;
  const observedAt = desk.clock.now();
  const read = await readInterfaces(desk.inventory, desk.clock, accountId, regionId, [networkInterfaceId]);
  if (!read.ok) return request.state;
  const seen = seenOf(read.value.get(networkInterfaceId));
  return (await applyLook(desk, request, { seen, observedAt })).state;
}

/** Null when the request ended here, or belongs to someone else by now. */
async function pauseAndBeginAgain(
  desk: Desk,
  request: StoredRequest,
  waitMs: number,
  by: EventBy,
  stopping: AbortSignal,
): Promise<StoredRequest | null> {
  // Ended early only by a stop, and then there is nothing more to wait for.
  await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined);
  const begun = await beginAgain(desk, request, by, stopping.aborted);
  if (!begun.ok) {
    desk.log({ level: "error", event: "request.not-begun-again", request: request.id });
    return null;
  }
  return begun.value.kind === "advanced" && begun.value.request.state === "sending"
    ? begun.value.request
    : null;
}

function beginAgain(
  desk: Desk,
  request: StoredRequest,
  by: EventBy,
  isStopping: boolean,
): Promise<{ ok: true; value: Advanced } | { ok: false; error: StoreFailure }> {
  const number = (request.attempts.at(-1)?.number ?? 0) + 1;
  return desk.store.write(async (tx) => {
    const { enabled } = await readSending(tx);
    if (isStopping || !enabled) return recordNotSent(tx, desk.clock, request, by);
    const sendDeadline = request.sendDeadline ?? isoTime(desk.clock.now());
    const cloud = cloudIdentityOf(desk, request.accountId, by.actor);
    const sending = { number, sendDeadline, claim: claimFor(desk), cloud };
    return recordSending(tx, desk.clock, request, sending, by);
  }, "ahead");
}
