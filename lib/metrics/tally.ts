import "server-only";
import type { Labels, Sample } from "#lib/metrics/exposition.ts";

/** Counts by labels, from the start of the process. */
export class Tally {
  readonly #counts = new Map<string, { labels: Labels; value: number }>();

  /** `by` 0 makes a count known before anything was counted: a series that begins at 0 shows its first step. */
  add(labels: Labels, by = 1): void {
    const key = JSON.stringify(Object.entries(labels).sort());
    const known = this.#counts.get(key);
    if (known) known.value += by;
    else this.#counts.set(key, { labels, value: by });
  }

  get samples(): readonly Sample[] {
    return [...this.#counts.values()];
  }
}
