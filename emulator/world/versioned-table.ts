import type { EmulatorClock } from "#emulator/world/clock.ts";

type Keys<Row> = {
  id(row: Row): string;
  /** Rows are listed by account and region. */
  partition(row: Row): string;
  /** The id of what the row sits on, empty for nothing. */
  host(row: Row): string;
};

/** Old versions kept per row, so that a read can be answered as of some seconds ago. */
const VERSIONS_KEPT = 16;

/**
 * Rows that never change in place: an update replaces the row and remembers the
 * old one with the moment it ended, which is what stale reads are made of.
 */
export class VersionedTable<Row extends object> {
  readonly #clock: EmulatorClock;
  readonly #keys: Keys<Row>;
  readonly #rows = new Map<string, Row>();
  readonly #partitions = new Map<string, Set<string>>();
  readonly #hosts = new Map<string, Set<string>>();
  readonly #ordinals = new Map<string, number>();
  readonly #past = new Map<string, { endedAtMs: number; row: Row }[]>();

  constructor(clock: EmulatorClock, rows: readonly Row[], keys: Keys<Row>) {
    this.#clock = clock;
    this.#keys = keys;
    for (const row of rows) this.insert(row);
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
    const id = this.#keys.id(row);
    this.#rows.set(id, row);
    // Ordinals of removed rows stay taken, so that no page token ever points at a newer row.
    this.#ordinals.set(id, this.#ordinals.size + 1);
    this.#index(row);
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
    const past = this.#past.get(id) ?? [];
    past.push({ endedAtMs: this.#clock.now(), row });
    if (past.length > VERSIONS_KEPT) past.shift();
    this.#past.set(id, past);
    this.#rows.set(id, next);
    if (this.#keys.host(row) !== this.#keys.host(next)) {
      this.#hosts.get(this.#keys.host(row))?.delete(id);
      this.#index(next);
    }
    return next;
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.#past.delete(id);
    this.#partitions.get(this.#keys.partition(row))?.delete(id);
    this.#hosts.get(this.#keys.host(row))?.delete(id);
  }

  /** The row as it was at `atMs`. */
  asOf(id: string, atMs: number): Row | undefined {
    return this.#past.get(id)?.find((version) => version.endedAtMs > atMs)?.row ?? this.#rows.get(id);
  }

  /** Ids in one account and region, in the order in which they came to be. */
  idsIn(accountId: string, regionId: string): Iterable<string> {
    return this.#partitions.get(`${accountId}/${regionId}`) ?? [];
  }

  hostedBy(hostId: string): Row[] {
    const rows: Row[] = [];
    for (const id of this.#hosts.get(hostId) ?? []) {
      const row = this.#rows.get(id);
      if (row) rows.push(row);
    }
    return rows;
  }

  #index(row: Row): void {
    const id = this.#keys.id(row);
    addTo(this.#partitions, this.#keys.partition(row), id);
    const host = this.#keys.host(row);
    if (host) addTo(this.#hosts, host, id);
  }
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
