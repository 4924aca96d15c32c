import { z } from "zod";
import { exportedLines } from "#lib/audit/export-file.ts";
import { withinReach } from "#lib/http/audit-reads.ts";
import { guarded } from "#lib/http/gate.ts";
import { NO_STORE } from "#lib/http/problem.ts";
import { auditQuerySchema, readQuery } from "#lib/http/query.ts";
import { streamOf } from "#lib/http/stream-of.ts";

const exportQuerySchema = auditQuerySchema
  .omit({ cursor: true, limit: true })
  .extend({ format: z.enum(["csv", "jsonl"]) });

const CONTENT_TYPE = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** Everything the filters match, oldest first, as one file, made while it is sent. */
export const GET = guarded("audit.export", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, exportQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { format, ...chosen } = query.value;
  const filters = withinReach(call.actor, chosen);
  const { audit, clock } = call.services;
  const recorded = await audit.recordExport(call, { format, filters });
  if (!recorded.ok) return call.refuse("cannot-be-recorded");
  const cover = await audit.exportCover(filters);
  if (!cover.ok) return call.refuse("cannot-be-recorded");
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  return new Response(streamOf(exportedLines(audit, filters, format, cover.value)), {
    headers: {
      ...NO_STORE,
      "content-type": CONTENT_TYPE[format],
      "content-disposition": `attachment; filename="eni-desk-audit-${day}.${format}"`,
    },
  });
});
