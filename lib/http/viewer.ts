import "server-only";

import type { Actor } from "#lib/domain/actor.ts";
import type { Language } from "#lib/i18n/language.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import type { Services } from "#lib/services.ts";
import { readSending } from "#lib/switches/sending.ts";

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
  const [open, sending] = await Promise.all([
    services.requests.open(),
    services.store.read((db) => readSending(db)),
  ]);
  const stopped = sending.ok && !sending.value.enabled ? sending.value : null;
  const byInterface = new Map(
    (open.ok ? open.value : []).map(({ networkInterfaceId, id, action, state, askedBy }) => [
      networkInterfaceId,
      { id, action, state, askedBy: askedBy.name },
    ]),
  );
  return {
    language,
    mayAsk: open.ok && sending.ok && mayDo(actor.roles, "requests.ask"),
    observeOnly: services.config.observeOnly,
    sendingStopped: stopped && { reason: stopped.reason, by: stopped.by },
    openRequest: (networkInterfaceId) => byInterface.get(networkInterfaceId),
  };
}
