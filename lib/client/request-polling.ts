import { CALM_POLL_MS, MOVING_POLL_MS } from "#lib/client/polling.ts";
import type { RequestDetail, RequestSummary } from "#lib/contract/requests.ts";
import { isOpen } from "#lib/domain/detach-request.ts";

/** The page of one request is watched step by step. */
export const REQUEST_POLL_MS = 1_000;
/** Waits for a person, or is at its end and may still get a late observation. */
export const REQUEST_WAITING_POLL_MS = 5_000;

/** A request whose undoing is under way is watched too: its page says how far that is. */
export function requestPollMs({
  state,
  attachedBackBy,
}: Pick<RequestDetail, "state" | "attachedBackBy">): number {
  if (state === "recorded" || state === "sending" || state === "accepted") return REQUEST_POLL_MS;
  const waits = isOpen(state) || attachedBackBy.some((undoing) => isOpen(undoing.state));
  return waits ? REQUEST_WAITING_POLL_MS : CALM_POLL_MS;
}

export function requestsPollMs(rows: readonly RequestSummary[]): number {
  return rows.some((row) => isOpen(row.state)) ? MOVING_POLL_MS : CALM_POLL_MS;
}
