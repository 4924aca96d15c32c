import "server-only";

import type { Kysely } from "kysely";
import { OPEN_REQUEST_STATES, type RequestState, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";
import type { Scope } from "#lib/domain/scope.ts";
import { type StoredRequest, toAttempt, toStoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";
import { inAccountAndRegion } from "#lib/store/within-scopes.ts";

export interface RequestFilter {
  state?: RequestState | "open" | undefined;
  /** User id or shown name of the one who asked. */
  actor?: string | undefined;
  networkInterfaceId?: string | undefined;
  instanceId?: string | undefined;
  /** ECS's RequestId, or our own id. */
  requestId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export async function readRequest(db: Kysely<Database>, id: string): Promise<StoredRequest | null> {
  const row = await db.selectFrom("requests").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  const attempts = await db
    .selectFrom("attempts")
    .selectAll()
    .where("request_id", "=", id)
    .orderBy("number")
    .execute();
  return toStoredRequest(row, attempts.map(toAttempt));
}

export async function readOpenRequests(db: Kysely<Database>): Promise<StoredRequest[]> {
  const rows = await db
    .selectFrom("requests")
    .selectAll()
    .where("state", "in", OPEN_REQUEST_STATES)
    .execute();
  return withAttempts(db, rows);
}

/** Requests that nobody follows any more and whose end has not been seen, if they were given up after `since`. */
export async function readAbandonedRequests(db: Kysely<Database>, since: string): Promise<StoredRequest[]> {
  const rows = await db
    .selectFrom("requests")
    .selectAll()
    .where("state", "=", "not-followed")
    .where("outcome", "in", ["attached", "unknown"])
    .where("ended_at", ">", since)
    .execute();
  return withAttempts(db, rows);
}

export async function readAttachedBackBy(db: Kysely<Database>, originId: string): Promise<StoredRequest[]> {
  const rows = await db
    .selectFrom("requests")
    .selectAll()
    .where("origin_request_id", "=", originId)
    .orderBy("asked_at", "desc")
    .execute();
  return withAttempts(db, rows);
}

/** Where a page ended: the time and id of its last row, and whether that row was still among those that need eyes. */
interface Position {
  rank: number;
  askedAt: string;
  id: string;
}

const CURSOR = /^([01])~([0-9T:.Z-]{10,40})~([0-9a-zA-Z-]{1,64})$/;

export function isRequestCursor(text: string): boolean {
  return CURSOR.test(Buffer.from(text, "base64url").toString("utf8"));
}

function openCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const parts = CURSOR.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!parts) return null;
  const [, rank, askedAt, id] = parts;
  return { rank: Number(rank), askedAt: askedAt ?? "", id: id ?? "" };
}

const rankOf = (state: string) => ((STATES_NEEDING_EYES as readonly string[]).includes(state) ? 0 : 1);

/** Whose requests are listed: `scopes` narrows what the database reads, `includes` decides. */
export interface Within {
  scopes: readonly Scope[] | null;
  includes(request: StoredRequest): boolean;
}

/** Requests that wait for a person first, then the newest; one page, by position and not by count. */
export async function listRequests(
  db: Kysely<Database>,
  filter: RequestFilter,
  within: Within,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: StoredRequest[]; cursor: string | null }> {
  const after = openCursor(cursor);
  const found: StoredRequest[] = [];
  for (const rank of [0, 1]) {
    if (after && rank < after.rank) continue;
    let position = after && after.rank === rank ? after : null;
    while (found.length <= limit) {
      const rows = await nextRows(db, filter, within, rank, position, limit + 1);
      found.push(...(await withAttempts(db, rows)).filter(within.includes));
      const last = rows.at(-1);
      if (rows.length <= limit || !last) break;
      position = { rank, askedAt: last.asked_at, id: last.id };
    }
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || !last) return { items, cursor: null };
  const position = `${rankOf(last.state)}~${last.askedAt}~${last.id}`;
  return { items, cursor: Buffer.from(position).toString("base64url") };
}

function nextRows(
  db: Kysely<Database>,
  filter: RequestFilter,
  { scopes }: Within,
  rank: number,
  position: Position | null,
  count: number,
): Promise<RequestRows> {
  let query = matching(db, filter)
    .where("state", rank === 0 ? "in" : "not in", STATES_NEEDING_EYES)
    .orderBy("asked_at", "desc")
    .orderBy("id", "desc")
    .limit(count);
  if (position) {
    query = query.where((is) =>
      is.or([
        is("asked_at", "<", position.askedAt),
        is.and([is("asked_at", "=", position.askedAt), is("id", "<", position.id)]),
      ]),
    );
  }
  if (scopes) query = query.where(inAccountAndRegion(scopes));
  return query.execute();
}

function matching(db: Kysely<Database>, filter: RequestFilter) {
  let query = db.selectFrom("requests").selectAll();
  const { state, actor, networkInterfaceId, instanceId, requestId, from, to } = filter;
  if (state === "open") query = query.where("state", "in", OPEN_REQUEST_STATES);
  else if (state !== undefined) query = query.where("state", "=", state);
  if (actor !== undefined) {
    query = query.where((is) => is.or([is("asked_by_user_id", "=", actor), is("asked_by_name", "=", actor)]));
  }
  if (networkInterfaceId !== undefined) query = query.where("network_interface_id", "=", networkInterfaceId);
  if (instanceId !== undefined) query = query.where("instance_id", "=", instanceId);
  if (requestId !== undefined) {
    query = query.where((is) =>
      is.or([
        is("id", "=", requestId),
        is("ecs_request_id", "=", requestId),
        is.exists(
          is
            .selectFrom("attempts")
            .select("attempts.number")
            .whereRef("attempts.request_id", "=", "requests.id")
            .where("attempts.ecs_request_id", "=", requestId),
        ),
      ]),
    );
  }
  if (from !== undefined) query = query.where("asked_at", ">=", from);
  if (to !== undefined) query = query.where("asked_at", "<", to);
  return query;
}

type RequestRows = Awaited<ReturnType<ReturnType<typeof matching>["execute"]>>;

async function withAttempts(db: Kysely<Database>, rows: RequestRows): Promise<StoredRequest[]> {
  if (rows.length === 0) return [];
  const attempts = await db
    .selectFrom("attempts")
    .selectAll()
    .where(
      "request_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("number")
    .execute();
  return rows.map((row) =>
    toStoredRequest(row, attempts.filter(({ request_id }) => request_id === row.id).map(toAttempt)),
  );
}
