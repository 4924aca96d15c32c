import "server-only";
import type { Kysely } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { type NewAuditEvent, SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import type { Result } from "#lib/core/result.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

type Setting = string | number | boolean | null;
type Settings = Readonly<Record<string, Setting>>;

export interface Start {
  version: string;
  /** What the configuration amounts to, without secrets. */
  configuration: Settings;
  /** Names of the migrations that this start applied. */
  migrations: readonly string[];
}

/**
 * Says in the log that the program started, what it did to the tables, and which settings are others than at the
 * start before. Whoever changes the environment of a server changes what it lets happen; here that is seen.
 */
export function recordStart(store: Store, start: Start): Promise<Result<void, StoreFailure>> {
  return store.write(async (tx) => {
    const before = await settingsOfLastStart(tx);
    const events = [migrated(start), changed(before, start.configuration), started(start)];
    for (const event of events) if (event !== null) await appendEvent(tx, store.clock, event);
  });
}

function started({ version, configuration }: Start): NewAuditEvent {
  return systemEvent({ action: "system.started", after: { version, configuration } });
}

function migrated({ migrations }: Start): NewAuditEvent | null {
  if (migrations.length === 0) return null;
  return systemEvent({ action: "system.migrated", after: { migrations: [...migrations] } });
}

function changed(before: Settings | null, after: Settings): NewAuditEvent | null {
  if (before === null) return null;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  if (differing.length === 0) return null;
  const only = (settings: Settings) =>
    Object.fromEntries(differing.map((name) => [name, settings[name] ?? null]));
  return systemEvent({
    action: "settings.changed",
    before: only(before),
    after: { what: "configuration", ...only(after) },
  });
}

function systemEvent(
  event: Pick<NewAuditEvent, "action"> & Pick<Partial<NewAuditEvent>, "before" | "after">,
): NewAuditEvent {
  return { actor: SYSTEM_ACTOR, result: "ok", correlationId: "start", ...event };
}

/** Null: this is the first start, or the one before did not say. */
async function settingsOfLastStart(db: Kysely<Database>): Promise<Settings | null> {
  const last = await db
    .selectFrom("events")
    .select("body")
    .where("action", "=", "system.started")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const body: unknown = last === undefined ? null : JSON.parse(last.body);
  const after = isObject(body) ? body.after : null;
  const configuration = isObject(after) ? after.configuration : null;
  return isObject(configuration) && isSettings(configuration) ? configuration : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSettings(value: Record<string, unknown>): value is Record<string, Setting> {
  return Object.values(value).every((each) => each === null || typeof each !== "object");
}
