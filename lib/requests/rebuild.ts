import "server-only";

import type { Kysely, Transaction } from "kysely";
import { eventOfRow } from "#lib/audit/event-chain.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { Result } from "#lib/core/result.ts";
import { type IdempotencyKey, keySchema } from "#lib/requests/idempotency.ts";
import { type Projected, project, type RequestFact } from "#lib/requests/projection.ts";
import type { AttemptsTable, Database, IdempotencyKeysTable, RequestsTable } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** What a comparison of the rows with the log found, by request. */
export interface Rebuilt {
  /** Requests whose whole story is in the log. */
  compared: number;
  /** Requests that began in a sealed segment: their rows are all there is, and stay. */
  sealed: number;
  /** Requests whose rows differed, or were missing. */
  differing: string[];
  /** Rows of requests that the log knows nothing about, although nothing was sealed. */
  withoutStory: string[];
}

/**
 * Makes the rows of requests, attempts and keys again from the log, and says where they differed. With `write`
 * false nothing is changed. All in one transaction, so run it while no server does, or take the waiting.
 */
export function rebuildRequests(
  store: Store,
  { write }: { write: boolean },
): Promise<Result<Rebuilt, StoreFailure>> {
  return store.write(async (tx) => {
    const stories = await readStories(tx);
    const held = await tx.selectFrom("requests").select("id").execute();
    const isSealed =
      (await tx.selectFrom("seals").select("to_seq").limit(1).executeTakeFirst()) !== undefined;
    const strays = held.map(({ id }) => id).filter((id) => !stories.has(id));
    const result: Rebuilt = {
      compared: stories.size,
      sealed: isSealed ? strays.length : 0,
      differing: [],
      withoutStory: isSealed ? [] : strays,
    };
    for (const [id, story] of stories) if (!(await isAsTold(tx, id, story))) result.differing.push(id);
    if (write) await replaceAll(tx, stories, result.differing);
    return result;
  });
}

interface Story extends Projected {
  keys: IdempotencyKeysTable[];
}

/** Every request of which the log still has the beginning. */
async function readStories(db: Kysely<Database>): Promise<Map<string, Story>> {
  const rows = await db
    .selectFrom("events")
    .select(["body", "prev_hash", "hash"])
    .where("request_id", "is not", null)
    .orderBy("seq")
    .execute();
  const stories = new Map<string, Story>();
  for (const row of rows) {
    const event = eventOfRow(row);
    const id = event.request ?? "";
    const known = stories.get(id) ?? null;
    const next = project(known, event);
    if (next !== null) stories.set(id, { ...next, keys: [...(known?.keys ?? []), ...keysOf(event)] });
  }
  return stories;
}

function keysOf(event: RequestFact): IdempotencyKeysTable[] {
  const parsed = keySchema.safeParse(event.after?.key);
  return parsed.success ? [keyRow(parsed.data, event.request ?? "", event.at)] : [];
}

function keyRow(key: IdempotencyKey, requestId: string, at: string): IdempotencyKeysTable {
  const { actor, route, bodyDigest } = key;
  const unused = { status: null, response: null };
  return {
    actor,
    route,
    key: key.key,
    body_digest: bodyDigest,
    request_id: requestId,
    created_at: at,
    ...unused,
  };
}

interface Rows {
  row: RequestsTable | undefined;
  attempts: AttemptsTable[];
  keys: IdempotencyKeysTable[];
}

async function readRows(db: Kysely<Database>, id: string): Promise<Rows> {
  const row = await db.selectFrom("requests").selectAll().where("id", "=", id).executeTakeFirst();
  const attempts = await db
    .selectFrom("attempts")
    .selectAll()
    .where("request_id", "=", id)
    .orderBy("number")
    .execute();
  const keys = await db
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("request_id", "=", id)
    .orderBy("created_at")
    .orderBy("key")
    .execute();
  return { row, attempts, keys };
}

/** A key's time is that of its event, which is written a moment after; it decides nothing. */
const withoutTimes = (keys: readonly IdempotencyKeysTable[]) =>
  keys.map(({ created_at: _at, ...key }) => canonicalJson(key)).sort();

async function isAsTold(db: Kysely<Database>, id: string, story: Story): Promise<boolean> {
  const rows = await readRows(db, id);
  const of = ({ row, attempts, keys }: Rows) => canonicalJson({ row, attempts, keys: withoutTimes(keys) });
  return of(rows) === of(story);
}

async function replaceAll(
  tx: Transaction<Database>,
  stories: ReadonlyMap<string, Story>,
  ids: readonly string[],
): Promise<void> {
  // A row that wrongly says open would stand in the way of the one that rightly does.
  for (const id of ids) {
    await tx.updateTable("requests").set({ state: "not-followed" }).where("id", "=", id).execute();
  }
  for (const [id, story] of stories) if (ids.includes(id)) await replace(tx, id, story);
}

async function replace(tx: Transaction<Database>, id: string, { row, attempts, keys }: Story): Promise<void> {
  const { id: _id, ...columns } = row;
  await tx
    .insertInto("requests")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
    .execute();
  await tx.deleteFrom("attempts").where("request_id", "=", id).execute();
  for (const attempt of attempts) await tx.insertInto("attempts").values(attempt).execute();
  await tx.deleteFrom("idempotency_keys").where("request_id", "=", id).execute();
  for (const key of keys) await tx.insertInto("idempotency_keys").values(key).execute();
}
