import { rmSync } from "node:fs";
import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore } from "#lib/store/store.ts";

export interface Kept {
  /** Request ids, and ECS's RequestIds that stand in attempts. */
  readonly requests: ReadonlySet<string>;
  readonly requestIds: ReadonlySet<string>;
  /** ENIs of which the log has `request.sent`. */
  readonly intents: ReadonlySet<string>;
}

/** Opens a database after a power cut or a kill, as the product would, and says what is wrong with it or what it holds. */
export async function openAgain(folder: string): Promise<Kept | string> {
  const opened = await openStore({ url: `file:${join(folder, "desk.db")}`, clock: systemClock });
  if (!opened.ok) return `it does not open: ${JSON.stringify(opened.error)}`;
  const store = opened.value;
  try {
    const verdict = await verifyChain(store);
    if (!verdict.ok) return `its chain cannot be read: ${JSON.stringify(verdict.error)}`;
    if (!verdict.value.intact)
      return `its chain is broken at ${verdict.value.firstBadSeq}: ${verdict.value.problem}`;
    const kept = await store.read(async (db) => ({
      requests: await db.selectFrom("requests").select("id").execute(),
      attempts: await db.selectFrom("attempts").select("ecs_request_id").execute(),
      sent: await db
        .selectFrom("events")
        .select("network_interface_id")
        .where("action", "=", "request.sent")
        .execute(),
    }));
    if (!kept.ok) return `it cannot be read: ${JSON.stringify(kept.error)}`;
    const { requests, attempts, sent } = kept.value;
    return {
      requests: new Set(requests.map(({ id }) => id)),
      requestIds: new Set(attempts.flatMap(({ ecs_request_id }) => ecs_request_id ?? [])),
      intents: new Set(sent.flatMap(({ network_interface_id }) => network_interface_id ?? [])),
    };
  } finally {
    await store.close();
  }
}

/** SQLite's own opinion of a file; null when it finds nothing. */
export function integrityProblem(file: string): string | null {
  const database = new SqliteConnection(file, { fileMustExist: true });
  try {
    const said = database.pragma("integrity_check", { simple: true });
    return said === "ok" ? null : `integrity_check: ${String(said)}`;
  } finally {
    database.close();
  }
}

export function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
