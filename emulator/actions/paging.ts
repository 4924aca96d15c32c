import { createHash } from "node:crypto";
import type { WireObject } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";

export type Limits = {
  readonly action: string;
  /** The parameter that says how many rows; MaxResults unless given. */
  readonly sizeParameter?: string;
  readonly maxResultsMin: number;
  readonly maxResultsMax: number;
  /** Rows of a page when nothing is said; 10 unless given. */
  readonly defaultRows?: number;
  readonly pageSizeMax: number;
  readonly badPage: "InvalidParameter" | "InvalidOperation.InvalidEniPageNumber";
};

type Row<T> = { readonly item: T; readonly ordinal: number };
export type Page<T> = { readonly items: readonly T[]; readonly envelope: WireObject };

/** Both ways of paging start with ten rows when nothing is said. */
const DEFAULT_ROWS = 10;

/** Parameters that may differ between two pages of one list. */
const NOT_PART_OF_THE_QUESTION = new Set(["NextToken", "MaxResults", "MaxResult"]);

/**
 * Cuts one page out of rows in order of creation.
 *
 * With MaxResults or NextToken it pages by token, and TotalCount, PageNumber
 * and PageSize are 0. With PageNumber or PageSize it pages the deprecated way.
 * With neither it answers the first page with both.
 */
export function page<T>(rows: Iterable<Row<T>>, params: Parameters, limits: Limits): Page<T> {
  const maxResults = params.integer(limits.sizeParameter ?? "MaxResults");
  const token = params.get("NextToken");
  const pageNumber = params.integer("PageNumber");
  const pageSize = params.integer("PageSize");
  const isByToken = maxResults !== undefined || token !== undefined;
  if (!isByToken && (pageNumber !== undefined || pageSize !== undefined)) {
    return byNumber(rows, pageNumber ?? 1, pageSize ?? DEFAULT_ROWS, limits);
  }
  const size = Math.min(
    Math.max(maxResults ?? limits.defaultRows ?? DEFAULT_ROWS, limits.maxResultsMin),
    limits.maxResultsMax,
  );
  const digest = questionDigest(limits.action, params);
  const after = token === undefined ? 0 : readToken(token, digest);
  if (isByToken) {
    const { items, next } = take(rows, after, size);
    const nextToken = next === undefined ? "" : makeToken(digest, next);
    return { items, envelope: { NextToken: nextToken, TotalCount: 0, PageNumber: 0, PageSize: 0 } };
  }
  const all = [...rows];
  const { items, next } = take(all, 0, size);
  const nextToken = next === undefined ? "" : makeToken(digest, next);
  return { items, envelope: { NextToken: nextToken, TotalCount: all.length, PageNumber: 1, PageSize: size } };
}

function byNumber<T>(rows: Iterable<Row<T>>, pageNumber: number, pageSize: number, limits: Limits): Page<T> {
  if (pageNumber < 1 || pageSize < 1 || pageSize > limits.pageSizeMax) throw ecsError(limits.badPage);
  const all = [...rows];
  const start = (pageNumber - 1) * pageSize;
  return {
    items: all.slice(start, start + pageSize).map((row) => row.item),
    envelope: { NextToken: "", TotalCount: all.length, PageNumber: pageNumber, PageSize: pageSize },
  };
}

/** Takes `size` rows after a place; `next` is the place of the last one when more follow. */
function take<T>(
  rows: Iterable<Row<T>>,
  after: number,
  size: number,
): { items: T[]; next: number | undefined } {
  const items: T[] = [];
  let last = after;
  for (const row of rows) {
    if (row.ordinal <= after) continue;
    if (items.length === size) return { items, next: last };
    items.push(row.item);
    last = row.ordinal;
  }
  return { items, next: undefined };
}

/** A token belongs to the question it was given for; asked with other filters it is not valid. */
export function questionDigest(action: string, params: Parameters): Buffer {
  const question = Object.entries(params.forJournal())
    .filter(([name]) => !NOT_PART_OF_THE_QUESTION.has(name))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([action, question]))
    .digest()
    .subarray(0, 18);
}

/** base64 of digest and place, so that tokens carry `+`, `/` and `=` as those of ECS do. */
export function makeToken(digest: Buffer, ordinal: number): string {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(ordinal);
  return Buffer.concat([digest, place]).toString("base64");
}

export function readToken(token: string, digest: Buffer): number {
  const bytes = Buffer.from(token, "base64");
  if (bytes.length !== digest.length + 4 || !bytes.subarray(0, digest.length).equals(digest))
    throw badToken();
  return bytes.readUInt32BE(digest.length);
}

export function badToken() {
  return ecsError("InvalidParameter", { message: "The specified NextToken is not valid or has expired." });
}
