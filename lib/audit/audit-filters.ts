import "server-only";
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Scope } from "#lib/domain/scope.ts";
import type { Database, EventsTable } from "#lib/store/schema.ts";
import { inAccountAndRegion } from "#lib/store/within-scopes.ts";

/** What to look for; all of it must hold. Texts are compared whole. */
export interface AuditFilters {
  /** A person's name or subject. */
  actor?: string | undefined;
  action?: string | undefined;
  /** An ENI's or an instance's id. */
  target?: string | undefined;
  result?: string | undefined;
  /** ECS's RequestId, or the id of a request of ours. */
  requestId?: string | undefined;
  accountId?: string | undefined;
  regionId?: string | undefined;
  ticket?: string | undefined;
  /** ISO 8601 UTC with milliseconds; included. */
  from?: string | undefined;
  /** ISO 8601 UTC with milliseconds; not included. */
  to?: string | undefined;
  /** How far the reader's right goes, by account and region: not chosen, and never wider. */
  within?: readonly Scope[] | undefined;
}

type Events = ExpressionBuilder<Database, "events">;

const SINGLE_COLUMN = {
  action: "action",
  result: "result",
  accountId: "account_id",
  regionId: "region_id",
  ticket: "ticket",
} as const satisfies Partial<Record<keyof AuditFilters, keyof EventsTable>>;

/** Words that may stand in either of two columns. */
const EITHER_COLUMN = {
  requestId: ["ecs_request_id", "request_id"],
  target: ["network_interface_id", "instance_id"],
  actor: ["actor_name", "actor_subject"],
} as const satisfies Partial<Record<keyof AuditFilters, readonly [keyof EventsTable, keyof EventsTable]>>;
const EITHER_FILTERS = ["requestId", "target", "actor"] as const;

type Condition = (events: Events) => Expression<SqlBool>;

/**
 * Conditions of which a row has to meet one, and `matching` when all are taken together: the first word that may stand in
 * either of two columns in the one, and in the other.
 */
export function alternatives(filters: AuditFilters): Condition[] {
  const split = EITHER_FILTERS.find((name) => filters[name] !== undefined);
  if (split === undefined) return [matching(filters)];
  const { [split]: wanted = "", ...rest } = filters;
  return EITHER_COLUMN[split].map(
    (column) => (events) => events.and([events(column, "=", wanted), matching(rest)(events)]),
  );
}

/** The filters as one condition; without any, a true one. */
export function matching(filters: AuditFilters): Condition {
  return (events) => {
    const conditions: Expression<SqlBool>[] = [];
    for (const [filter, column] of Object.entries(SINGLE_COLUMN)) {
      const wanted = filters[filter as keyof typeof SINGLE_COLUMN];
      if (wanted !== undefined) conditions.push(events(column, "=", wanted));
    }
    const { from, to, within } = filters;
    // An event without a place (a sign-in, a setting) is in no scope.
    if (within !== undefined) conditions.push(inAccountAndRegion(within));
    for (const name of EITHER_FILTERS) {
      const [[one, other], wanted] = [EITHER_COLUMN[name], filters[name]];
      if (wanted !== undefined)
        conditions.push(events.or([events(one, "=", wanted), events(other, "=", wanted)]));
    }
    if (from !== undefined) conditions.push(events("at", ">=", from));
    if (to !== undefined) conditions.push(events("at", "<", to));
    return events.and(conditions);
  };
}

/** The filters that say something. */
export function given(filters: AuditFilters): Record<string, string> {
  const { within, ...chosen } = filters;
  const entries = Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(entries), ...(within ? { within: JSON.stringify(within) } : {}) };
}
