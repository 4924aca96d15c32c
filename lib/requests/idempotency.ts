import "server-only";

import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import { z } from "zod";
import { canonicalJson } from "#lib/core/json.ts";
import type { Database } from "#lib/store/schema.ts";

/** A key belongs to one person and one route; with it comes a digest of the body it was used for. */
export const keySchema = z.object({
  actor: z.string(),
  route: z.string(),
  key: z.string(),
  bodyDigest: z.string(),
});
export type IdempotencyKey = z.infer<typeof keySchema>;

export function idempotencyKey(actor: string, route: string, key: string, body: unknown): IdempotencyKey {
  return { actor, route, key, bodyDigest: createHash("sha256").update(canonicalJson(body)).digest("hex") };
}

export type KeyUse = { kind: "new" } | { kind: "replay"; requestId: string } | { kind: "other-body" };

/** Whether this key has been used, and for the same body. A key is kept for ever. */
export async function findKeyUse(
  db: Pick<Transaction<Database>, "selectFrom">,
  { actor, route, key, bodyDigest }: IdempotencyKey,
): Promise<KeyUse> {
  const row = await db
    .selectFrom("idempotency_keys")
    .select(["body_digest", "request_id"])
    .where("actor", "=", actor)
    .where("route", "=", route)
    .where("key", "=", key)
    .executeTakeFirst();
  if (!row?.request_id) return { kind: "new" };
  return row.body_digest === bodyDigest
    ? { kind: "replay", requestId: row.request_id }
    : { kind: "other-body" };
}

/** Takes the key for this request, in the transaction that makes the request. The primary key refuses a second use. */
export async function takeKey(
  tx: Transaction<Database>,
  { actor, route, key, bodyDigest }: IdempotencyKey,
  requestId: string,
  now: string,
): Promise<void> {
  await tx
    .insertInto("idempotency_keys")
    .values({
      actor,
      route,
      key,
      body_digest: bodyDigest,
      request_id: requestId,
      status: null,
      response: null,
      created_at: now,
    })
    .execute();
}
