import { attachBackSchema } from "#lib/contract/requests.ts";
import { requestKeySchema } from "#lib/core/ids.ts";
import { answerAsked, readKey, refuseKey } from "#lib/http/change.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Attaches what this request took off to the instance it came from; answers with the new request. */
export const POST = guarded("requests.ask", async (call, params) => {
  const id = requestKeySchema.safeParse(params.id);
  if (!id.success) return call.refuse("not-found");
  const key = readKey(call.request);
  if (key === null) return refuseKey(call);
  const body = await readBody(call.request, attachBackSchema);
  if (!body.ok) return refuseBody(call, body.error);
  return answerAsked(call, await call.services.requests.attachBack(call, id.data, body.value, key));
});
