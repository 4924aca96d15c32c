import "server-only";

import type { Actor } from "#lib/domain/actor.ts";
import type { Language } from "#lib/i18n/language.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import type { Services } from "#lib/services.ts";

/** Someone who looks: a route and a page read the same things for the same person through this. */
export interface Viewer {
  services: Services;
  actor: Actor;
  language: Language;
}

/**
 * What decides how rows read for this person: rights, mode and open requests. When the open requests can't be
 * read nothing is offered for detaching, because another request might be open.
 */
export async function situationOf({ services, actor, language }: Viewer): Promise<Situation> {
  const open = await services.requests.open();
  const byInterface = new Map(
    (open.ok ? open.value : []).map(({ networkInterfaceId, id, state, askedBy }) => [
      networkInterfaceId,
      { id, state, askedBy: askedBy.name },
    ]),
  );
  return {
    language,
    mayAsk: open.ok && mayDo(actor.roles, "requests.ask"),
    observeOnly: services.config.observeOnly,
    openRequest: (networkInterfaceId) => byInterface.get(networkInterfaceId),
  };
}
