import SqliteConnection from "better-sqlite3";
import { fileOf, type Ground } from "#e2e/faults/database.ts";
import { lockEvents } from "#e2e/faults/postgres.ts";
import type { Engine } from "#e2e/faults/promise.ts";

/** Keeps everybody from writing, as another program does that holds a lock. Call what it answers to let go. */
export async function holdWrites(engine: Engine, ground: Ground): Promise<() => Promise<void>> {
  if (engine === "postgres") return lockEvents(ground.url);
  const holder = new SqliteConnection(fileOf(ground), { timeout: 5_000 });
  holder.exec("BEGIN IMMEDIATE");
  return async () => {
    holder.close();
  };
}
