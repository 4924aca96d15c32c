import "server-only";
import { z } from "zod";
import { scopedRolesSchema } from "#lib/contract/people.ts";
import { type Actor, ROLES, type Role } from "#lib/domain/actor.ts";
import type { Grant } from "#lib/domain/scope.ts";
import type { UsersTable } from "#lib/store/schema.ts";

const rolesSchema = z.array(z.enum(ROLES));

type RolesOfRow = Pick<UsersTable, "roles"> & { scoped_roles: string };

/** The grants of a row. Throws on anything it does not know: whoever reads it must then be let in nowhere. */
export function grantsOf(user: RolesOfRow): Grant[] {
  const everywhere = rolesSchema.parse(JSON.parse(user.roles)).map((role) => ({ role, scope: null }));
  return [...everywhere, ...scopedRolesSchema.parse(JSON.parse(user.scoped_roles))];
}

/** Every role of a row, wherever it holds. Throws like `grantsOf`. */
export function rolesOf(user: RolesOfRow): Role[] {
  return [...new Set(grantsOf(user).map(({ role }) => role))];
}

/** The only maker of an `Actor`; call it with a user whose session was just found alive, nowhere else. */
export function mintActor(
  user: Pick<UsersTable, "id" | "issuer" | "name"> & RolesOfRow,
  sessionId: string,
  authenticatedAtMs: number,
): Actor {
  const actor = {
    userId: user.id,
    issuer: user.issuer,
    subject: user.id,
    name: user.name,
    roles: Object.freeze(rolesOf(user)),
    grants: Object.freeze(grantsOf(user)),
    sessionId,
    authenticatedAtMs,
  };
  return Object.freeze(actor) as Actor;
}
