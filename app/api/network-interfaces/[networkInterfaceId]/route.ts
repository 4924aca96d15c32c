import { networkInterfaceIdSchema } from "#lib/core/ids.ts";
import { refuseRead } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { readNetworkInterfaceDetail } from "#lib/http/inventory-reads.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { placeQuerySchema, readQuery } from "#lib/http/query.ts";

export const GET = guarded("inventory.read", async (call, params) => {
  const id = networkInterfaceIdSchema.safeParse(params.networkInterfaceId);
  if (!id.success)
    return call.refuse("invalid-request", {
      issues: [{ path: "networkInterfaceId", message: "not an ENI id (eni-…)" }],
    });
  const place = readQuery(new URL(call.request.url).searchParams, placeQuerySchema);
  if (!place.ok) return call.refuse("invalid-request", { issues: place.error });
  const detail = await readNetworkInterfaceDetail(call, place.value, id.data, call.background);
  return detail.ok ? jsonResponse(detail.value) : refuseRead(call, detail.error);
});
