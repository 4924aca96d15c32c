import "server-only";

import { isoTime } from "#lib/core/clock.ts";
import { err, type Result } from "#lib/core/result.ts";
import { watchSuspension } from "#lib/core/suspension.ts";
import type { Attempt } from "#lib/domain/detach-request.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import type { Person } from "#lib/ecs/session-name.ts";
import type { WriteGate } from "#lib/ecs/transport.ts";
import { changeClientFor } from "#lib/requests/acting.ts";
import { attemptOf } from "#lib/requests/attempt-of.ts";
import { mayStillWrite } from "#lib/requests/claim.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

/**
 * Makes the call of the pending attempt, once, in the name of who asked for it, if the claim still lasts when the
 * connection is ready. Answers what came of it and how long ECS asked to wait.
 */
export async function sendOnce(
  desk: Desk,
  request: StoredRequest,
  person: Person,
): Promise<{ attempt: Attempt; retryAfterMs: number }> {
  // The transaction that took the claim has just read the database's clock.
  const suspendedMs = watchSuspension();
  const pending = request.attempts.at(-1);
  const { claim } = request;
  if (!pending || !claim) throw new Error(`request ${request.id} has nothing to send`);
  desk.failAt("after-intent");
  const gate: WriteGate = {
    mayWrite() {
      if (!mayStillWrite(desk, claim, suspendedMs())) return false;
      desk.failAt("before-write");
      return true;
    },
    written: () => desk.failAt("after-write"),
  };
  const ecs = changeClientFor(desk, request, person);
  const answer = ecs === null ? err(NO_CLIENT) : await callFor(ecs, request, gate);
  const attempt = attemptOf(pending.number, pending.sentAt, isoTime(desk.clock.now()), answer);
  return { attempt, retryAfterMs: answer.ok ? 0 : retryAfter(answer.error) };
}

/** The guard refuses such accounts before anything is recorded. */
const NO_CLIENT: EcsFailure = { kind: "not-sent", cause: "there is no role to change this account with" };

function callFor(
  ecs: EcsClient,
  { action, regionId, instanceId, networkInterfaceId, trunkNetworkInterfaceId, snapshot }: StoredRequest,
  gate: WriteGate,
): Promise<Result<{ requestId: string }, EcsFailure>> {
  const trunkNetworkInstanceId = trunkNetworkInterfaceId ?? undefined;
  const target = { regionId, instanceId, networkInterfaceId, trunkNetworkInstanceId };
  if (action === "detach") return ecs.detachNetworkInterface(target, gate);
  const networkCardIndex = snapshot.networkCardIndex ?? undefined;
  return ecs.attachNetworkInterface({ ...target, networkCardIndex }, gate);
}

const retryAfter = (failure: EcsFailure) => (failure.kind === "throttled" ? (failure.retryAfterMs ?? 0) : 0);
