/**
 * The rows of all pages read so far, each once: between two reads a row may move from one page to the next.
 * The first sighting wins, so that the order stays the server's.
 */
export function flatPages<Row>(
  pages: readonly { items: readonly Row[] }[],
  idOf: (row: Row) => string,
): Row[] {
  const rows = new Map<string, Row>();
  for (const { items } of pages) {
    for (const row of items) {
      const id = idOf(row);
      if (!rows.has(id)) rows.set(id, row);
    }
  }
  return [...rows.values()];
}
