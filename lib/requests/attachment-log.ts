import "server-only";

import { randomUUID } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { type AttachmentSource, attachmentOf } from "#lib/inventory/attachment-observer.ts";
import { type PossibleCause, unexplained } from "#lib/requests/attachment-change.ts";
import { toStoredRequest } from "#lib/requests/stored-request.ts";
import type { Database } from "#lib/store/schema.ts";

interface Place {
  accountId: string;
  regionId: string;
}

const placeOf = ({ account: { accountId }, regionId }: AttachmentSource): Place => ({ accountId, regionId });

/** What was last recorded: the instance of each ENI, and since when. */
export type Recorded = ReadonlyMap<string, { instanceId: string; seenAt: string }>;

/** Null for a source whose attachments were never compared: then there is nothing that could have changed. */
export async function readRecorded(
  db: Kysely<Database>,
  source: AttachmentSource,
): Promise<{ readAt: string; recorded: Recorded } | null> {
  const { accountId, regionId } = placeOf(source);
  const read = await db
    .selectFrom("attachment_reads")
    .select("read_at")
    .where("account_id", "=", accountId)
    .where("region_id", "=", regionId)
    .executeTakeFirst();
  if (!read) return null;
  const rows = await db
    .selectFrom("attachments")
    .select(["network_interface_id", "instance_id", "seen_at"])
    .where("account_id", "=", accountId)
    .where("region_id", "=", regionId)
    .execute();
  return { readAt: read.read_at, recorded: recordedOf(rows) };
}

/** Since when attachments are compared anywhere; null before the first region was read. */
export async function comparedSince(db: Kysely<Database>): Promise<string | null> {
  const first = await db
    .selectFrom("attachment_reads")
    .select("since")
    .orderBy("since")
    .limit(1)
    .executeTakeFirst();
  return first?.since ?? null;
}

type Row = Pick<Database["attachments"], "network_interface_id" | "instance_id" | "seen_at">;

function recordedOf(rows: readonly Row[]): Recorded {
  return new Map(
    rows.map((row) => [row.network_interface_id, { instanceId: row.instance_id, seenAt: row.seen_at }]),
  );
}

/** Records, without any event, where ENIs are that are seen for the first time. */
export async function recordFirst(
  tx: Transaction<Database>,
  source: AttachmentSource,
  attached: readonly { networkInterfaceId: string; instanceId: string; observedAt: number }[],
): Promise<void> {
  const { accountId, regionId } = placeOf(source);
  if (attached.length === 0) return;
  await tx
    .insertInto("attachments")
    .values(
      attached.map(({ networkInterfaceId, instanceId, observedAt }) => ({
        account_id: accountId,
        region_id: regionId,
        network_interface_id: networkInterfaceId,
        instance_id: instanceId,
        seen_at: isoTime(observedAt),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** From now on what is seen is compared with what is recorded; it was last so at `readAt`. */
export async function recordRead(
  tx: Transaction<Database>,
  source: AttachmentSource,
  readAt: string,
): Promise<void> {
  const { accountId, regionId } = placeOf(source);
  await tx
    .insertInto("attachment_reads")
    .values({ account_id: accountId, region_id: regionId, since: readAt, read_at: readAt })
    .onConflict((conflict) => conflict.columns(["account_id", "region_id"]).doUpdateSet({ read_at: readAt }))
    .execute();
}

/**
 * Compares what is seen of these ENIs with what is recorded, in the transaction that records it: whoever comes second
 * with the same news, on whichever replica, finds it recorded. Answers how many changes were made elsewhere.
 */
export async function recordChanges(
  tx: Transaction<Database>,
  clock: Clock,
  source: AttachmentSource,
  networkInterfaceIds: readonly string[],
): Promise<number> {
  const place = placeOf(source);
  const read = await tx
    .selectFrom("attachment_reads")
    .select("read_at")
    .where("account_id", "=", place.accountId)
    .where("region_id", "=", place.regionId)
    .executeTakeFirst();
  if (!read) return 0;
  const recorded = recordedOf(
    await tx
      .selectFrom("attachments")
      .select(["network_interface_id", "instance_id", "seen_at"])
      .where("account_id", "=", place.accountId)
      .where("region_id", "=", place.regionId)
      .where("network_interface_id", "in", networkInterfaceIds)
      .execute(),
  );
  let changes = 0;
  for (const networkInterfaceId of networkInterfaceIds) {
    const seen = source.networkInterface(networkInterfaceId);
    const known = recorded.get(networkInterfaceId);
    const before = known?.instanceId ?? null;
    const after = attachmentOf(seen?.value);
    if (before === after) continue;
    const lastSeenAt = known && known.seenAt > read.read_at ? known.seenAt : read.read_at;
    await moveTo(tx, place, networkInterfaceId, after, isoTime(seen?.observedAt ?? clock.now()));
    const causes = await possibleCauses(tx, place, networkInterfaceId);
    const outside = unexplained({ before, after, lastSeenAt }, causes);
    if (outside === null) continue;
    changes += 1;
    await appendEvent(tx, clock, {
      actor: SYSTEM_ACTOR,
      correlationId: randomUUID(),
      action: "attachment.changed-outside",
      result: "ok",
      target: { ...place, instanceId: outside.after ?? outside.before ?? "", networkInterfaceId },
      before: { instanceId: outside.before, seenAt: lastSeenAt },
      after: {
        instanceId: outside.after,
        seenAt: isoTime(seen?.observedAt ?? clock.now()),
        ...(seen ? { status: seen.value.status } : { gone: true }),
      },
    });
  }
  return changes;
}

async function moveTo(
  tx: Transaction<Database>,
  { accountId, regionId }: Place,
  networkInterfaceId: string,
  instanceId: string | null,
  seenAt: string,
): Promise<void> {
  if (instanceId === null) {
    await tx
      .deleteFrom("attachments")
      .where("account_id", "=", accountId)
      .where("region_id", "=", regionId)
      .where("network_interface_id", "=", networkInterfaceId)
      .execute();
    return;
  }
  const values = { instance_id: instanceId, seen_at: seenAt };
  await tx
    .insertInto("attachments")
    .values({
      account_id: accountId,
      region_id: regionId,
      network_interface_id: networkInterfaceId,
      ...values,
    })
    .onConflict((conflict) =>
      conflict.columns(["account_id", "region_id", "network_interface_id"]).doUpdateSet(values),
    )
    .execute();
}

async function possibleCauses(
  tx: Transaction<Database>,
  { accountId, regionId }: Place,
  networkInterfaceId: string,
): Promise<PossibleCause[]> {
  const rows = await tx
    .selectFrom("requests")
    .selectAll()
    .where("network_interface_id", "=", networkInterfaceId)
    .where("account_id", "=", accountId)
    .where("region_id", "=", regionId)
    .execute();
  return rows.map((row) => toStoredRequest(row, []));
}
