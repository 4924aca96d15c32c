import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import type { RequestDetail, RequestSummary } from "#lib/contract/requests.ts";
import { isOpen } from "#lib/domain/detach-request.ts";
import { TRANSITIONAL_INSTANCE_STATUSES } from "#lib/domain/instance.ts";
import { TRANSITIONAL_INTERFACE_STATUSES } from "#lib/domain/network-interface.ts";

/** While a row moves, a person watches it; otherwise the list only has to be fresh enough to act on. */
export const MOVING_POLL_MS = 3_000;
export const CALM_POLL_MS = 30_000;
/** A region is being read for the first time: its rows come page by page. */
export const PARTIAL_POLL_MS = 1_000;
/** It is being read again: what it is found to be should not stay unseen for half a minute. */
export const WALKING_POLL_MS = 5_000;
/** The page of one request is watched step by step. */
export const REQUEST_POLL_MS = 1_000;
/** Waits for a person, or is at its end and may still get a late observation. */
export const REQUEST_WAITING_POLL_MS = 5_000;

interface ReadSource {
  partial?: boolean | undefined;
  walking?: boolean | undefined;
}

/** How often a list asks again: soon while regions are being read, else as its rows want it. */
export function listPollMs(
  pages: readonly { sources: readonly ReadSource[] }[],
  otherwiseMs: number,
): number {
  const sources = pages.at(-1)?.sources ?? [];
  if (sources.some(({ partial }) => partial)) return PARTIAL_POLL_MS;
  return sources.some(({ walking }) => walking) ? Math.min(WALKING_POLL_MS, otherwiseMs) : otherwiseMs;
}

/** True while ECS is changing the ENI, or a request of ours for it is on its way. */
function isMoving(row: NetworkInterfaceRow): boolean {
  const state = row.openRequest?.state;
  return (
    TRANSITIONAL_INTERFACE_STATUSES.includes(row.status) ||
    state === "recorded" ||
    state === "sending" ||
    state === "accepted"
  );
}

export function networkInterfacesPollMs(rows: readonly NetworkInterfaceRow[]): number {
  return rows.some(isMoving) ? MOVING_POLL_MS : CALM_POLL_MS;
}

export function instancesPollMs(statuses: readonly string[]): number {
  return statuses.some((status) => TRANSITIONAL_INSTANCE_STATUSES.includes(status))
    ? MOVING_POLL_MS
    : CALM_POLL_MS;
}

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
