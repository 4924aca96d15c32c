import "server-only";

import type { SourceView } from "#lib/contract/inventory.ts";
import { csvLine } from "#lib/format/csv.ts";
import type { ExportColumn } from "#lib/inventory/export-columns.ts";

/** Rows made into text at a time: enough to fill a packet, too few to hold up other requests. */
const ROWS_A_PIECE = 200;

export type ExportFormat = "csv" | "json";

/** A list of which rows are taken by their places. */
interface Entries<Entry> {
  total: number;
  window(offset: number, limit: number): readonly Entry[];
}

/** The whole of a list as text, made piece by piece. JSON says in `sources` what it was read from and what is missing. */
export function* exportedRows<Entry, Row>(
  entries: Entries<Entry>,
  rowOf: (entry: Entry) => Row,
  format: ExportFormat,
  { columns, sources }: { columns: readonly ExportColumn<Row>[]; sources: readonly SourceView[] },
): Generator<string> {
  const csvRow = (row: Row) => csvLine(columns.map(([, cell]) => cell(row)));
  if (format === "csv") {
    // The mark at the beginning has spreadsheets read names that are not ASCII as UTF-8.
    yield `\ufeff${csvLine(columns.map(([heading]) => heading))}`;
    for (const piece of pieces(entries)) yield piece.map((entry) => csvRow(rowOf(entry))).join("");
    return;
  }
  yield `{"total":${entries.total},"sources":${JSON.stringify(sources)},"items":[`;
  let before = "\n";
  for (const piece of pieces(entries)) {
    yield `${before}${piece.map((entry) => JSON.stringify(rowOf(entry))).join(",\n")}`;
    before = ",\n";
  }
  yield "\n]}\n";
}

function* pieces<T>({ total, window }: Entries<T>): Generator<readonly T[]> {
  for (let from = 0; from < total; from += ROWS_A_PIECE) yield window(from, ROWS_A_PIECE);
}
