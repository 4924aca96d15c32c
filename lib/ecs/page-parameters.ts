import "server-only";

/** How a list is asked for in pages: by token, or with `firstPageOf` the first page by number, which tells the total. */
export function pageParameters(
  { maxResults, firstPageOf }: { maxResults?: number | undefined; firstPageOf?: number | undefined },
  most: number,
): [string, string][] {
  if (firstPageOf === undefined) return [["MaxResults", String(maxResults ?? most)]];
  return [
    ["PageNumber", "1"],
    ["PageSize", String(firstPageOf)],
  ];
}
