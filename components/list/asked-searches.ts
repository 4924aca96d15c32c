/**
 * Query strings that were asked for and have not arrived yet, oldest first.
 * Next renders each in turn and writes its own older address into the bar while
 * it does, so that the bar is no base for the next change until all arrived.
 */
export class AskedSearches {
  #asked: string[] = [];
  #arrived: string | undefined;

  /** What the next change builds on: the newest that was asked for, else what the bar says. */
  base(inBar: string): string {
    return this.#asked.at(-1) ?? inBar;
  }

  /** Notes a change that is on its way; without a leading question mark. */
  ask(search: string): void {
    this.#asked.push(search);
  }

  /**
   * Notes what was rendered; several parts of a page may tell the same. One of ours has arrived, with those before it;
   * another one is a link's or the back button's, and ends all waiting.
   */
  arrived(search: string): void {
    if (search === this.#arrived) return;
    this.#arrived = search;
    const index = this.#asked.indexOf(search);
    this.#asked = index < 0 ? [] : this.#asked.slice(index + 1);
  }

  /** For a page that goes. */
  forget(): void {
    this.#asked = [];
    this.#arrived = undefined;
  }
}
