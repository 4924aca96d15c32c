/** One answer of a list: the rows from `offset` on, of the listing that is called `version`. */
export interface WindowPage<Row> {
  items: readonly Row[];
  offset: number;
  total: number;
  version: string;
}

/** What a person has before them: the first and last row on screen, and whether one of them must stay where it is. */
export interface View {
  first: number;
  last: number;
  /** The pointer rests on a row, or a row has the focus: a press that is about to come must meet the same row. */
  held: boolean;
}

/** The listing as it shows now; a new object whenever anything that shows has changed. */
export interface Shown {
  version: string;
  total: number;
  /** Counts the times that another order or another set of rows took the place of the last. */
  turn: number;
  /** By how many rows what was on top moved down at that turn; the table scrolls along, so that it stays on top. */
  moved: number;
  /** A newer listing waits: taking it now would move what the person points at. */
  waiting: boolean;
}

interface Kept<Row> {
  row: Row;
  /** The turn of the listing that it is of. */
  turn: number;
}

/** Rows kept in the browser; the farthest from what shows are let go. */
const MOST_ROWS = 3_000;
/** Rows read in one call. The API allows 500. */
const MOST_READ = 500;

/**
 * The windows of a long list that the browser holds. All belong to one listing, so that they fit together; a poll
 * brings the next one. Rows on screen are brought up to date at once, each in its place; another order or other rows
 * come only while nothing is pointed at. Knows nothing of how rows are read or drawn.
 */
export class ListWindows<Row> {
  readonly #idOf: (row: Row) => string;
  readonly #rows = new Map<number, Kept<Row>>();
  readonly #places = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #next: WindowPage<Row> | null = null;
  #expired = false;
  #shown: Shown;

  constructor(idOf: (row: Row) => string, page: WindowPage<Row>) {
    this.#idOf = idOf;
    this.#shown = { version: page.version, total: page.total, turn: 0, moved: 0, waiting: false };
    this.#put(page);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): Shown => this.#shown;

  rowAt(index: number): Row | undefined {
    return this.#rows.get(index)?.row;
  }

  /** Undefined for a row that is not held. */
  indexOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    for (const { row } of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  /** What has to be read before the rows from `first` to `last` are there; null when they are. */
  missing(first: number, last: number): { offset: number; limit: number } | null {
    const end = Math.min(last, this.#shown.total - 1);
    let from = -1;
    let to = -1;
    for (let index = Math.max(0, first); index <= end; index += 1) {
      if (this.#rows.get(index)?.turn === this.#shown.turn) continue;
      if (from === -1) from = index;
      to = index;
    }
    return from === -1 ? null : { offset: from, limit: Math.min(MOST_READ, to - from + 1) };
  }

  /** Takes a window that was asked for by version. One that comes too late, of another listing, is left. */
  fill(page: WindowPage<Row>, view: View): void {
    if (page.version !== this.#shown.version) return;
    this.#put(page);
    this.#letGo(view);
    this.#tell({});
  }

  /** Takes what a poll brought: the newest listing, through a window around what shows. */
  accept(page: WindowPage<Row>, view: View): void {
    if (this.#isSame(page) && !this.#expired) {
      this.#put(page);
      this.#next = null;
      this.#tell({ waiting: false });
    } else if (this.#expired || !view.held || this.#standsAlike(page, view)) {
      this.#turnTo(page, view);
    } else {
      this.#next = page;
      for (const row of page.items) this.#renew(row);
      this.#tell({ waiting: true });
    }
  }

  /** The server no longer knows the listing that shows: the next poll takes its place whatever is pointed at. */
  expire(): void {
    this.#expired = true;
  }

  /** Shows the listing that waits, if one does. */
  showWaiting(view: View): void {
    if (this.#next) this.#turnTo(this.#next, view);
  }

  /** True for the listing that shows. By its rows too: what may be detached changes with requests, within one version. */
  #isSame({ items, offset, total, version }: WindowPage<Row>): boolean {
    if (version !== this.#shown.version || total !== this.#shown.total) return false;
    return items.every((row, at) => {
      const kept = this.#rows.get(offset + at);
      return kept?.turn !== this.#shown.turn || this.#idOf(row) === this.#idOf(kept.row);
    });
  }

  /** True when every row on screen would stay the same row at the same place. */
  #standsAlike(page: WindowPage<Row>, { first, last }: View): boolean {
    for (let index = first; index <= Math.min(last, this.#shown.total - 1); index += 1) {
      const row = page.items[index - page.offset];
      const kept = this.#rows.get(index);
      if (!row || !kept || this.#idOf(row) !== this.#idOf(kept.row)) return false;
    }
    return first < page.total;
  }

  /** The first row on screen that the new listing still has decides how far everything moved. */
  #turnTo(page: WindowPage<Row>, { first, last }: View): void {
    const places = new Map(page.items.map((row, at) => [this.#idOf(row), page.offset + at]));
    let moved = 0;
    for (let index = first; first > 0 && index <= last; index += 1) {
      const kept = this.#rows.get(index);
      const place = kept && places.get(this.#idOf(kept.row));
      if (place === undefined) continue;
      moved = place - index;
      break;
    }
    if (moved !== 0) {
      this.#rows.clear();
      this.#places.clear();
    }
    this.#next = null;
    this.#expired = false;
    const { version, total } = page;
    for (const index of this.#rows.keys()) if (index >= total) this.#remove(index);
    this.#shown = { version, total, moved, waiting: false, turn: this.#shown.turn + 1 };
    this.#put(page);
    this.#tell({});
  }

  #put({ items, offset }: WindowPage<Row>): void {
    const { turn } = this.#shown;
    for (const [at, row] of items.entries()) {
      const index = offset + at;
      this.#remove(index);
      const id = this.#idOf(row);
      const elsewhere = this.#places.get(id);
      // It moved here; where it was, something else is by now.
      if (elsewhere !== undefined) this.#remove(elsewhere);
      this.#rows.set(index, { row, turn });
      this.#places.set(id, index);
    }
  }

  #renew(row: Row): void {
    const index = this.#places.get(this.#idOf(row));
    if (index !== undefined) this.#rows.set(index, { row, turn: this.#shown.turn });
  }

  #remove(index: number): void {
    const kept = this.#rows.get(index);
    if (!kept) return;
    this.#rows.delete(index);
    this.#places.delete(this.#idOf(kept.row));
  }

  #letGo({ first, last }: View): void {
    if (this.#rows.size <= MOST_ROWS) return;
    const middle = (first + last) / 2;
    for (const index of this.#rows.keys()) {
      if (Math.abs(index - middle) > MOST_ROWS / 3) this.#remove(index);
    }
  }

  #tell(changes: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
