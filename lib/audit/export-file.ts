import "server-only";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import type { AuditLog } from "#lib/audit/audit-log.ts";
import { csvHeading, toCsv, toJsonl } from "#lib/audit/export-lines.ts";
import type { AuditCover, AuditEventView } from "#lib/contract/audit.ts";

/**
 * The lines of an export, made while they are read. One event is always held back, because the last one says what the
 * file covers. Throws when the log could not be read to its end: half a log must not look like a whole one.
 */
export async function* exportedLines(
  audit: AuditLog,
  filters: AuditFilters,
  format: "csv" | "jsonl",
  cover: AuditCover,
): AsyncGenerator<string> {
  const toLine = format === "csv" ? toCsv : toJsonl;
  if (format === "csv") yield csvHeading();
  let last: AuditEventView | undefined;
  let count = 0;
  for await (const batch of audit.exportRows(filters, cover)) {
    if (!batch.ok) throw new Error("the audit log could not be read to its end");
    for (const event of batch.value) {
      if (last) yield toLine(last);
      last = event;
      count += 1;
    }
  }
  if (last) yield toLine(last, { ...cover, count });
}
