import type { EmulatorClock } from "#emulator/world/clock.ts";
import { OrderedIds } from "#emulator/world/ordered-ids.ts";

type Keys<Row> = {
  id(row: Row): string;
  /** Rows are listed by account and region. */
  partition(row: Row): string;
  /** Names of further lists that the row is in; a read which is about one of them looks at no other rows. */
  lists?(row: Row): readonly string[];
  /** The id of what the row sits on, empty for nothing. */
  host(row: Row): string;
  /** Told of every row that comes, changes or goes; undefined stands for no row. */
  changed?(before: Row | undefined, after: Row | undefined): void;
};

/** Old versions kept per row, so that a read can be answered as of some seconds ago. */
const VERSIONS_KEPT = 16;
/** Removed rows that can still be read as of a time when they were there; the oldest go first. */
const REMOVED_KEPT = 1_000;

/** What a row was until a moment; undefined before it was made. */
type Version<Row> = { readonly endedAtMs: number; readonly row: Row | undefined };

/**
 * Rows that never change in place: an update replaces the row and remembers the
 * old one with the moment it ended, which is what stale reads are made of.
 */
export class VersionedTable<Row extends object> {
  readonly #clock: EmulatorClock;
  readonly #keys: Keys<Row>;
  readonly #rows = new Map<string, Row>();
  readonly #partitions = new Map<string, OrderedIds>();
  readonly #lists = new Map<string, OrderedIds>();
  readonly #hosts = new Map<string, Set<string>>();
  readonly #ordinals = new Map<string, number>();
  readonly #past = new Map<string, Version<Row>[]>();
  /** Ids of rows by what they once sat on. */
  readonly #formerHosts = new Map<string, Set<string>>();
  /** Removed rows' ids with their partitions. */
  readonly #removed = new Map<string, string>();

  constructor(clock: EmulatorClock, rows: readonly Row[], keys: Keys<Row>) {
    this.#clock = clock;
    this.#keys = keys;
    for (const row of rows) this.#place(row);
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  all(): IterableIterator<Row> {
    return this.#rows.values();
  }

  insert(row: Row): void {
    this.#past.set(this.#keys.id(row), [{ endedAtMs: this.#clock.now(), row: undefined }]);
    this.#place(row);
  }

  #place(row: Row): void {
    const id = this.#keys.id(row);
    this.#rows.set(id, row);
    // Ordinals of removed rows stay taken, so that no page token ever points at a newer row.
    const ordinal = this.#ordinals.size + 1;
    this.#ordinals.set(id, ordinal);
    orderedIn(this.#partitions, this.#keys.partition(row)).add(id, ordinal);
    this.#enterLists(id, row);
    this.#enterHost(id, row);
    this.#keys.changed?.(undefined, row);
  }

  /** The row's place in the order of creation, which page tokens hold on to. */
  ordinal(id: string): number {
    return this.#ordinals.get(id) ?? 0;
  }

  /** Replaces some fields of a row and answers the new row, or undefined where there is none. */
  update(id: string, fields: Partial<Row>): Row | undefined {
    const row = this.#rows.get(id);
    if (!row) return undefined;
    const next = { ...row, ...fields };
    this.#remember(id, row);
    this.#rows.set(id, next);
    this.#keys.changed?.(row, next);
    this.#leaveLists(id, row);
    this.#enterLists(id, next);
    if (this.#keys.host(row) !== this.#keys.host(next)) {
      this.#leaveHost(id, row);
      this.#enterHost(id, next);
    }
    return next;
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.#keys.changed?.(row, undefined);
    this.#remember(id, row);
    this.#partitions.get(this.#keys.partition(row))?.remove(this.ordinal(id));
    this.#leaveLists(id, row);
    this.#leaveHost(id, row);
    this.#removed.set(id, this.#keys.partition(row));
    const [oldest] = this.#removed.keys();
    if (this.#removed.size <= REMOVED_KEPT || oldest === undefined) return;
    this.#removed.delete(oldest);
    this.#past.delete(oldest);
  }

  /** The row as it was at `atMs`. */
  asOf(id: string, atMs: number): Row | undefined {
    const version = this.#past.get(id)?.find(({ endedAtMs }) => endedAtMs > atMs);
    return version ? version.row : this.#rows.get(id);
  }

  /** Ids in one account and region, in the order in which they came to be, after a place; 0 for all. */
  idsIn(accountId: string, regionId: string, after = 0): Iterable<string> {
    return this.#partitions.get(`${accountId}/${regionId}`)?.after(after) ?? [];
  }

  /** The same of one of the further lists. */
  idsInList(name: string, after = 0): Iterable<string> {
    return this.#lists.get(name)?.after(after) ?? [];
  }

  /** All of them with those that were removed, for reads that look back. */
  idsEverIn(accountId: string, regionId: string): string[] {
    const partition = `${accountId}/${regionId}`;
    const removed = [...this.#removed].filter(([, other]) => other === partition).map(([id]) => id);
    return [...this.idsIn(accountId, regionId), ...removed].sort(
      (left, right) => this.ordinal(left) - this.ordinal(right),
    );
  }

  /** What sat on a host at `atMs`, as it was then. */
  hostedByAsOf(hostId: string, atMs: number): Row[] {
    const ids = new Set([...(this.#hosts.get(hostId) ?? []), ...(this.#formerHosts.get(hostId) ?? [])]);
    return [...ids]
      .map((id) => this.asOf(id, atMs))
      .filter((row) => row !== undefined)
      .filter((row) => this.#keys.host(row) === hostId);
  }

  hostedBy(hostId: string): Row[] {
    const rows: Row[] = [];
    for (const id of this.#hosts.get(hostId) ?? []) {
      const row = this.#rows.get(id);
      if (row) rows.push(row);
    }
    return rows;
  }

  #remember(id: string, row: Row): void {
    const past = this.#past.get(id) ?? [];
    past.push({ endedAtMs: this.#clock.now(), row });
    if (past.length > VERSIONS_KEPT) past.shift();
    this.#past.set(id, past);
  }

  #leaveHost(id: string, row: Row): void {
    const host = this.#keys.host(row);
    if (!host) return;
    this.#hosts.get(host)?.delete(id);
    addTo(this.#formerHosts, host, id);
  }

  #enterLists(id: string, row: Row): void {
    for (const name of this.#keys.lists?.(row) ?? []) orderedIn(this.#lists, name).add(id, this.ordinal(id));
  }

  #leaveLists(id: string, row: Row): void {
    for (const name of this.#keys.lists?.(row) ?? []) this.#lists.get(name)?.remove(this.ordinal(id));
  }

  #enterHost(id: string, row: Row): void {
    const host = this.#keys.host(row);
    if (host) addTo(this.#hosts, host, id);
  }
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function orderedIn(lists: Map<string, OrderedIds>, name: string): OrderedIds {
  const known = lists.get(name);
  if (known) return known;
  const ids = new OrderedIds();
  lists.set(name, ids);
  return ids;
}
