import { NextRequest } from "next/server";
import { nextAuthHandler } from "#lib/auth/next-auth-handler.ts";
import { currentServices } from "#lib/current-services.ts";
import { readCall } from "#lib/http/call.ts";
import { readText } from "#lib/http/read-body.ts";
import { isForm, isSameOrigin } from "#lib/http/same-origin.ts";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** What our pages use of next-auth. The rest of it (its own pages, its error texts in addresses) stays shut. */
const OFFERED = ["GET csrf", "GET session", "HEAD session", "POST callback/credentials", "POST signout"];
/** The same with an OpenID provider. */
const OFFERED_WITH_OPENID = [...OFFERED, "POST signin/openid", "GET callback/openid"];

/**
 * next-auth has a form token of its own; that a change comes from our own pages is asked here as everywhere. Its
 * body is read here first: next-auth itself would take any length, and fail on JSON that is none.
 */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { auth, config, log } = currentServices();
  const call = readCall(request);
  const { nextauth } = await context.params;
  const offered = config.openId ? OFFERED_WITH_OPENID : OFFERED;
  if (!offered.includes(`${request.method} ${nextauth.join("/")}`)) return call.refuse("not-found");
  const { from } = call;
  if (request.method !== "POST") return nextAuthHandler(auth, config, { from, log })(request, context);
  if (!(isSameOrigin(request, config.publicUrl.origin) && isForm(request))) return call.refuse("cross-site");
  const body = await readText(request);
  if (body === null) return call.refuse("payload-too-large");
  // Whatever else stands in the address would go on to the provider.
  const { origin, pathname, searchParams } = new URL(request.url);
  const again = searchParams.get("again") === "1";
  const form = new NextRequest(`${origin}${pathname}`, { method: "POST", headers: request.headers, body });
  return nextAuthHandler(auth, config, { from, again, log })(form, context);
}

export { handle as GET, handle as POST };
