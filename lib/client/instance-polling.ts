import { CALM_POLL_MS, MOVING_POLL_MS } from "#lib/client/polling.ts";
import { TRANSITIONAL_INSTANCE_STATUSES } from "#lib/domain/instance.ts";

export function instancesPollMs(statuses: readonly string[]): number {
  return statuses.some((status) => TRANSITIONAL_INSTANCE_STATUSES.includes(status))
    ? MOVING_POLL_MS
    : CALM_POLL_MS;
}
