import { z } from "zod";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import type { AuditLog } from "#lib/audit/audit-log.ts";
import { csvHeading, toCsv, toJsonl } from "#lib/audit/export-lines.ts";
import { guarded } from "#lib/http/gate.ts";
import { NO_STORE } from "#lib/http/problem.ts";
import { auditQuerySchema, readQuery } from "#lib/http/query.ts";

const exportQuerySchema = auditQuerySchema
  .omit({ cursor: true, limit: true })
  .extend({ format: z.enum(["csv", "jsonl"]) });

const CONTENT_TYPE = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** Everything the filters match, oldest first, as one file, made while it is sent. */
export const GET = guarded("audit.export", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, exportQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { format, ...filters } = query.value;
  const { audit, clock } = call.services;
  const recorded = await audit.recordExport(call, filters, format);
  if (!recorded.ok) return call.refuse("cannot-be-recorded");
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  return new Response(streamOf(lines(audit, filters, format)), {
    headers: {
      ...NO_STORE,
      "content-type": CONTENT_TYPE[format],
      "content-disposition": `attachment; filename="eni-desk-audit-${day}.${format}"`,
    },
  });
});

/** Makes the next piece when the reader wants one, so that a slow reader costs no memory. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(piece.value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* lines(
  audit: AuditLog,
  filters: AuditFilters,
  format: "csv" | "jsonl",
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  if (format === "csv") yield encoder.encode(csvHeading());
  for await (const batch of audit.exportRows(filters)) {
    // Breaking off makes the download fail; half a log must not look like a whole one.
    if (!batch.ok) throw new Error("the audit log could not be read to its end");
    for (const event of batch.value) yield encoder.encode(format === "csv" ? toCsv(event) : toJsonl(event));
  }
}
