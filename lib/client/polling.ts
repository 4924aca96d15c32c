import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import { TRANSITIONAL_INTERFACE_STATUSES } from "#lib/domain/network-interface.ts";

/** While a row moves, a person watches it; otherwise the list only has to be fresh enough to act on. */
export const MOVING_POLL_MS = 3_000;
export const CALM_POLL_MS = 30_000;
/** A region is being read for the first time: its rows come page by page. */
export const PARTIAL_POLL_MS = 1_000;
/** It is being read again: what it is found to be should not stay unseen for half a minute. */
export const WALKING_POLL_MS = 5_000;
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
