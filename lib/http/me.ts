import "server-only";

import { LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import type { Me } from "#lib/contract/session.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { sendingView } from "#lib/http/settings.ts";
import { permissionsOf } from "#lib/policy/permissions.ts";
import type { Services } from "#lib/services.ts";

/** The person as their own pages need to know them. */
export async function meOf(actor: Actor, services: Services): Promise<Me> {
  const { config } = services;
  return {
    user: { id: actor.userId, name: actor.name },
    roles: [...actor.roles],
    permissions: permissionsOf(actor.roles),
    mode: config.mode,
    observeOnly: config.observeOnly,
    emergency: config.openId !== null && actor.issuer === LOCAL_ISSUER,
    sending: await sendingView(services),
  };
}
