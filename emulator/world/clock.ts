/** A change that is due later; `cancel` before it is due and it never happens. */
export type Pending = { readonly dueAtMs: number; cancel(): void };

type Entry = Pending & { order: number; run: () => void };

/** Longest delay setTimeout takes (2^31 - 1 ms, about 24 days). */
const LONGEST_NATIVE_DELAY_MS = 2_147_483_647;

/**
 * The time of the emulated cloud. It runs with the machine's clock, ahead of or
 * behind it by what `advance` and `set` added, or stands still after `freeze`.
 * Changes that are due run in order of time, whether time passed or was moved.
 */
export class EmulatorClock {
  #offsetMs = 0;
  #frozenAtMs: number | null = null;
  #entries: Entry[] = [];
  #order = 0;
  #native: NodeJS.Timeout | undefined;
  #closed = false;

  get isFrozen(): boolean {
    return this.#frozenAtMs !== null;
  }

  /** Milliseconds since 1970, UTC. */
  now(): number {
    return this.#frozenAtMs ?? Date.now() + this.#offsetMs;
  }

  /** Runs `run` once `delayMs` of the emulated time have passed. */
  after(delayMs: number, run: () => void): Pending {
    const entry: Entry = {
      dueAtMs: this.now() + delayMs,
      order: this.#order++,
      run,
      cancel: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
      },
    };
    this.#entries.push(entry);
    this.#arm();
    return entry;
  }

  /** Moves time forward; everything that falls due on the way runs at its own time. */
  advance(byMs: number): void {
    this.#moveTo(this.now() + byMs);
  }

  /** Moves time to a moment; going back runs nothing and takes nothing back. */
  set(toMs: number): void {
    this.#moveTo(toMs);
  }

  /** How far time is ahead of the machine's, or behind it when below 0. */
  get offsetMs(): number {
    return this.now() - Date.now();
  }

  /** Puts time this far ahead of the machine's, or behind it, as a server with a wrong clock has it. */
  setOffset(offsetMs: number): void {
    this.#moveTo(Date.now() + offsetMs);
  }

  freeze(): void {
    this.#frozenAtMs ??= this.now();
    this.#arm();
  }

  /** Lets time run again from where it stands. */
  resume(): void {
    if (this.#frozenAtMs === null) return;
    this.#offsetMs = this.#frozenAtMs - Date.now();
    this.#frozenAtMs = null;
    this.#arm();
  }

  /** Runs what is due already; called before every answer so that no answer is older than its time. */
  settle(): void {
    this.#runUntil(this.now());
  }

  close(): void {
    this.#closed = true;
    this.#entries = [];
    clearTimeout(this.#native);
  }

  #moveTo(targetMs: number): void {
    const wasFrozen = this.isFrozen;
    this.freeze();
    this.#runUntil(targetMs);
    this.#frozenAtMs = targetMs;
    if (!wasFrozen) this.resume();
    else this.#arm();
  }

  #runUntil(targetMs: number): void {
    for (let next = this.#earliest(); next && next.dueAtMs <= targetMs; next = this.#earliest()) {
      next.cancel();
      if (this.#frozenAtMs !== null) this.#frozenAtMs = Math.max(this.#frozenAtMs, next.dueAtMs);
      next.run();
    }
    this.#arm();
  }

  #earliest(): Entry | undefined {
    let earliest: Entry | undefined;
    for (const entry of this.#entries) {
      if (!earliest || entry.dueAtMs < earliest.dueAtMs) earliest = entry;
    }
    return earliest;
  }

  #arm(): void {
    clearTimeout(this.#native);
    const next = this.#earliest();
    if (!next || this.isFrozen || this.#closed) return;
    const delayMs = Math.min(Math.max(next.dueAtMs - this.now(), 0), LONGEST_NATIVE_DELAY_MS);
    this.#native = setTimeout(() => this.settle(), delayMs);
    this.#native.unref();
  }
}
