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

const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text);
const withoutAccents = (text: string) => text.normalize("NFKD").replace(/\p{M}+/gu, "");

/** A text whose code-unit order is the order people expect: no case, no accents, numbers by value. */
export function naturalKey(text: string): string {
  // An order asks for a million of them, nearly all without anything to decompose.
  const lower = (isPlain(text) ? text : withoutAccents(text)).toLowerCase();
  return lower.replace(/\d+/g, (digits) => lengthFirst(digits.replace(/^0+(?=\d)/, "")));
}

/** 10.0.0.9 sorts before 10.0.0.10; none sorts first. */
export const ipv4Order = (address: string | null): number => ipv4Number(address ?? "") ?? -1;

export const CURSOR_PATTERN = /^o[0-9]{1,9}$/;

/** Where a window starts: at `offset`, else where the cursor says. A cursor is opaque to clients. */
export function startOf({
  cursor,
  offset,
}: {
  cursor?: string | undefined;
  offset?: number | undefined;
}): number {
  if (offset !== undefined) return offset;
  return cursor !== undefined && CURSOR_PATTERN.test(cursor) ? Number(cursor.slice(1)) : 0;
}

/** The cursor of the window after one of `length` rows; null behind the last. */
export function cursorAfter(start: number, length: number, total: number): string | null {
  return length > 0 && start + length < total ? `o${start + length}` : null;
}
