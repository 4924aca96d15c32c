import { stepUpSchema } from "#lib/contract/account.ts";
import { answerProof, ownChangeOf } from "#lib/http/account.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Proves again who sits there. Counted like a sign-in; a wrong password ends nothing. */
export const POST = guarded("inventory.read", async (call) => {
  const body = await readBody(call.request, stepUpSchema);
  if (!body.ok) return refuseBody(call, body.error);
  return answerProof(call, await call.services.auth.stepUp(ownChangeOf(call), body.value.password));
});
