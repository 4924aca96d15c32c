import "server-only";
import SqliteConnection from "better-sqlite3";
import { err, ok, type Result } from "#lib/core/result.ts";
import { createPrivately } from "#lib/store/sqlite/database-file.ts";
import { sqliteFailure } from "#lib/store/sqlite/failure.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

export interface ProcessLock {
  release(): void;
}

/**
 * Holds `<database>.lock` for as long as this process lives, so that a second server on the same SQLite file refuses
 * to start. Node has no flock; an exclusive SQLite transaction is the same thing and ends with the process, however
 * it ends. Fails with `in-use` when another holds it.
 */
export function takeProcessLock(databasePath: string): Result<ProcessLock, StoreFailure> {
  const path = `${databasePath}.lock`;
  try {
    createPrivately(path);
    const holder = new SqliteConnection(path, { timeout: 0 });
    try {
      holder.exec("BEGIN EXCLUSIVE");
      return ok({ release: () => holder.close() });
    } catch (cause) {
      holder.close();
      throw cause;
    }
  } catch (cause) {
    const failure = sqliteFailure(cause);
    if (failure.kind === "unavailable" && failure.reason === "locked") {
      return err(unavailable("in-use", `another process works with ${databasePath}`));
    }
    return err(failure);
  }
}
