const KEPT_HEAD = 8;
const KEPT_TAIL = 6;

/** A long id with its middle left out, for places that have no room; prefix and end are what people compare by. */
export function shortId(id: string): string {
  if (id.length <= KEPT_HEAD + KEPT_TAIL + 1) return id;
  return `${id.slice(0, KEPT_HEAD)}…${id.slice(-KEPT_TAIL)}`;
}
