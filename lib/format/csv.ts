export type CsvCell = string | number | undefined;

/** One line of CSV (RFC 4180, CRLF) that a spreadsheet takes for text throughout. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, and cloud resources may be named so on purpose; the
 * apostrophe makes it text. The wide forms are what East Asian keyboards and some spreadsheets treat alike.
 */
function csvCell(cell: CsvCell): string {
  if (cell === undefined) return "";
  const text = String(cell);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
