import { newGrantsSchema } from "#lib/contract/people.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { answerChanged, authorOf } from "#lib/http/people.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Replaces what a local user may do and where. Counts from their next request on. */
export const POST = guarded("users.manage", async (call, { name }) => {
  const body = await readBody(call.request, newGrantsSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { grants, dutiesAccepted } = body.value;
  const { auth } = call.services;
  return answerChanged(call, await auth.setGrants(authorOf(call), String(name), grants, dutiesAccepted));
});
