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

/** The filters as one condition; without any, a true one. */
export function matching(filters: AuditFilters): (events: Events) => Expression<SqlBool> {
  return (events) => {
    const conditions: Expression<SqlBool>[] = [];
    for (const [filter, column] of Object.entries(SINGLE_COLUMN)) {
      const wanted = filters[filter as keyof typeof SINGLE_COLUMN];
      if (wanted !== undefined) conditions.push(events(column, "=", wanted));
    }
    const { actor, target, requestId, from, to, within } = filters;
    // An event without a place (a sign-in, a setting) is in no scope.
    if (within !== undefined) conditions.push(inAccountAndRegion(within));
    const either = (a: keyof EventsTable, b: keyof EventsTable, wanted: string) =>
      events.or([events(a, "=", wanted), events(b, "=", wanted)]);
    if (actor !== undefined) conditions.push(either("actor_name", "actor_subject", actor));
    if (target !== undefined) conditions.push(either("network_interface_id", "instance_id", target));
    if (requestId !== undefined) conditions.push(either("ecs_request_id", "request_id", requestId));
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
