import { currentServices } from "#lib/current-services.ts";
import { jsonResponse } from "#lib/http/problem.ts";

export const dynamic = "force-dynamic";

/** Is this process alive? Needs no session and tells nothing else. */
export function GET(): Response {
  const { config, version } = currentServices();
  return jsonResponse({ status: "ok", mode: config.mode, version });
}
