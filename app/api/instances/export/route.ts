import { exportResponse } from "#lib/http/export-response.ts";
import { guarded } from "#lib/http/gate.ts";
import { unknownPlace } from "#lib/http/inventory-reads.ts";
import { instanceExportQuerySchema, readQuery } from "#lib/http/query.ts";
import { inventorySeenBy, situationOf } from "#lib/http/viewer.ts";
import { INSTANCE_EXPORT } from "#lib/inventory/export-columns.ts";
import { exportedRows } from "#lib/inventory/export-rows.ts";
import { instanceEntryRow, instanceListing } from "#lib/inventory/instance-list.ts";
import { sourceViews } from "#lib/inventory/source-views.ts";

/** The whole filtered set as one file; a region that was never read is read before. */
export const GET = guarded("inventory.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, instanceExportQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const unknown = await unknownPlace(call, query.value);
  if (unknown !== null) return call.refuse("invalid-request", { issues: [unknown] });
  const { format, ...filters } = query.value;
  const inventory = inventorySeenBy(call);
  const situation = await situationOf(call);
  await inventory.ensureAll(filters);
  const listing = await instanceListing(inventory, filters);
  if (!listing.ok) return call.refuse(listing.error.kind);
  const sources = sourceViews(listing.value.sources, listing.value.unlisted, situation.language, "instances");
  const pieces = exportedRows(listing.value, instanceEntryRow, format, {
    columns: INSTANCE_EXPORT,
    sources,
  });
  return exportResponse(pieces, "instances", { format, now: call.services.clock.now(), sources });
});
