import "server-only";

import type { Kysely } from "kysely";
import { NOTICE_KINDS } from "#lib/alerts/raise-notice.ts";
import { isoTime } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES } from "#lib/domain/detach-request.ts";
import type { Family, Sample } from "#lib/metrics/exposition.ts";
import type { Database } from "#lib/store/schema.ts";
import { readSending } from "#lib/switches/sending.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Everything that the database knows and an operator watches; the same from every replica. */
export async function storeFamilies(db: Kysely<Database>, nowMs: number): Promise<Family[]> {
  const open = await openRequests(db);
  const last = await lastEvent(db);
  const head = await lastEvent(db, "system.head-published");
  const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
    name: `eni_desk_${name}`,
    type: "gauge",
    help,
    samples,
  });
  const age = (iso: string) => Math.max(0, nowMs - Date.parse(iso)) / 1_000;
  return [
    gauge(
      "requests_open",
      "Requests that are not at their end, by state.",
      open.map(({ state, count }) => ({ labels: { state }, value: count })),
    ),
    gauge(
      "requests_open_oldest_seconds",
      "How long ago the oldest open request in each state was asked; 0 where there is none.",
      open.map(({ state, oldest }) => ({ labels: { state }, value: oldest === null ? 0 : age(oldest) })),
    ),
    {
      name: "eni_desk_events_total",
      type: "counter",
      help: "The number of the last event of the audit log.",
      samples: [{ value: last?.seq ?? 0 }],
    },
    gauge("last_event_age_seconds", "Time since the last event.", last ? [{ value: age(last.at) }] : []),
    gauge(
      "head_published_age_seconds",
      "Time since a head of the audit log was published.",
      head ? [{ value: age(head.at) }] : [],
    ),
    gauge("notices_undelivered", "Notices that nobody has taken yet.", [{ value: await undelivered(db) }]),
    gauge("notices_raised", "Notices raised in the last 24 hours, by kind.", await raised(db, nowMs)),
    gauge("sessions_live", "Sessions that are signed in.", [{ value: await liveSessions(db, nowMs) }]),
    gauge("sending_enabled", "0 while the switch stops all sending.", [
      { value: (await readSending(db)).enabled ? 1 : 0 },
    ]),
  ];
}

async function openRequests(db: Kysely<Database>) {
  const rows = await db
    .selectFrom("requests")
    .select(({ fn }) => ["state", fn.countAll().as("count"), fn.min("asked_at").as("oldest")])
    .where("state", "in", [...OPEN_REQUEST_STATES])
    .groupBy("state")
    .execute();
  return OPEN_REQUEST_STATES.map((state) => {
    const row = rows.find((each) => each.state === state);
    return { state, count: Number(row?.count ?? 0), oldest: row?.oldest ?? null };
  });
}

function lastEvent(db: Kysely<Database>, action?: string) {
  const newest = db.selectFrom("events").select(["seq", "at"]).orderBy("seq", "desc").limit(1);
  return (action === undefined ? newest : newest.where("action", "=", action)).executeTakeFirst();
}

async function undelivered(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom("notices")
    .select(({ fn }) => fn.countAll().as("count"))
    .where("delivered_at", "is", null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

async function raised(db: Kysely<Database>, nowMs: number): Promise<Sample[]> {
  const rows = await db
    .selectFrom("notices")
    .select(({ fn }) => ["kind", fn.countAll().as("count")])
    .where("created_at", ">", isoTime(nowMs - DAY_MS))
    .groupBy("kind")
    .execute();
  return NOTICE_KINDS.map((kind) => ({
    labels: { kind },
    value: Number(rows.find((each) => each.kind === kind)?.count ?? 0),
  }));
}

async function liveSessions(db: Kysely<Database>, nowMs: number): Promise<number> {
  const now = isoTime(nowMs);
  const row = await db
    .selectFrom("sessions")
    .select(({ fn }) => fn.countAll().as("count"))
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", now)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
