import type { DetachBlocker } from "#lib/policy/detach-blockers.ts";
import type { DetachWarning } from "#lib/policy/detach-warnings.ts";

/** What a person must do to detach: give a reason, also type the private IP address, or nothing helps. */
export type RiskTier = "reason" | "typed-address" | "blocked";

export function riskTier(blockers: readonly DetachBlocker[], warnings: readonly DetachWarning[]): RiskTier {
  if (blockers.length > 0) return "blocked";
  return warnings.length > 0 ? "typed-address" : "reason";
}

/** What could depend on an ENI but is held by other services; this version does not ask them, and says so. */
export const UNCHECKED_DEPENDENCIES = [
  "route-next-hop",
  "havip",
  "load-balancer-backend",
  "nat-dnat",
  "private-zone",
  "flow-log",
  "traffic",
] as const;
