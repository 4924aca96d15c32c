import { createHash } from "node:crypto";
import type { Call, WireObject } from "#emulator/actions/action.ts";
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

/** Rows in order of creation after a place, 0 for all; it may answer more than it was asked for. */
type RowsAfter<T> = (after: number) => Iterable<Row<T>>;

type Row<T> = { readonly item: T; readonly ordinal: number };
export type Page<T> = { readonly items: readonly T[]; readonly envelope: WireObject };

/** Both ways of paging start with ten rows when nothing is said. */
const DEFAULT_ROWS = 10;

/** Parameters that may differ between two pages of one list. */
const NOT_PART_OF_THE_QUESTION = new Set(["NextToken", "MaxResults", "MaxResult"]);

type Asked = Pick<Call, "params" | "pageShift">;

/**
 * Cuts one page out of rows in order of creation.
 *
 * With MaxResults or NextToken it pages by token, and TotalCount, PageNumber
 * and PageSize are 0. With PageNumber or PageSize it pages the deprecated way.
 * With neither it answers the first page with both.
 */
export function page<T>(rowsAfter: RowsAfter<T>, { params, pageShift }: Asked, limits: Limits): Page<T> {
  const maxResults = params.integer(limits.sizeParameter ?? "MaxResults");
  const token = params.get("NextToken");
  const pageNumber = params.integer("PageNumber");
  const pageSize = params.integer("PageSize");
  const isByToken = maxResults !== undefined || token !== undefined;
  if (!isByToken && (pageNumber !== undefined || pageSize !== undefined)) {
    return byNumber(
      rowsAfter(0),
      { pageNumber: pageNumber ?? 1, pageSize: pageSize ?? DEFAULT_ROWS, pageShift },
      limits,
    );
  }
  const size = Math.min(
    Math.max(maxResults ?? limits.defaultRows ?? DEFAULT_ROWS, limits.maxResultsMin),
    limits.maxResultsMax,
  );
  const digest = questionDigest(limits.action, params);
  const after = token === undefined ? 0 : readToken(token, digest);
  if (isByToken) {
    const { items, next } = take(shifted(rowsAfter(pageShift < 0 ? 0 : after), after, pageShift), size);
    const nextToken = next === undefined ? "" : makeToken(digest, next);
    return { items, envelope: { NextToken: nextToken, TotalCount: 0, PageNumber: 0, PageSize: 0 } };
  }
  const all = [...rowsAfter(0)];
  const { items, next } = take(all, size);
  const nextToken = next === undefined ? "" : makeToken(digest, next);
  return { items, envelope: { NextToken: nextToken, TotalCount: all.length, PageNumber: 1, PageSize: size } };
}

function byNumber<T>(
  rows: Iterable<Row<T>>,
  { pageNumber, pageSize, pageShift }: { pageNumber: number; pageSize: number; pageShift: number },
  limits: Limits,
): Page<T> {
  if (pageNumber < 1 || pageSize < 1 || pageSize > limits.pageSizeMax) throw ecsError(limits.badPage);
  const all = [...rows];
  const start = startOfPage(pageNumber, pageSize, pageShift);
  return {
    items: all.slice(start, start + pageSize).map((row) => row.item),
    envelope: { NextToken: "", TotalCount: all.length, PageNumber: pageNumber, PageSize: pageSize },
  };
}

/** Where a numbered page begins. A fault may move every page but the first. */
export function startOfPage(pageNumber: number, pageSize: number, pageShift: number): number {
  return pageNumber === 1 ? 0 : Math.max(0, (pageNumber - 1) * pageSize + pageShift);
}

/** The rows after a place; with a fault, some of them left out or some before them said again. */
function* shifted<T>(rows: Iterable<Row<T>>, after: number, pageShift: number): Iterable<Row<T>> {
  let toOmit = after === 0 ? 0 : Math.max(0, pageShift);
  const toRepeat: Row<T>[] = [];
  for (const row of rows) {
    if (row.ordinal <= after) {
      if (pageShift < 0) toRepeat.push(row);
      if (toRepeat.length > -pageShift) toRepeat.shift();
      continue;
    }
    yield* toRepeat.splice(0);
    if (toOmit > 0) toOmit -= 1;
    else yield row;
  }
  yield* toRepeat;
}

/** Takes `size` rows; `next` is the place of the last one when more follow. */
function take<T>(rows: Iterable<Row<T>>, size: number): { items: T[]; next: number | undefined } {
  const items: T[] = [];
  let last = 0;
  for (const row of rows) {
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
