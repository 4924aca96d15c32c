import "server-only";

import type { AuditReader } from "#lib/audit/audit-access.ts";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import type { AuditPage } from "#lib/contract/audit.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Services } from "#lib/services.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/**
 * One page of the log for someone who may read it. Reading is itself an event, whatever the caller says of it (our own
 * page does not poll the log); a reading that can't be recorded is refused like everything else that can't.
 */
export async function readAuditPage(
  services: Services,
  reader: AuditReader,
  filters: AuditFilters,
  page: { cursor: string | undefined; limit: number; timeZone: string },
): Promise<Result<AuditPage, StoreFailure>> {
  const recorded = await services.audit.recordRead(reader, filters);
  if (!recorded.ok) return recorded;
  const events = await services.audit.list(filters, { cursor: page.cursor ?? null, limit: page.limit });
  if (!events.ok || page.cursor !== undefined) return events;
  const days = await services.audit.perDay(filters, page.timeZone);
  return days.ok ? ok({ ...events.value, days: days.value }) : days;
}
