import "server-only";

import type { SourceView } from "#lib/contract/inventory.ts";
import { NO_STORE } from "#lib/http/problem.ts";
import { streamOf } from "#lib/http/stream-of.ts";
import type { ExportFormat } from "#lib/inventory/export-rows.ts";

const CONTENT_TYPE: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/** A list as a file, made while it is sent. Its name says so when a source could not be read: rows may be missing or old. */
export function exportResponse(
  pieces: Iterator<string>,
  what: "instances" | "network-interfaces",
  { format, now, sources }: { format: ExportFormat; now: number; sources: readonly SourceView[] },
): Response {
  const day = new Date(now).toISOString().slice(0, 10);
  const incomplete = sources.every(({ ok }) => ok) ? "" : "-incomplete";
  return new Response(streamOf(pieces), {
    headers: {
      ...NO_STORE,
      "content-type": CONTENT_TYPE[format],
      "content-disposition": `attachment; filename="eni-desk-${what}-${day}${incomplete}.${format}"`,
    },
  });
}
