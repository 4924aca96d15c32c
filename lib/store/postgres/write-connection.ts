import "server-only";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { invariant } from "#lib/core/invariant.ts";
import { ANSWER_LIMIT_MS, type PostgresConnection } from "#lib/store/postgres/connection.ts";
import type { DatabaseClock } from "#lib/store/postgres/database-clock.ts";
import { isRolledBack } from "#lib/store/postgres/failure.ts";
import { messageOf, Unavailable } from "#lib/store/store-failure.ts";

/** The first of both numbers is ours ("ENID"); advisory locks belong to one database. */
const LOCK_SPACE = 0x454e4944;
/** Held by the one transaction, of all replicas, that may write now. */
export const WRITE_LOCK = `${LOCK_SPACE}, 1`;
export const MIGRATION_LOCK = `${LOCK_SPACE}, 2`;

const CONNECT_LIMIT_MS = 2_000;
const TIME = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms";
const timeRow = z.object({ ms: z.number() });

interface Options {
  open: (withinMs: number) => Promise<PostgresConnection>;
  clock: DatabaseClock;
  /** False: transactions of several replicas run side by side. */
  inTurn?: boolean;
  /** For one statement; migrations take longer. */
  answerLimitMs?: number;
}

/** The session that writes, opened anew when it is lost. One transaction at a time. */
export class WriteConnection {
  readonly #options: Options;
  #connection: PostgresConnection | null = null;
  /** The first statement of the transaction that failed: from then on there is nothing left to commit. */
  #failed: unknown = null;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens the session and learns the time. @throws when it cannot */
  async connect(withinMs = CONNECT_LIMIT_MS): Promise<void> {
    const connection = await this.#connected(performance.now() + withinMs);
    const askedAt = this.#options.clock.monotonic();
    const { rows } = await connection.run([TIME]);
    const time = timeIn(rows[0]);
    this.#options.clock.anchor(askedAt, time, time);
  }

  /** Begins when the turn to write has come. @throws when it has not within the time */
  async begin(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    const known = this.#connection;
    try {
      await this.#beginOnce(deadline);
    } catch (cause) {
      // A session that was lost while nobody used it tells so only now; nothing was begun on it.
      if (known === null || known.isUsable || this.#isClosed) throw cause;
      await this.#beginOnce(deadline);
    }
  }

  async #beginOnce(deadline: number): Promise<void> {
    this.#failed = null;
    const connection = await this.#connected(deadline);
    const leftMs = Math.ceil(deadline - performance.now());
    if (leftMs <= 0) throw new Unavailable("locked", "the time to begin a write was over");
    const askedAt = this.#options.clock.monotonic();
    const turn = [
      `SET LOCAL lock_timeout = ${leftMs}`,
      `SELECT pg_advisory_xact_lock(${WRITE_LOCK})`,
      "SET LOCAL lock_timeout TO DEFAULT",
    ];
    try {
      const { rows } = await connection.run(
        ["BEGIN", TIME, ...(this.#options.inTurn === false ? [] : turn), TIME],
        leftMs + 250,
      );
      this.#options.clock.anchor(askedAt, timeIn(rows[1]), timeIn(rows.at(-1)));
    } catch (cause) {
      await this.rollback();
      throw cause;
    }
  }

  async #connected(deadline: number): Promise<PostgresConnection> {
    if (this.#isClosed) throw new Unavailable("closed", "the store is closed");
    if (this.#connection?.isUsable) return this.#connection;
    const leftMs = Math.ceil(deadline - performance.now());
    if (leftMs <= 0) throw new Unavailable("closed", "no connection to the database in time");
    this.#connection = await this.#options.open(Math.min(leftMs, CONNECT_LIMIT_MS));
    return this.#connection;
  }

  async execute<R>(text: string, values: readonly unknown[]) {
    invariant(this.#connection !== null, "nobody asks before connecting or beginning");
    try {
      return await this.#connection.execute<R>(text, values, this.#options.answerLimitMs);
    } catch (cause) {
      this.#failed ??= cause;
      throw cause;
    }
  }

  /** @throws `commit-unknown` when the answer never comes */
  async commit(): Promise<void> {
    // PostgreSQL answers COMMIT after a failed statement with a rollback and no error.
    if (this.#failed !== null) throw this.#failed;
    const connection = this.#connection;
    if (!connection?.isUsable) throw new Unavailable("closed", "the connection was lost before COMMIT");
    let command: string;
    try {
      ({ command } = await connection.run(["COMMIT"], ANSWER_LIMIT_MS));
    } catch (cause) {
      if (isRolledBack(cause)) throw cause;
      connection.destroy();
      throw new Unavailable("commit-unknown", `no answer to COMMIT: ${messageOf(cause)}`);
    }
    if (command !== "COMMIT") throw new Unavailable("other", `COMMIT was answered with ${command}`);
  }

  /** Never throws: where it does not work, cutting the line does the same. */
  async rollback(): Promise<void> {
    if (!this.#connection?.isUsable) return;
    try {
      await this.#connection.run(["ROLLBACK"]);
    } catch {
      this.#connection.destroy();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connection?.close();
  }
}

function timeIn(rows: unknown[] | undefined): number {
  return timeRow.parse(rows?.[0]).ms;
}
