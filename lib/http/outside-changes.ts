import "server-only";

import { z } from "zod";
import type { AuditLog } from "#lib/audit/audit-log.ts";
import type { AuditEventView } from "#lib/contract/audit.ts";
import type { OutsideChange } from "#lib/contract/inventory.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { InterfaceRef } from "#lib/inventory/read-fresh.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

const beforeSchema = z.looseObject({ instanceId: z.string().nullable(), seenAt: z.string() });
const afterSchema = beforeSchema.extend({ gone: z.boolean().default(false) });

/** The changes of an ENI's attachment that were made elsewhere, newest first: the very events of the audit log. */
export async function readOutsideChanges(
  audit: AuditLog,
  { accountId, regionId, networkInterfaceId }: InterfaceRef,
  limit: number,
): Promise<Result<OutsideChange[], StoreFailure>> {
  const filters = { action: "attachment.changed-outside", target: networkInterfaceId, accountId, regionId };
  const events = await audit.list(filters, { cursor: null, limit });
  return events.ok ? ok(events.value.items.flatMap(changeIn)) : events;
}

function changeIn(event: AuditEventView): OutsideChange[] {
  const before = beforeSchema.safeParse(event.before);
  const after = afterSchema.safeParse(event.after);
  // A damaged event is the audit page's to show.
  if (!before.success || !after.success) return [];
  return [
    {
      seq: event.seq,
      lastSeenAt: before.data.seenAt,
      seenAt: after.data.seenAt,
      before: before.data.instanceId,
      after: after.data.instanceId,
      gone: after.data.gone,
    },
  ];
}
