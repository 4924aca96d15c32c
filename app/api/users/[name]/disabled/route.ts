import { disabledSchema } from "#lib/contract/people.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { answerChanged, authorOf } from "#lib/http/people.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Shuts a person out, and ends their sessions, or lets them in again. */
export const POST = guarded("users.manage", async (call, { name }) => {
  const body = await readBody(call.request, disabledSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { auth } = call.services;
  return answerChanged(call, await auth.setDisabled(authorOf(call), String(name), body.value.disabled));
});
