import { ownPasswordSchema } from "#lib/contract/account.ts";
import { answerProof, ownChangeOf } from "#lib/http/account.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";

/** A new password for the present one. Ends the person's other sessions. */
export const POST = guarded("inventory.read", async (call) => {
  const body = await readBody(call.request, ownPasswordSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { present, next } = body.value;
  return answerProof(call, await call.services.auth.changeOwnPassword(ownChangeOf(call), present, next));
});
