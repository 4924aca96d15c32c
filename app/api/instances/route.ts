import { guarded } from "#lib/http/gate.ts";
import { unknownPlace } from "#lib/http/inventory-reads.ts";
import { listQuerySchema, readQuery } from "#lib/http/query.ts";
import { unlessKnown } from "#lib/http/unless-known.ts";
import { inventorySeenBy, situationOf } from "#lib/http/viewer.ts";
import { listInstances } from "#lib/inventory/instance-list.ts";

export const GET = guarded("inventory.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, listQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const unknown = await unknownPlace(call, query.value);
  if (unknown !== null) return call.refuse("invalid-request", { issues: [unknown] });
  const page = await listInstances(inventorySeenBy(call), query.value, await situationOf(call));
  if (!page.ok) return call.refuse(page.error.kind);
  return unlessKnown(call.request, page.value);
});
