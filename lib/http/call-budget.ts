import "server-only";

import type { CallBudgetRow } from "#lib/contract/call-budget.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { Viewer } from "#lib/http/viewer.ts";
import { reachOf } from "#lib/policy/reach.ts";

/** The calls of the last minute, as far as somebody may see the accounts and regions they were made for. */
export function callBudgetRows({ actor, services }: Pick<Viewer, "actor" | "services">): CallBudgetRow[] {
  const reach = reachOf(actor.grants, "inventory.read");
  const now = services.clock.now();
  return services.budget
    .figures()
    .filter(
      ({ accountId, regionId }) => reach.scopes === null || reach.touches(accountId, regionId ?? undefined),
    )
    .map(({ backOffMs, ...figure }) => ({
      ...figure,
      backOffUntil: backOffMs > 0 ? isoTime(now + backOffMs) : null,
    }))
    .sort((a, b) => b.used / b.allowed - a.used / a.allowed);
}
