import "server-only";

import { ipv4Number } from "#lib/policy/search-query.ts";

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

/** In front of each number goes its length, so that text order is number order: web-9 before web-10. */
const lengthFirst = (digits: string) => String.fromCharCode(0x30 + Math.min(digits.length, 9)) + digits;

/** A text whose code-unit order is the order people expect: no case, no accents, numbers by value. */
export function naturalKey(text: string): string {
  const lower = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return lower.replace(/\d+/g, (digits) => lengthFirst(digits.replace(/^0+(?=\d)/, "")));
}

/**
 * The rows in order. Keys are made once a row and compared as they are: a collator asked for every pair takes
 * seconds at 100,000 rows.
 */
export function sortRows<T>(
  rows: readonly T[],
  keyOf: (row: T) => SortValue,
  idOf: (row: T) => string,
  descending: boolean,
): T[] {
  const direction = descending ? -1 : 1;
  const keyed = rows.map((row) => {
    const value = keyOf(row);
    return { row, key: typeof value === "number" ? value : naturalKey(value), id: idOf(row) };
  });
  keyed.sort((a, b) => {
    if (a.key !== b.key) return a.key < b.key ? -direction : direction;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
  return keyed.map(({ row }) => row);
}

/** 10.0.0.9 sorts before 10.0.0.10; none sorts first. */
export const ipv4Order = (address: string | null): number => ipv4Number(address ?? "") ?? -1;

/** One window of a list and where the next one starts: at `offset`, else where the cursor says. A cursor is opaque to clients. */
export function windowOf<T>(
  rows: readonly T[],
  { cursor, offset, limit }: { cursor?: string | undefined; offset?: number | undefined; limit: number },
) {
  const start = offset ?? cursorOffset(cursor);
  const items = rows.slice(start, start + limit);
  const next = start + items.length;
  const more = items.length > 0 && next < rows.length;
  return { items, total: rows.length, offset: start, cursor: more ? `o${next}` : null };
}

export const CURSOR_PATTERN = /^o[0-9]{1,9}$/;

function cursorOffset(cursor: string | undefined): number {
  return cursor !== undefined && CURSOR_PATTERN.test(cursor) ? Number(cursor.slice(1)) : 0;
}
