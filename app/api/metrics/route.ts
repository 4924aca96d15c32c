import { currentServices } from "#lib/current-services.ts";
import { readCall } from "#lib/http/call.ts";
import { metricsText, showsToken } from "#lib/http/metrics.ts";
import { NO_STORE } from "#lib/http/problem.ts";
import { EXPOSITION_TYPE } from "#lib/metrics/exposition.ts";

export const dynamic = "force-dynamic";

/** For a program that holds the token. Without one in the configuration there is nothing here. */
export async function GET(request: Request): Promise<Response> {
  const services = currentServices();
  const call = readCall(request);
  const { metricsToken } = services.config;
  if (metricsToken === null) return call.refuse("not-found");
  if (!showsToken(request.headers.get("authorization"), metricsToken)) {
    await services.auth.recordStrangerRefused({
      ...call.from,
      what: "GET /api/metrics",
      correlationId: call.correlationId,
    });
    return call.refuse("no-session", {}, { "www-authenticate": "Bearer" });
  }
  const text = await metricsText(services);
  return new Response(text, { headers: { ...NO_STORE, "content-type": EXPOSITION_TYPE } });
}
