import type { DutyWarning } from "#lib/domain/duties.ts";
import type { Grant } from "#lib/domain/scope.ts";

/** What to think twice about before someone who held `before` holds `after`. `isSelf`: they change their own roles. */
export function dutyWarnings(
  before: readonly Grant[],
  after: readonly Grant[],
  isSelf: boolean,
): DutyWarning[] {
  const has = (grants: readonly Grant[], wanted: Grant["role"]) => grants.some(({ role }) => role === wanted);
  const both = (grants: readonly Grant[]) => has(grants, "operator") && has(grants, "auditor");
  const found: DutyWarning[] = [];
  if (both(after) && !both(before)) found.push("operator-and-auditor");
  if (isSelf && has(after, "auditor") && !has(before, "auditor")) found.push("grants-itself-auditor");
  return found;
}
