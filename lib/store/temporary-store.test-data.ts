import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { openStore, type Store } from "#lib/store/store.ts";

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
  clock: MovableClock;
  path: string;
  url: string;
}

/** A real database file of its own, closed and removed when the test is over. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const path = join(temporaryFolder(), "data", "desk.db");
  const clock = movableClock();
  const url = `file:${path}`;
  const opened = await openStore({ url, clock });
  invariant(opened.ok, `the store opens: ${JSON.stringify(opened)}`);
  onTestFinished(() => opened.value.close());
  return { store: opened.value, clock, path, url };
}

/** The value, or a failed test that shows the error. */
export function valueIn<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(`it fails: ${JSON.stringify(result.error)}`);
  return result.value;
}
