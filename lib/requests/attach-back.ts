import "server-only";

import { err, type Result } from "#lib/core/result.ts";
import { blocker } from "#lib/policy/detach-blockers.ts";
import { standingOf } from "#lib/requests/acting.ts";
import { type Asked, type AskParts, askOnce, UNHINDERED } from "#lib/requests/ask.ts";
import type { AskContext } from "#lib/requests/ask-context.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";
import { idempotencyKey } from "#lib/requests/idempotency.ts";
import { assessAttach } from "#lib/requests/preflight.ts";
import { readRequest } from "#lib/requests/read-requests.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import { checkRequestReach } from "#lib/requests/within-reach.ts";

export interface AttachBack {
  reason: string;
  ticket?: string | undefined;
  confirmation?: string | undefined;
  preflightToken?: string | undefined;
}

/** Only what this request is seen to have taken off its instance can be put back. */
export function mayAttachBack({ action, outcome, endedAt }: StoredRequest): boolean {
  return action === "detach" && outcome === "detached" && endedAt !== null;
}

/**
 * Attaches the ENI of an ended detach to the instance it came from: a request of its own, through the same checks,
 * record and life as any other, that names the one it undoes. What the operating system had set up for the ENI
 * does not come back with it.
 */
export async function attachBack(
  parts: AskParts,
  context: AskContext,
  id: string,
  body: AttachBack,
  key: string,
): Promise<Result<Asked, AskFailure>> {
  const found = await parts.desk.store.read((db) => readRequest(db, id));
  if (!found.ok) return err({ kind: "unreadable-log", failure: found.error });
  const origin = found.value;
  if (!origin) return err({ kind: "not-found" });
  const within = checkRequestReach(context.actor, parts.desk, origin);
  if (!within.ok) return within;
  if (!mayAttachBack(origin)) {
    const blockers = [blocker("nothing-to-undo", null, { request: id })];
    return err({ kind: "blocked", blockers, warnings: [], requestId: null, recorded: false });
  }
  const { accountId, regionId, instanceId, networkInterfaceId } = origin;
  return askOnce(parts, context, {
    asked: {
      action: "attach",
      origin,
      accountId,
      regionId,
      instanceId,
      networkInterfaceId,
      reason: body.reason,
      ticket: body.ticket || origin.ticket,
    },
    claim: idempotencyKey(context.actor.userId, `POST /api/requests/${id}/attach-back`, key, body),
    given: { confirmation: body.confirmation, preflightToken: body.preflightToken },
    assess: (read) => assessAttach(read, origin, { ...UNHINDERED, ...standingOf(parts.desk, accountId) }),
  });
}
