import "server-only";

import type { RequestedAction, RequestState } from "#lib/domain/detach-request.ts";

/** Where an ENI was and is: an instance id, or null for none. */
export interface AttachmentChange {
  before: string | null;
  after: string | null;
  /** When it was last known to be as before; ISO 8601 UTC. */
  lastSeenAt: string;
}

/** A request of ours for the ENI, as far as it can be the reason for a change. */
export interface PossibleCause {
  action: RequestedAction;
  instanceId: string;
  state: RequestState;
  endedAt: string | null;
}

/** In these nothing of ours reached ECS, or ECS executed nothing. */
const WITHOUT_EFFECT: readonly RequestState[] = ["recorded", "blocked", "not-sent", "refused"];

/**
 * The part of a change that no request of ours accounts for; null when all of it does. A move from one instance to
 * another is two changes, and one of them may be ours. A request that had ended when the ENI was last seen as before
 * accounts for nothing.
 */
export function unexplained(
  change: AttachmentChange,
  causes: readonly PossibleCause[],
): { before: string | null; after: string | null } | null {
  const isCause = (action: RequestedAction, instanceId: string) =>
    causes.some(
      (cause) =>
        cause.action === action &&
        cause.instanceId === instanceId &&
        !WITHOUT_EFFECT.includes(cause.state) &&
        (cause.endedAt === null || cause.endedAt >= change.lastSeenAt),
    );
  const { before, after } = change;
  const left = before !== null && isCause("detach", before) ? null : before;
  const came = after !== null && isCause("attach", after) ? null : after;
  return left === null && came === null ? null : { before: left, after: came };
}
