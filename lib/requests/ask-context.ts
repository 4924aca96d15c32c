import "server-only";

import { type EventActor, type EventOrigin, eventActor } from "#lib/audit/audit-event.ts";
import type { Actor } from "#lib/domain/actor.ts";

/** Who asks, from where, and the id under which the log line and the events of this call can be found together. */
export interface AskContext {
  actor: Actor;
  from: EventOrigin;
  correlationId: string;
}

/** Who an event of a request is by: a person with an origin, or ENI Desk itself while it follows. */
export interface EventBy {
  actor: EventActor;
  from?: EventOrigin;
  correlationId: string;
  /** As whom the cloud was asked, where that is a session of a role. */
  cloudIdentity?: string;
}

/** The person of a context, as the author of events. */
export function byPerson({ actor, from, correlationId }: AskContext): EventBy {
  return { actor: eventActor(actor), from, correlationId };
}
