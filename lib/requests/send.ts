import "server-only";

import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isoTime } from "#lib/core/clock.ts";
import type { Attempt, RequestState } from "#lib/domain/detach-request.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { readInterfaces } from "#lib/inventory/read-fresh.ts";
import type { EventBy } from "#lib/requests/ask-context.ts";
import { attemptOf } from "#lib/requests/attempt-of.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { applyLook, seenOf } from "#lib/requests/look.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import { recordAnswer, recordSending } from "#lib/requests/record.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

/** First pause before a call that did not reach ECS, or was throttled, is made again; doubles, with full jitter. */
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8_000;
/** How often a record that failed after ECS has answered is tried again. */
const RECORD_AGAIN_MS = 1_000;

/** What a sending came to. `recorded` is false while the answer is known here but not yet on disk. */
export interface Sent {
  attempt: Attempt;
  state: RequestState;
  recorded: boolean;
  /** Ends when the answer is on disk, or when this process stops trying. */
  written: Promise<void>;
}

const WRITTEN = Promise.resolve();

/**
 * Sends the attempt that has just been recorded and goes on until ECS has answered: a call that was not sent or was
 * throttled is made again within the deadline, as a further recorded attempt. A call whose outcome is unknown is
 * never made again. `by` is the person whose attempt it is. Precondition: the request is `sending` and its last attempt `pending`, both on disk.
 */
export async function sendUntilAnswered(
  desk: Desk,
  started: StoredRequest,
  by: EventBy,
  stopping: AbortSignal,
): Promise<Sent> {
  let request = started;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const { attempt, retryAfterMs } = await sendOnce(desk, request);
    const waitMs = Math.max(retryAfterMs, randomInt(pause) + 1);
    const again = mayTryAgain(attempt) && !stopping.aborted && withinDeadline(desk, request, waitMs);
    const state = stateAfter(attempt, again);
    const recorded = await writeAnswer(desk, request, attempt, state, by);
    if (recorded === null) {
      desk.log({
        level: "error",
        event: "request.answer-not-recorded",
        request: request.id,
        requestId: attempt.requestId,
      });
      const written = writeLater(() => writeAnswer(desk, request, attempt, state, by), stopping);
      return { attempt, state, recorded: false, written };
    }
    if (!again)
      return { attempt, state: await settle(desk, recorded, attempt), recorded: true, written: WRITTEN };
    await sleep(waitMs);
    const next = await beginAgain(desk, recorded, by);
    if (next === null) return { attempt, state, recorded: true, written: WRITTEN };
    request = next;
  }
}

async function sendOnce(
  desk: Desk,
  request: StoredRequest,
): Promise<{ attempt: Attempt; retryAfterMs: number }> {
  const pending = request.attempts.at(-1);
  const ecs = desk.inventory.ecsOf(request.accountId);
  if (!pending || !ecs) throw new Error(`request ${request.id} has nothing to send`);
  const answer = await ecs.detachNetworkInterface({
    regionId: request.regionId,
    instanceId: request.instanceId,
    networkInterfaceId: request.networkInterfaceId,
    ...(request.trunkNetworkInterfaceId === null
      ? {}
      : { trunkNetworkInstanceId: request.trunkNetworkInterfaceId }),
  });
  const attempt = attemptOf(pending.number, pending.sentAt, isoTime(desk.clock.now()), answer);
  return { attempt, retryAfterMs: answer.ok ? 0 : retryAfter(answer.error) };
}

const retryAfter = (failure: EcsFailure) => (failure.kind === "throttled" ? (failure.retryAfterMs ?? 0) : 0);

const mayTryAgain = ({ result }: Pick<Attempt, "result">) => result === "not-sent" || result === "throttled";

function withinDeadline(desk: Desk, { sendDeadline }: StoredRequest, waitMs: number): boolean {
  return sendDeadline !== null && desk.clock.now() + waitMs < Date.parse(sendDeadline);
}

function stateAfter({ result }: Attempt, again: boolean): RequestState {
  if (result === "accepted") return "accepted";
  if (mayTryAgain({ result })) return again ? "sending" : "not-sent";
  // A refusal is believed once the ENI has been seen; until then its outcome is as unknown as any other.
  return "unknown";
}

/** Goes on trying to write what ECS answered: the person has it, and the log must have it too. */
async function writeLater(write: () => Promise<StoredRequest | null>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && (await write()) === null)
    await sleep(RECORD_AGAIN_MS, undefined, { ref: false });
}

async function writeAnswer(
  desk: Desk,
  request: StoredRequest,
  attempt: Attempt,
  state: RequestState,
  by: EventBy,
) {
  const written = await desk.store.write(async (tx) => {
    await recordAnswer(tx, desk.clock, request, attempt, state, by);
    return readRequest(tx, request.id);
  });
  return written.ok ? written.value : null;
}

/** After a refusal the ENI is read at once, so that the person is told what is, not only what was answered. */
async function settle(desk: Desk, request: StoredRequest, attempt: Attempt): Promise<RequestState> {
  if (attempt.result !== "refused") return request.state;
  const { accountId, regionId, networkInterfaceId } = request;
  const read = await readInterfaces(desk.inventory, desk.clock, accountId, regionId, [networkInterfaceId]);
  if (!read.ok) return request.state;
  return (await applyLook(desk, request, seenOf(read.value.get(networkInterfaceId)))).state;
}

async function beginAgain(desk: Desk, request: StoredRequest, by: EventBy): Promise<StoredRequest | null> {
  const number = (request.attempts.at(-1)?.number ?? 0) + 1;
  const begun = await desk.store.write(async (tx) => {
    const deadline = request.sendDeadline ?? isoTime(desk.clock.now());
    const moved = await recordSending(tx, desk.clock, request, number, by, undefined, deadline);
    return moved === "moved" ? readRequest(tx, request.id) : null;
  });
  return begun.ok ? begun.value : null;
}
