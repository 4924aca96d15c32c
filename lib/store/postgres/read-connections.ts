import "server-only";
import type { PostgresConnection } from "#lib/store/postgres/connection.ts";
import { Unavailable } from "#lib/store/store-failure.ts";

const MOST = 8;
const CONNECT_LIMIT_MS = 2_000;
/** A read that finds all sessions taken waits no longer than this for one. */
const WAIT_LIMIT_MS = 2_000;

/** A few sessions that only read, opened when they are needed and kept. */
export class ReadConnections {
  readonly #open: (withinMs: number) => Promise<PostgresConnection>;
  readonly #idle: PostgresConnection[] = [];
  readonly #waiting: Array<() => void> = [];
  #taken = 0;
  #isClosed = false;

  constructor(open: (withinMs: number) => Promise<PostgresConnection>) {
    this.#open = open;
  }

  /** @throws when none is free or can be opened in time */
  async take(): Promise<PostgresConnection> {
    if (this.#isClosed) throw new Unavailable("closed", "the store is closed");
    if (this.#taken >= MOST) await this.#turn();
    else this.#taken += 1;
    for (let known = this.#idle.pop(); known !== undefined; known = this.#idle.pop()) {
      if (known.isUsable) return known;
    }
    try {
      return await this.#open(CONNECT_LIMIT_MS);
    } catch (cause) {
      this.#passOn();
      throw cause;
    }
  }

  giveBack(connection: PostgresConnection): void {
    if (this.#isClosed) void connection.close();
    else if (connection.isUsable) this.#idle.push(connection);
    this.#passOn();
  }

  /** Resolves with the place of one who is done, which stays taken. */
  async #turn(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(new Unavailable("locked", `no connection was free within ${WAIT_LIMIT_MS} ms`));
    }, WAIT_LIMIT_MS);
    this.#waiting.push(resolve);
    await promise;
    clearTimeout(timer);
  }

  #passOn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }
}
