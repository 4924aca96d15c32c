import { guarded } from "#lib/http/gate.ts";
import { unknownPlace } from "#lib/http/inventory-reads.ts";
import { networkInterfaceQuerySchema, readQuery } from "#lib/http/query.ts";
import { unlessKnown } from "#lib/http/unless-known.ts";
import { inventorySeenBy, situationOf } from "#lib/http/viewer.ts";
import { listNetworkInterfaces } from "#lib/inventory/network-interface-list.ts";

export const GET = guarded("inventory.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, networkInterfaceQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const unknown = await unknownPlace(call, query.value);
  if (unknown !== null) return call.refuse("invalid-request", { issues: [unknown] });
  const page = await listNetworkInterfaces(inventorySeenBy(call), query.value, await situationOf(call));
  if (!page.ok) return call.refuse(page.error.kind);
  return unlessKnown(call.request, page.value);
});
