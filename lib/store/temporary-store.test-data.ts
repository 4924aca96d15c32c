import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import type { Engine } from "#lib/store/engine.ts";
import { borrowPostgresDatabase } from "#lib/store/postgres-pool.test-data.ts";
import { newPostgresDatabase } from "#lib/store/postgres-server.test-data.ts";
import { openStore, type Store } from "#lib/store/store.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Each test file that works with a store runs once for each. */
    engine: Engine;
  }
}

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function movableClock(start = "2026-11-23T08:00:00.000Z"): MovableClock {
  let now = Date.parse(start);
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TemporaryStore {
  store: Store;
  /** What the test moves; on PostgreSQL `store.clock` is the server's all the same. */
  clock: MovableClock;
  /** The SQLite file; empty on PostgreSQL. */
  path: string;
  url: string;
}

/** A real database of its own, of the engine that the run is about; closed and removed when the test is over. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const { path, url } = await temporaryDatabase({ migrated: true });
  const clock = movableClock();
  const opened = await openStore({ url, clock });
  invariant(opened.ok, `the store opens: ${JSON.stringify(opened)}`);
  onTestFinished(() => opened.value.close());
  return { store: opened.value, clock, path, url };
}

/** Where a database is, or on SQLite will be: `migrated` saves PostgreSQL the work of making the tables anew. */
export async function temporaryDatabase(wanted: {
  migrated: boolean;
}): Promise<{ path: string; url: string }> {
  if (inject("engine") === "sqlite") {
    const path = join(temporaryFolder(), "data", "desk.db");
    return { path, url: `file:${path}` };
  }
  const database = await (wanted.migrated ? borrowPostgresDatabase() : newPostgresDatabase(wanted));
  onTestFinished(() => database.drop());
  return { path: "", url: database.url };
}

/** The value, or a failed test that shows the error. */
export function valueIn<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(`it fails: ${JSON.stringify(result.error)}`);
  return result.value;
}
