import "server-only";
import { z } from "zod";
import { type Actor, ROLES, type Role } from "#lib/domain/actor.ts";
import type { UsersTable } from "#lib/store/schema.ts";

const rolesSchema = z.array(z.enum(ROLES));

/** The roles of a row. Throws on anything else than known roles: whoever reads it must then be let in nowhere. */
export function rolesOf(user: Pick<UsersTable, "roles">): Role[] {
  return rolesSchema.parse(JSON.parse(user.roles));
}

/** The only maker of an `Actor`; call it with a user whose session was just found alive, nowhere else. */
export function mintActor(
  user: Pick<UsersTable, "id" | "issuer" | "name" | "display_name" | "roles">,
  sessionId: string,
): Actor {
  const actor = {
    userId: user.id,
    issuer: user.issuer,
    subject: user.id,
    name: user.name,
    roles: Object.freeze(rolesOf(user)),
    sessionId,
  };
  return Object.freeze(actor) as Actor;
}
