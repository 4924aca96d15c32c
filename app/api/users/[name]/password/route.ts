import { nothingSchema } from "#lib/contract/people.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { answerChanged, authorOf, newPassword } from "#lib/http/people.ts";
import { readBody } from "#lib/http/read-body.ts";

/** A new password for a local user, told in this answer and never again. Ends the person's sessions. */
export const POST = guarded("users.manage", async (call, { name }) => {
  const body = await readBody(call.request, nothingSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const password = newPassword();
  const changed = await call.services.auth.setPassword(authorOf(call), String(name), password);
  return answerChanged(call, changed, { password });
});
