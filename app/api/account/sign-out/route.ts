import { ownSignOutSchema } from "#lib/contract/account.ts";
import { ownChangeOf } from "#lib/http/account.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Ends sessions of the person's own; a handle of somebody else's names nothing here. */
export const POST = guarded("inventory.read", async (call) => {
  const body = await readBody(call.request, ownSignOutSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const ended = await call.services.auth.endOwnSessions(ownChangeOf(call), body.value.session);
  return ended.ok ? jsonResponse({ sessions: ended.value }) : call.refuse("cannot-be-recorded");
});
