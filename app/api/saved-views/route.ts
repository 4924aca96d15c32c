import { saveViewSchema } from "#lib/contract/saved-views.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";
import { answerViews } from "#lib/http/saved-views.ts";

/** A person's own views; nobody else's can be reached from here. */
export const GET = guarded("inventory.read", async (call) => {
  const views = await call.services.savedViews.of(call.actor.userId);
  return views.ok ? jsonResponse({ items: views.value }) : call.refuse("cannot-be-recorded");
});

export const POST = guarded("inventory.read", async (call) => {
  const body = await readBody(call.request, saveViewSchema);
  if (!body.ok) return refuseBody(call, body.error);
  return answerViews(call, await call.services.savedViews.save(call.actor.userId, body.value));
});
