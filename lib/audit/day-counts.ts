import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { lastEvent } from "#lib/audit/append-event.ts";
import { type AuditFilters, given, matching } from "#lib/audit/audit-filters.ts";
import { heldRange } from "#lib/audit/held-range.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export interface DayCount {
  /** YYYY-MM-DD. */
  day: string;
  count: number;
}

/** Events looked at before others get their turn: some ten milliseconds. */
const SLICE = 20_000;
/** Filters whose counts are remembered; the one that was not asked for longest goes first. */
const MOST_FILTERS = 16;

interface Known {
  /** The first event that is held; a sealed range takes its counts with it. */
  readonly fromSeq: number;
  countedTo: number;
  /** By quarter of an hour, as `2026-11-28T03:1`: every zone's day begins on one. */
  readonly quarters: Map<string, number>;
}

/**
 * How many events there are a day. The log only grows, so what was counted once stays counted: each time only the events
 * since then are, and of a long log that is counted for the first time a slice at a time.
 */
export class DayCounts {
  readonly #store: Store;
  readonly #known = new Map<string, Known>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Per calendar day of `timeZone` (an IANA name that the caller has checked), oldest first, no empty days. */
  async perDay(filters: AuditFilters, timeZone: string): Promise<Result<DayCount[], StoreFailure>> {
    // One after the other: two who count the same would count it twice.
    const counting = this.#turn.then(() => this.#count(filters));
    this.#turn = counting.catch(() => undefined);
    const known = await counting;
    return known.ok ? ok(byDay(known.value.quarters, timeZone)) : known;
  }

  async #count(filters: AuditFilters): Promise<Result<Known, StoreFailure>> {
    const ends = await this.#store.read(async (db) => ({
      fromSeq: (await heldRange(db)).fromSeq,
      lastSeq: (await lastEvent(db)).seq,
    }));
    if (!ends.ok) return ends;
    const { fromSeq, lastSeq } = ends.value;
    const known = this.#take(JSON.stringify(given(filters)), fromSeq);
    while (known.countedTo < lastSeq) {
      const [after, upTo] = [known.countedTo, Math.min(lastSeq, known.countedTo + SLICE)];
      const counts = await this.#store.read((db) => countQuarters(db, filters, after, upTo));
      if (!counts.ok) return counts;
      for (const { quarter, count } of counts.value) {
        known.quarters.set(quarter, (known.quarters.get(quarter) ?? 0) + Number(count));
      }
      known.countedTo = upTo;
      await nextTurn();
    }
    return ok(known);
  }

  #take(key: string, fromSeq: number): Known {
    const before = this.#known.get(key);
    const known =
      before?.fromSeq === fromSeq ? before : { fromSeq, countedTo: fromSeq - 1, quarters: new Map() };
    this.#known.delete(key);
    this.#known.set(key, known);
    const [longestUnasked] = this.#known.keys();
    if (this.#known.size > MOST_FILTERS && longestUnasked !== undefined) this.#known.delete(longestUnasked);
    return known;
  }
}

function countQuarters(db: Kysely<Database>, filters: AuditFilters, after: number, upTo: number) {
  return db
    .selectFrom("events")
    .select(sql<string>`substr(at, 1, 14) || (cast(substr(at, 15, 2) as integer) / 15)`.as("quarter"))
    .select((events) => events.fn.countAll<number>().as("count"))
    .where(matching(filters))
    .where("seq", ">", after)
    .where("seq", "<=", upTo)
    .groupBy("quarter")
    .execute();
}

/** Zones are few, and a zone's day of a quarter of an hour never changes; finding it out is what takes long. */
const MOST_ZONES = 8;
const daysByZone = new Map<string, Map<string, string>>();

function byDay(quarters: ReadonlyMap<string, number>, timeZone: string): DayCount[] {
  if (daysByZone.size >= MOST_ZONES && !daysByZone.has(timeZone)) daysByZone.clear();
  const days = daysByZone.get(timeZone) ?? new Map<string, string>();
  daysByZone.set(timeZone, days);
  // The Swedish form of a date is ISO's.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const counts = new Map<string, number>();
  for (const [quarter, count] of quarters) {
    const day = days.get(quarter) ?? format.format(beginOf(quarter));
    days.set(quarter, day);
    counts.set(day, (counts.get(day) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, count]) => ({ day, count }));
}

function beginOf(quarter: string): number {
  const minute = String(Number(quarter.slice(14)) * 15).padStart(2, "0");
  return Date.parse(`${quarter.slice(0, 14)}${minute}Z`);
}
