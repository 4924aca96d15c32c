import type { Permission } from "#lib/contract/session.ts";
import type { Grant, Place, Scope } from "#lib/domain/scope.ts";
import { mayDo } from "#lib/policy/permissions.ts";

/** How far one permission of one person goes. */
export interface Reach {
  /** The scopes that it is limited to, any one of which is enough; null for everywhere. */
  readonly scopes: readonly Scope[] | null;
  /** Whether the thing is within. The one function that decides it: for pages, lists, searches, exports and changes. */
  includes(place: Place): boolean;
  /** Whether anything in that account and region could be within; without a region, anything in the account. */
  touches(accountId: string, regionId?: string): boolean;
}

/** How far `permission` goes for someone with these grants. No grant for it: nowhere. */
export function reachOf(grants: readonly Grant[], permission: Permission): Reach {
  const fitting = grants.filter(({ role }) => mayDo([role], permission));
  if (fitting.some(({ scope }) => scope === null)) return EVERYWHERE;
  const scopes = fitting.flatMap(({ scope }) => scope ?? []);
  return {
    scopes,
    includes: (place) => scopes.some((scope) => holds(scope, place)),
    touches: (accountId, regionId) => scopes.some((scope) => mayHold(scope, accountId, regionId)),
  };
}

export const EVERYWHERE: Reach = { scopes: null, includes: () => true, touches: () => true };

function mayHold({ accountIds, regionIds }: Scope, accountId: string, regionId?: string): boolean {
  if (accountIds && !accountIds.includes(accountId)) return false;
  return !regionIds || regionId === undefined || regionIds.includes(regionId);
}

/** What is not known of a thing fits no limit: a request without its VPC is in no scope of VPCs. */
function holds(scope: Scope, { accountId, regionId, vpcId, tags }: Place): boolean {
  if (!mayHold(scope, accountId, regionId)) return false;
  if (scope.vpcIds && (vpcId === null || !scope.vpcIds.includes(vpcId))) return false;
  if (!scope.tags) return true;
  return scope.tags.some((wanted) =>
    (tags ?? []).some(({ key, value }) => key === wanted.key && value === wanted.value),
  );
}
