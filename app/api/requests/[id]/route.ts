import { requestKeySchema } from "#lib/core/ids.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readRequestDetail } from "#lib/http/request-reads.ts";

export const GET = guarded("requests.read", async (call, params) => {
  const id = requestKeySchema.safeParse(params.id);
  if (!id.success) return call.refuse("not-found");
  const detail = await readRequestDetail(call, id.data);
  if (!detail.ok) return call.refuse("cannot-be-recorded");
  return detail.value ? jsonResponse(detail.value) : call.refuse("not-found");
});
