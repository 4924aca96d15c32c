import { newUserSchema } from "#lib/contract/people.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { answerChanged, authorOf, newPassword, userForAdmins } from "#lib/http/people.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";

export const GET = guarded("users.manage", async (call) => {
  const users = await call.services.auth.listUsers();
  if (!users.ok) return call.refuse("cannot-be-recorded");
  return jsonResponse({ items: users.value.map(userForAdmins) });
});

/** Makes a local user with a password that is told in this answer and never again. */
export const POST = guarded("users.manage", async (call) => {
  const body = await readBody(call.request, newUserSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { displayName, ...user } = body.value;
  const password = newPassword();
  const wanted = { ...user, password, ...(displayName !== undefined && { displayName }) };
  const made = await call.services.auth.createUser(authorOf(call), wanted);
  return answerChanged(call, made, { password, status: 201 });
});
