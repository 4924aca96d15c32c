import "server-only";

import { eventActor } from "#lib/audit/audit-event.ts";
import { currentActor } from "#lib/auth/current-actor.ts";
import type { Permission } from "#lib/contract/session.ts";
import { currentServices } from "#lib/current-services.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { type Call, readCall } from "#lib/http/call.ts";
import { isJson, isSameOrigin } from "#lib/http/same-origin.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import type { Services } from "#lib/services.ts";

/** A call by someone who may make it. */
export interface AdmittedCall extends Call {
  actor: Actor;
  services: Services;
}

type Params = Record<string, string | string[]>;
type Handler = (call: AdmittedCall, params: Params) => Promise<Response>;
interface RouteContext {
  params: Promise<Params>;
}

/**
 * The gate of every route: who is it, may they, does it come from our own pages, and one log line whatever happens.
 * What throws inside is answered with 500 and a correlation id, and nothing of the cause.
 */
export function guarded(permission: Permission, handler: Handler) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const call = readCall(request);
    const services = currentServices();
    const startedAt = performance.now();
    const seen: { actor: Actor | null } = { actor: null };
    const response = await answer(call, services, permission, handler, context, seen);
    services.log.info("http.answered", {
      method: request.method,
      path: new URL(request.url).pathname,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAt),
      actor: seen.actor?.subject ?? null,
      address: call.from.address,
      correlationId: call.correlationId,
    });
    return response;
  };
}

async function answer(
  call: Call,
  services: Services,
  permission: Permission,
  handler: Handler,
  context: RouteContext,
  seen: { actor: Actor | null },
): Promise<Response> {
  try {
    const isChange = call.request.method !== "GET" && call.request.method !== "HEAD";
    if (isChange && !(isSameOrigin(call.request, services.config.publicUrl.origin) && isJson(call.request))) {
      return call.refuse("cross-site");
    }
    const actor = await currentActor(services.auth, services.config, { background: call.background });
    if (!actor.ok) return await noSession(call, services, actor.error.kind);
    seen.actor = actor.value;
    if (!mayDo(actor.value.roles, permission))
      return await notPermitted(call, services, actor.value, permission);
    return await handler({ ...call, actor: actor.value, services }, await context.params);
  } catch (cause) {
    services.log.error("http.failed", {
      message: cause instanceof Error ? cause.message : String(cause),
      stack: cause instanceof Error ? (cause.stack ?? null) : null,
      correlationId: call.correlationId,
    });
    return call.refuse("internal");
  }
}

async function noSession(
  call: Call,
  services: Services,
  kind: "no-session" | "unavailable",
): Promise<Response> {
  if (kind === "unavailable") return call.refuse("cannot-be-recorded");
  const what = `${call.request.method} ${new URL(call.request.url).pathname}`;
  await services.auth.recordStrangerRefused({ ...call.from, what, correlationId: call.correlationId });
  return call.refuse("no-session");
}

/** A right that was refused is an event: an auditor wants to see who tried what. */
async function notPermitted(
  call: Call,
  services: Services,
  actor: Actor,
  permission: Permission,
): Promise<Response> {
  await services.audit.append({
    actor: eventActor(actor),
    action: "permission.refused",
    result: "refused",
    from: call.from,
    correlationId: call.correlationId,
    after: { permission, method: call.request.method, path: new URL(call.request.url).pathname },
  });
  return call.refuse("not-permitted");
}
