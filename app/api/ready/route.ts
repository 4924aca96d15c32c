import { currentServices } from "#lib/current-services.ts";
import { jsonResponse } from "#lib/http/problem.ts";

export const dynamic = "force-dynamic";

/** May this process be sent people? Only if it can record; ECS being out of reach takes nobody out. */
export async function GET(): Promise<Response> {
  const { store, audit, inventory } = currentServices();
  const [writable, head, accounts] = await Promise.all([store.check(), audit.head(), inventory.accounts()]);
  const checks = { store: writable.ok, audit: head.ok };
  const degraded = accounts.ok ? {} : { ecs: accounts.error.kind };
  return jsonResponse({ checks, degraded }, writable.ok && head.ok ? 200 : 503);
}
