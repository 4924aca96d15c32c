import "server-only";

import { z } from "zod";
import type { AuditReader } from "#lib/audit/audit-access.ts";
import { eventActor } from "#lib/audit/audit-event.ts";
import type { AccessReview } from "#lib/contract/people.ts";
import type { Result } from "#lib/core/result.ts";
import { dayBounds } from "#lib/format/day-bounds.ts";
import type { Services } from "#lib/services.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export const reviewQuerySchema = z.object({
  on: z.iso.date(),
  format: z.enum(["json", "csv"]).default("json"),
});

/** Who could ask for a detach on that day of that zone. It is made from the log, so reading it is an event. */
export async function readAccessReview(
  { audit, auth }: Services,
  { actor, from, correlationId }: AuditReader,
  on: string,
  timeZone: string,
): Promise<Result<AccessReview, StoreFailure>> {
  const recorded = await audit.append({
    actor: eventActor(actor),
    action: "audit.read",
    result: "ok",
    from,
    after: { accessReview: on, timeZone },
    correlationId,
  });
  if (!recorded.ok) return recorded;
  const day = dayBounds(on, timeZone);
  return auth.reviewAccess(day.from, day.to);
}
