import "server-only";
import { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { QueryResult } from "kysely";
import pg from "pg";
import type { PostgresAddress } from "#lib/store/postgres/address.ts";
import { STATEMENT_LIMIT_MS } from "#lib/store/postgres/session-settings.ts";
import { Unavailable } from "#lib/store/store-failure.ts";

/** Longer than the server's own limit: only a server that says nothing at all comes to this one. */
export const ANSWER_LIMIT_MS = STATEMENT_LIMIT_MS + 500;
const FAREWELL_LIMIT_MS = 1_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Counts and sums come as texts, since they may be larger than a number holds; ours are not. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** One session with a server. Every wait is bounded here too: a hung server or network answers no limit of its own. */
export class PostgresConnection {
  readonly #client: pg.Client;
  readonly #socket = new Socket();
  #isUsable = true;

  private constructor(address: PostgresAddress, startupOptions: string, withinMs: number) {
    const { tls: encryption, ...where } = address;
    this.#client = new pg.Client({
      ...where,
      ...(encryption !== null && { ssl: { ca: encryption.ca } }),
      application_name: "eni-desk",
      options: startupOptions,
      stream: () => this.#socket,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      connectionTimeoutMillis: withinMs,
      types,
    });
    // The server may end a session at any time, also while nobody asks it anything.
    this.#client.on("error", () => this.destroy());
    this.#client.on("end", () => this.destroy());
  }

  /** @throws when there is no session within the time */
  static async open(
    address: PostgresAddress,
    startupOptions: string,
    withinMs: number,
  ): Promise<PostgresConnection> {
    const connection = new PostgresConnection(address, startupOptions, withinMs);
    try {
      await connection.#client.connect();
      return connection;
    } catch (cause) {
      connection.destroy();
      throw /timeout expired/.test(String(cause))
        ? new Unavailable("closed", `the database did not answer within ${withinMs} ms`)
        : cause;
    }
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** One statement with parameters. */
  async execute<R>(text: string, values: readonly unknown[], limitMs?: number): Promise<QueryResult<R>> {
    const query = this.#client.query<R & pg.QueryResultRow>({ text, values: [...values] });
    const { rows, rowCount, command } = await this.#answer(query, limitMs);
    // What a SELECT counts is its rows, which Kysely would take for changed ones.
    return command === "SELECT" || rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(rowCount) };
  }

  /** Several statements without parameters in one round trip; answers the rows of each and the last one's command. */
  async run(texts: readonly string[], limitMs?: number): Promise<{ rows: unknown[][]; command: string }> {
    const answer: unknown = await this.#answer(this.#client.query(texts.join("; ")), limitMs);
    const results = (Array.isArray(answer) ? answer : [answer]).filter((part) => part instanceof pg.Result);
    return { rows: results.map((part) => part.rows), command: results.at(-1)?.command ?? "" };
  }

  async #answer<T>(answer: Promise<T>, limitMs = ANSWER_LIMIT_MS): Promise<T> {
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const giveUp = () => {
      this.destroy();
      reject(new Unavailable("closed", `the database did not answer within ${limitMs} ms`));
    };
    // A process that stood still finds its timer run out before it reads the answer that has long been there.
    const timer = setTimeout(() => setImmediate(giveUp), limitMs);
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Cuts the line at once. The server rolls back what was not committed. */
  destroy(): void {
    this.#isUsable = false;
    this.#socket.destroy();
  }

  async close(): Promise<void> {
    if (this.#isUsable)
      await Promise.race([this.#client.end(), wait(FAREWELL_LIMIT_MS, undefined, { ref: false })]);
    this.destroy();
  }
}
