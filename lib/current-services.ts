import "server-only";

import type { Services } from "#lib/services.ts";

const KEY = Symbol.for("eni-desk");

/**
 * The one instance of the services, made by server.ts. Pages, routes and the server are bundled apart, so a module's
 * own variable would exist several times; the global symbol exists once.
 */
export function currentServices(): Services {
  const services = (globalThis as { [KEY]?: Services })[KEY];
  if (!services)
    throw new Error("The services are made by server.ts; start ENI Desk with `npm start` or `npm run dev`.");
  return services;
}

export function installServices(services: Services): void {
  const holder = globalThis as { [KEY]?: Services };
  if (holder[KEY]) throw new Error("The services exist already; there must be one instance.");
  holder[KEY] = services;
}
