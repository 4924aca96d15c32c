import { currentServices } from "#lib/current-services.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readinessOf } from "#lib/http/readiness.ts";

export const dynamic = "force-dynamic";

/** For a load balancer: 503 takes this replica out. ECS being out of reach, or a clock being wrong, does not. */
export async function GET(): Promise<Response> {
  const readiness = await readinessOf(currentServices());
  const { store, audit } = readiness.checks;
  return jsonResponse(readiness, store && audit ? 200 : 503);
}
