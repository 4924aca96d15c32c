import "server-only";

import { type Expression, expressionBuilder, type SqlBool } from "kysely";
import type { Scope } from "#lib/domain/scope.ts";
import type { Database } from "#lib/store/schema.ts";

/** Rows whose account and region lie in one of the scopes. What scopes say of VPCs and tags no row can tell. */
export function inAccountAndRegion(scopes: readonly Scope[]): Expression<SqlBool> {
  const row = expressionBuilder<Database, "requests" | "events">();
  return row.or(
    scopes.map(({ accountIds, regionIds }) =>
      row.and([
        ...(accountIds ? [row("account_id", "in", accountIds)] : []),
        ...(regionIds ? [row("region_id", "in", regionIds)] : []),
      ]),
    ),
  );
}
