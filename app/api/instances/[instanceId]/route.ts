import { instanceIdSchema } from "#lib/core/ids.ts";
import { refuseRead } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readInstanceDetail } from "#lib/http/inventory-reads.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { placeQuerySchema, readQuery } from "#lib/http/query.ts";

export const GET = guarded("inventory.read", async (call, params) => {
  const id = instanceIdSchema.safeParse(params.instanceId);
  if (!id.success)
    return call.refuse("invalid-request", {
      issues: [{ path: "instanceId", message: "not an ECS instance id (i-…)" }],
    });
  const place = readQuery(new URL(call.request.url).searchParams, placeQuerySchema);
  if (!place.ok) return call.refuse("invalid-request", { issues: place.error });
  const detail = await readInstanceDetail(call, place.value, id.data);
  return detail.ok ? jsonResponse(detail.value) : refuseRead(call, detail.error);
});
