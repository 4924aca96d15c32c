import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, call } from "#e2e/http/call.ts";

/** As `lib/client/polling.ts` and `use-sending.ts` have them. */
const CALM_POLL_MS = 30_000;
const SENDING_POLL_MS = 15_000;
const PAGE = "/network-interfaces";
const LIST = "/api/network-interfaces";

interface Watching {
  readonly port: number;
  readonly cookie: string;
  /** How long after the start it opens its page. */
  readonly opensAfterMs: number;
}

/**
 * Somebody who has the list of ENIs open, without the browser: opens the page, then asks for the list every 30 s with the
 * tag of what it has, and whether sending is stopped every 15 s, as polls, as the page's own code does.
 */
export class Watcher {
  readonly #watching: Watching;
  readonly #leaving = new AbortController();
  readonly #done: Promise<void>;
  #tag: string | null = null;
  #shown = "";
  /** Answers to polls, by status. */
  readonly statuses = new Map<number, number>();

  constructor(watching: Watching) {
    this.#watching = watching;
    this.#done = this.#watch().catch((cause: unknown) => {
      if (!this.#leaving.signal.aborted) throw cause;
    });
    // Whoever leaves is told; until then nobody waits for it.
    this.#done.catch(() => undefined);
  }

  /** True when this text is in the list as it was last read. */
  sees(text: string): boolean {
    return this.#shown.includes(text);
  }

  /** @throws {Error} when it could not go on watching */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#done;
  }

  async #watch(): Promise<void> {
    await this.#sleep(this.#watching.opensAfterMs);
    this.#shown = (await this.#get(PAGE, {})).text;
    let waitedMs = 0;
    for (;;) {
      await this.#sleep(SENDING_POLL_MS);
      waitedMs += SENDING_POLL_MS;
      await this.#poll("/api/me", {});
      if (waitedMs % CALM_POLL_MS === 0) await this.#pollList();
    }
  }

  async #pollList(): Promise<void> {
    const answer = await this.#poll(LIST, this.#tag === null ? {} : { "if-none-match": this.#tag });
    if (answer.status === 304) return;
    this.#shown = answer.text;
    this.#tag = answer.headers.etag ?? null;
  }

  async #poll(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const answer = await this.#get(path, { ...headers, "x-eni-desk-background": "1" });
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    if (answer.status !== 200 && answer.status !== 304)
      throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    return answer;
  }

  #get(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const { port, cookie } = this.#watching;
    return call(port, path, { headers: { cookie, accept: "application/json", ...headers } });
  }

  #sleep(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#leaving.signal });
  }
}

/** So many of them, opened one after the other over the time between two polls. */
export function watchers(count: number, port: number, cookie: string): Watcher[] {
  return Array.from(
    { length: count },
    (_, index) => new Watcher({ port, cookie, opensAfterMs: (index * CALM_POLL_MS) / count }),
  );
}
