import { guarded } from "#lib/http/gate.ts";
import { meOf } from "#lib/http/me.ts";
import { jsonResponse } from "#lib/http/problem.ts";

export const GET = guarded("inventory.read", async ({ actor, services }) =>
  jsonResponse(await meOf(actor, services)),
);
