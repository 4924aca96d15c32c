import { renameViewSchema } from "#lib/contract/saved-views.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";
import { answerViews } from "#lib/http/saved-views.ts";

export const POST = guarded("inventory.read", async (call, { id }) => {
  const body = await readBody(call.request, renameViewSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const { savedViews } = call.services;
  return answerViews(call, await savedViews.rename(call.actor.userId, String(id), body.value.name));
});
