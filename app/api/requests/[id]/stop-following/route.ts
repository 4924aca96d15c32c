import { stopFollowingSchema } from "#lib/contract/requests.ts";
import { requestKeySchema } from "#lib/core/ids.ts";
import { answerNoted } from "#lib/http/change.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";

export const POST = guarded("requests.ask", async (call, params) => {
  const id = requestKeySchema.safeParse(params.id);
  if (!id.success) return call.refuse("not-found");
  const body = await readBody(call.request, stopFollowingSchema);
  if (!body.ok) return refuseBody(call, body.error);
  return answerNoted(call, await call.services.requests.stopFollowing(call, id.data, body.value.reason));
});
