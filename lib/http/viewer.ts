import "server-only";

import type { Actor } from "#lib/domain/actor.ts";
import type { Language } from "#lib/i18n/language.ts";
import type { SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { reachOf } from "#lib/policy/reach.ts";
import { isReadOnly } from "#lib/requests/acting.ts";
import { mayAskFor } from "#lib/requests/within-reach.ts";
import type { Services } from "#lib/services.ts";
import { readSending } from "#lib/switches/sending.ts";

/** Someone who looks: a route and a page read the same things for the same person through this. */
export interface Viewer {
  services: Services;
  actor: Actor;
  language: Language;
}

/** The inventory as far as this person may see it. */
export function inventorySeenBy({ services, actor }: Pick<Viewer, "services" | "actor">): SeenInventory {
  return services.inventory.seenBy(reachOf(actor.grants, "inventory.read"));
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
  const asking = reachOf(actor.grants, "requests.ask");
  const stopped = sending.ok && !sending.value.enabled ? sending.value : null;
  const byInterface = new Map(
    (open.ok ? open.value : []).map(({ networkInterfaceId, id, action, state, askedBy }) => [
      networkInterfaceId,
      { id, action, state, askedBy: askedBy.name },
    ]),
  );
  return {
    language,
    rights: JSON.stringify([
      asking.scopes,
      open.ok && sending.ok,
      services.config.observeOnly || stopped !== null,
      [...byInterface.keys()].sort(),
    ]),
    mayAsk: (networkInterface, instance) =>
      open.ok && sending.ok && mayAskFor(asking, networkInterface, instance),
    ...(open.ok && sending.ok && asking.scopes === null ? { allBut: [...byInterface.keys()] } : {}),
    observeOnly: services.config.observeOnly,
    isReadOnly: (accountId) => isReadOnly(services, accountId),
    sendingStopped: stopped && { reason: stopped.reason, by: stopped.by },
    openRequest: (networkInterfaceId) => byInterface.get(networkInterfaceId),
  };
}
