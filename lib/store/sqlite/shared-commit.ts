import "server-only";
import type SqliteConnection from "better-sqlite3";
import type { SharedTransaction } from "#lib/store/sqlite/dialect.ts";
import { sqliteFailure } from "#lib/store/sqlite/failure.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";
import type { OneCommit } from "#lib/store/write-line.ts";

/** SQLite rolls everything back by itself when it can't go on, as on a full disk. */
const LOST = unavailable("other", "another write of the same commit made SQLite roll all of it back");

/** A commit costs a sync of the disk, however much is in it. */
export class SharedCommit implements OneCommit, SharedTransaction {
  readonly #writing: SqliteConnection.Database;
  #isBegun = false;

  constructor(writing: SqliteConnection.Database) {
    this.#writing = writing;
  }

  get isOpen(): boolean {
    return this.#isBegun && this.#writing.inTransaction;
  }

  begin(): StoreFailure | null {
    const failure = this.#execute("BEGIN IMMEDIATE");
    this.#isBegun = failure === null;
    return failure;
  }

  commit(): StoreFailure | null {
    const failure = this.isOpen ? this.#execute("COMMIT") : LOST;
    this.#isBegun = false;
    if (this.#writing.inTransaction) this.#writing.exec("ROLLBACK");
    return failure;
  }

  #execute(statement: string): StoreFailure | null {
    try {
      this.#writing.exec(statement);
      return null;
    } catch (cause) {
      return sqliteFailure(cause);
    }
  }
}
