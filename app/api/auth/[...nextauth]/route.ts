import type { NextRequest } from "next/server";
import { nextAuthHandler } from "#lib/auth/next-auth-handler.ts";
import { currentServices } from "#lib/current-services.ts";
import { readCall } from "#lib/http/call.ts";
import { isSameOrigin } from "#lib/http/same-origin.ts";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth has a form token of its own; that a change comes from our own pages is asked here as everywhere. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { auth, config } = currentServices();
  if (request.method !== "GET" && !isSameOrigin(request, config.publicUrl.origin)) {
    return readCall(request).refuse("cross-site");
  }
  return nextAuthHandler(auth, config)(request, context);
}

export { handle as GET, handle as POST };
