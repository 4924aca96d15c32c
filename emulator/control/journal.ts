/** One call as it came in and what became of it. The oracle of every test that asks what was really sent. */
export type JournalEntry = {
  /** Number of the call since start or reset of the journal's emulator, from 1. */
  readonly seq: number;
  /** The emulator's time on arrival. */
  readonly at: string;
  /** Empty for a request that could not even be read. */
  action: string;
  readonly params: Readonly<Record<string, string>>;
  readonly accessKeyId: string;
  /** 0 until an answer was given; stays 0 when none ever is. */
  httpStatus: number;
  code?: string;
  readonly requestId: string;
  /** True once a write was carried out, whatever the caller was told. Never for reads. */
  applied: boolean;
  /** What a latency fault added, in real time. */
  latencyMs: number;
  /** Kinds of the faults that took part. */
  faults: string[];
};

/** Entries kept; the oldest go first. Ours. */
const ENTRIES_KEPT = 100_000;

export class Journal {
  #entries: JournalEntry[] = [];
  #seq = 0;

  open(entry: Pick<JournalEntry, "at" | "action" | "params" | "accessKeyId" | "requestId">): JournalEntry {
    this.#seq += 1;
    const opened: JournalEntry = {
      seq: this.#seq,
      ...entry,
      httpStatus: 0,
      applied: false,
      latencyMs: 0,
      faults: [],
    };
    this.#entries.push(opened);
    // In steps, since removing from the front moves everything behind it.
    if (this.#entries.length > ENTRIES_KEPT * 1.1) this.#entries = this.#entries.slice(-ENTRIES_KEPT);
    return opened;
  }

  /** `since` is a sequence number (exclusive) or an ISO time (inclusive). */
  list(filter: { action?: string | undefined; since?: string | undefined }): JournalEntry[] {
    const { action, since } = filter;
    const sinceSeq = since !== undefined && /^\d+$/.test(since) ? Number(since) : undefined;
    const sinceMs = since !== undefined && sinceSeq === undefined ? Date.parse(since) : undefined;
    return this.#entries.filter(
      (entry) =>
        (action === undefined || entry.action === action) &&
        (sinceSeq === undefined || entry.seq > sinceSeq) &&
        (sinceMs === undefined || Date.parse(entry.at) >= sinceMs),
    );
  }

  /** The call that came in before the one with this RequestId. */
  before(requestId: string): JournalEntry | undefined {
    const index = this.#entries.findLastIndex((entry) => entry.requestId === requestId);
    return index < 1 ? undefined : this.#entries[index - 1];
  }

  clear(): void {
    this.#entries = [];
  }
}
