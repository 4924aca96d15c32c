import "server-only";

/**
 * What people have asked for and is not done yet, whether or not they still wait for it: a caller who has hung up has
 * asked all the same. A stop waits for all of it before the database closes.
 */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();
  #isOver = false;

  /** Does the work; answers null, and has not begun it, when everything is over. */
  async do<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#isOver) return null;
    const doing = work();
    this.#work.add(doing);
    try {
      return await doing;
    } finally {
      this.#work.delete(doing);
    }
  }

  /** Ends once nothing is left, also of what began meanwhile; from that moment on nothing begins. */
  async end(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
    this.#isOver = true;
  }
}
