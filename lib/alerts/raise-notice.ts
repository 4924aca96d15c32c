import "server-only";
import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { canonicalJson, type Json } from "#lib/core/json.ts";
import type { Database } from "#lib/store/schema.ts";

/** What a person must be told of even when nobody looks at the desk. Receivers switch on these words. */
export const NOTICE_KINDS = [
  "request-unknown",
  "request-stuck",
  "request-needs-attention",
  "audit-chain-broken",
  "user-duties-mixed",
  "user-emergency-sign-in",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface Notice {
  kind: NoticeKind;
  /** What it is about: a request's id, a number in the log. Another subject is another notice. */
  subject: string;
  /** Facts that help whoever is woken; no reasons and no addresses that people typed. */
  body: { [name: string]: Json };
}

/** A notice of the same kind and subject is raised again only after this: then it is a reminder. */
const REPEAT_AFTER_MS = 24 * 60 * 60 * 1_000;

/**
 * Puts a notice in line, in the transaction of what it tells of, and does nothing else: delivery is somebody else's
 * work. One per kind and subject in 24 hours; the later ones are dropped, and the answer is then null.
 */
export async function raiseNotice(
  tx: Transaction<Database>,
  clock: Clock,
  { kind, subject, body }: Notice,
): Promise<{ id: string } | null> {
  const now = clock.now();
  const series = createHash("sha256").update(`${kind}\n${subject}`, "utf8").digest("hex").slice(0, 32);
  const earlier = await tx
    .selectFrom("notices")
    .select("id")
    .where("id", "like", `${series}-%`)
    .where("created_at", ">", isoTime(now - REPEAT_AFTER_MS))
    .limit(1)
    .executeTakeFirst();
  if (earlier !== undefined) return null;
  const id = `${series}-${now}`;
  const at = isoTime(now);
  await tx
    .insertInto("notices")
    .values({
      id,
      kind,
      body: canonicalJson({ subject, facts: body }),
      created_at: at,
      tries: 0,
      next_try_at: at,
      delivered_at: null,
    })
    .execute();
  return { id };
}
