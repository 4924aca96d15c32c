import { noteSchema } from "#lib/contract/requests.ts";
import { requestKeySchema } from "#lib/core/ids.ts";
import { answerNoted } from "#lib/http/change.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readBody } from "#lib/http/read-body.ts";

/** Adds words to a request that whoever reads it later should have. */
export const POST = guarded("requests.ask", async (call, params) => {
  const id = requestKeySchema.safeParse(params.id);
  if (!id.success) return call.refuse("not-found");
  const body = await readBody(call.request, noteSchema);
  if (!body.ok) return refuseBody(call, body.error);
  return answerNoted(call, await call.services.requests.note(call, id.data, body.value.text));
});
