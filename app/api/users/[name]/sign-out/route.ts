import { nothingSchema } from "#lib/contract/people.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { authorOf } from "#lib/http/people.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Ends every session of a person, on every replica. */
export const POST = guarded("users.manage", async (call, { name }) => {
  const body = await readBody(call.request, nothingSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { auth } = call.services;
  const users = await auth.listUsers();
  if (!users.ok) return call.refuse("cannot-be-recorded");
  const user = users.value.find((each) => each.name === name);
  if (!user) return call.refuse("not-found");
  const ended = await auth.endAllSessions(user.id, authorOf(call));
  return ended.ok ? jsonResponse({ sessions: ended.value }) : call.refuse("cannot-be-recorded");
});
