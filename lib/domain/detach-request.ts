/** Where a request is in its life. See docs/requests.md for what leads from one to the next. */
export const REQUEST_STATES = [
  "recorded",
  "sending",
  "accepted",
  "detached",
  "blocked",
  "refused",
  "still-attached",
  "gone",
  "not-sent",
  "not-followed",
  "attached",
  "not-attached",
  "unknown",
  "stuck",
  "needs-attention",
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** While in one of these, no other request for the same ENI may be made. */
export const OPEN_REQUEST_STATES = [
  "recorded",
  "sending",
  "accepted",
  "unknown",
  "stuck",
  "needs-attention",
] as const satisfies readonly RequestState[];

/** These wait for a person. */
export const STATES_NEEDING_EYES = [
  "unknown",
  "stuck",
  "needs-attention",
] as const satisfies readonly RequestState[];

export function isOpen(state: RequestState): boolean {
  return (OPEN_REQUEST_STATES as readonly RequestState[]).includes(state);
}

/** What the ENI is seen to be; not the same thing as what the last attempt was answered. */
export type Outcome = "detached" | "attached" | "gone" | "unknown";

/**
 * How the outcome is known: `answered` - ECS accepted our call and the ENI was then seen in that state;
 * `observed` - only seen, it may have been someone else.
 */
export type Evidence = "answered" | "observed";

/** What is asked of ECS: to take the ENI off the instance, or, to undo that, to attach it again. */
export type RequestedAction = "detach" | "attach";

/** One sending of DetachNetworkInterface or AttachNetworkInterface. `requestId` is ECS's, kept for refusals too. Times are ISO 8601 UTC. */
export interface Attempt {
  number: number;
  sentAt: string;
  answeredAt: string | null;
  result: "pending" | "accepted" | "refused" | "throttled" | "not-sent" | "unknown";
  requestId: string | null;
  httpStatus: number | null;
  code: string | null;
  /** ECS's own words, unchanged. */
  message: string | null;
  recommend: string | null;
}

/** What was asked: detach this ENI from this instance (or attach it again), by this person, for this reason. */
export interface DetachIntent {
  action: RequestedAction;
  accountId: string;
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  reason: string;
  ticket: string | null;
}

export interface DetachRequest extends DetachIntent {
  id: string;
  state: RequestState;
  askedBy: { userId: string; name: string };
  askedAt: string;
  updatedAt: string;
  endedAt: string | null;
  attempts: Attempt[];
  outcome: Outcome;
  evidence: Evidence | null;
  /** For an attach: the request whose detach it undoes. */
  originRequestId: string | null;
}
