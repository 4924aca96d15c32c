import "server-only";

/** Compares two rows by one sortable value; equal values fall back to the id, so that an order never changes by itself. */
export type SortValue = string | number;

/** `name` sorts up, `-name` sorts down. */
export function parseSort<Key extends string>(
  sort: string | undefined,
  keys: readonly Key[],
  fallback: Key,
): { key: Key; descending: boolean } {
  const descending = sort?.startsWith("-") ?? false;
  const key = keys.find((candidate) => candidate === (descending ? sort?.slice(1) : sort));
  return key === undefined ? { key: fallback, descending: false } : { key, descending };
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function sortRows<T>(
  rows: readonly T[],
  keyOf: (row: T) => SortValue,
  idOf: (row: T) => string,
  descending: boolean,
): T[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = keyOf(a);
    const y = keyOf(b);
    const order =
      typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
    return order === 0 ? collator.compare(idOf(a), idOf(b)) : order * direction;
  });
}

/** IPv4 text as a number, so that 10.0.0.9 sorts before 10.0.0.10; -1 for none. */
export function ipv4Order(address: string | null): number {
  const parts = (address ?? "").split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return -1;
  return parts.reduce((total, part) => total * 256 + part, 0);
}

/** One window of a list and where the next one starts. A cursor is opaque to clients. */
export function windowOf<T>(rows: readonly T[], cursor: string | undefined, limit: number) {
  const start = cursorOffset(cursor);
  const items = rows.slice(start, start + limit);
  const next = start + items.length;
  return { items, total: rows.length, cursor: next < rows.length ? `o${next}` : null };
}

export const CURSOR_PATTERN = /^o[0-9]{1,9}$/;

function cursorOffset(cursor: string | undefined): number {
  return cursor !== undefined && CURSOR_PATTERN.test(cursor) ? Number(cursor.slice(1)) : 0;
}
