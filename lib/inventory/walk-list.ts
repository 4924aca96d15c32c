import "server-only";

import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Part, PlannedPart } from "#lib/inventory/partition.ts";

/** A page token that never ends must not keep us walking for ever: 4,000 pages are 2,000,000 ENIs. */
const MOST_PAGES = 4_000;

export interface ListPage<T> {
  rows: T[];
  nextToken: string | null;
  /** How many there are in all, where the page tells. */
  total: number | null;
}

/** One list of a region, as ECS lets it be asked for. */
export interface Listing<T> {
  rowsPerCall: number;
  idOf(row: T): string;
  /** One page of a chain, of a part or (null) of everything. */
  page(part: Part | null, nextToken: string | undefined): Promise<Result<ListPage<T>, EcsFailure>>;
  /** The first `size` rows by page number, with the total. */
  counted(part: Part | null, size: number): Promise<Result<ListPage<T>, EcsFailure>>;
  /** The parts to read side by side; none when one chain is the better way. */
  plan(total: number): Promise<PlannedPart[]>;
  /** Called with each page as it comes. */
  onRows(rows: readonly T[]): void;
  /** Keeps the number of calls that are under way small; of those that wait, the one with the most pages to come goes next. */
  inLane<R>(work: () => Promise<R>, pagesLeft: number): Promise<R>;
}

/** The fewest rows a page by number is asked for: only its total is wanted. */
const JUST_COUNT = 10;

type Walked = Result<ReadonlySet<string>, EcsFailure>;

/**
 * Reads a whole list and says which ids it saw. The first call counts; a list of one page ends with it. A longer one
 * is read in parts side by side, and held against the count: parts that come short are read again, and if rows are
 * still missing (they lie in no part we know), the list is read as one chain. One failed page fails the walk.
 */
export async function walkList<T>(listing: Listing<T>): Promise<Walked> {
  return new ListWalk(listing).whole();
}

class ListWalk<T> {
  readonly #listing: Listing<T>;
  readonly #seen = new Set<string>();
  #failure: EcsFailure | null = null;

  constructor(listing: Listing<T>) {
    this.#listing = listing;
  }

  async whole(): Promise<Walked> {
    const { counted, rowsPerCall, plan } = this.#listing;
    const first = await this.#listing.inLane(() => counted(null, rowsPerCall), 0);
    // Page numbers are deprecated: where ECS no longer takes them, the token still leads through everything.
    if (!first.ok)
      return first.error.kind === "rejected" && isAboutPages(first.error) ? this.#oneChain() : first;
    const { rows, total } = first.value;
    this.#take(rows);
    if (total === null || total < rows.length) return this.#oneChain();
    if (total === rows.length) return ok(this.#seen);
    const parts = await plan(total);
    if (parts.length === 0) return this.#oneChain();
    const sizes = await this.#inParts(parts);
    if (this.#failure) return err(this.#failure);
    if (this.#seen.size >= total) return ok(this.#seen);
    return this.#settle(sizes);
  }

  /** Fewer rows than counted: some have gone since, or some were missed. */
  async #settle(sizes: ReadonlyMap<Part, number>): Promise<Walked> {
    const short = await Promise.all(
      [...sizes].map(async ([part, size]) => {
        const now = await this.#countNow(part);
        return now === null || now > size ? [{ part, rows: now ?? size }] : [];
      }),
    );
    await this.#inParts(short.flat());
    if (this.#failure) return err(this.#failure);
    const total = await this.#countNow(null);
    return total !== null && this.#seen.size >= total ? ok(this.#seen) : this.#oneChain();
  }

  async #countNow(part: Part | null): Promise<number | null> {
    const answer = await this.#listing.inLane(() => this.#listing.counted(part, JUST_COUNT), 0);
    return answer.ok ? answer.value.total : null;
  }

  /** Reads the parts and tells how many rows each had. */
  async #inParts(parts: readonly PlannedPart[]): Promise<ReadonlyMap<Part, number>> {
    const sizes = await Promise.all(
      parts.map(async ({ part, rows }) => [part, await this.#chain(part, rows)] as const),
    );
    return new Map(sizes);
  }

  async #oneChain(): Promise<Walked> {
    await this.#chain(null, 0);
    return this.#failure ? err(this.#failure) : ok(this.#seen);
  }

  /**
   * Follows NextToken to the end (TotalCount means nothing beside tokens), or until any chain has failed. Chains take
   * turns page by page, the one that has the longest way to go first, so that none is still at its beginning when the
   * others end.
   */
  async #chain(part: Part | null, rows: number): Promise<number> {
    const ids = new Set<string>();
    let nextToken: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const pagesLeft = Math.ceil((rows - ids.size) / this.#listing.rowsPerCall);
      const page = await this.#pageInLane(part, nextToken, pagesLeft);
      if (page === null) return ids.size;
      this.#take(page.rows);
      for (const row of page.rows) ids.add(this.#listing.idOf(row));
      if (page.nextToken === null || page.nextToken === nextToken) return ids.size;
      nextToken = page.nextToken;
    }
    this.#failure ??= tooManyPages();
    return ids.size;
  }

  /** Null where this or any other chain has failed: then nothing more is asked for. */
  #pageInLane(
    part: Part | null,
    nextToken: string | undefined,
    pagesLeft: number,
  ): Promise<ListPage<T> | null> {
    return this.#listing.inLane(async () => {
      if (this.#failure) return null;
      const page = await this.#listing.page(part, nextToken);
      if (page.ok) return page.value;
      this.#failure ??= page.error;
      return null;
    }, pagesLeft);
  }

  #take(rows: readonly T[]): void {
    for (const row of rows) this.#seen.add(this.#listing.idOf(row));
    this.#listing.onRows(rows);
  }
}

/** A refusal that names the way of paging: InvalidOperation.InvalidEniPageNumber, NotSupported.PageNumberAndPageSize, … */
function isAboutPages({ code }: { code: string }): boolean {
  return /PageNumber|PageSize/i.test(code) || code.startsWith("InvalidParameter");
}

function tooManyPages(): EcsFailure {
  return {
    kind: "outcome-unknown",
    cause: `more than ${MOST_PAGES} pages`,
    httpStatus: null,
    code: null,
    message: null,
    requestId: null,
  };
}
