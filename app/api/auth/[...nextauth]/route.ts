import type { NextRequest } from "next/server";
import { nextAuthHandler } from "#lib/auth/next-auth-handler.ts";
import { currentServices } from "#lib/current-services.ts";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

function handle(request: NextRequest, context: Context): Promise<Response> {
  const { auth, config } = currentServices();
  return nextAuthHandler(auth, config)(request, context);
}

export { handle as GET, handle as POST };
