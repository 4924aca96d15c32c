import type { Permission } from "#lib/contract/session.ts";
import type { Role } from "#lib/domain/actor.ts";

const GRANTS: Record<Role, readonly Permission[]> = {
  viewer: ["inventory.read", "requests.read"],
  operator: ["inventory.read", "requests.read", "requests.ask"],
  approver: ["inventory.read", "requests.read"],
  auditor: ["inventory.read", "requests.read", "audit.read", "audit.export", "access.review"],
  admin: ["inventory.read", "requests.read", "access.review", "users.manage", "settings.manage"],
};

/** Everything these roles allow together. No role, no permission: whoever is not named may nothing. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => GRANTS[role]))];
}

export function mayDo(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => GRANTS[role].includes(permission));
}
