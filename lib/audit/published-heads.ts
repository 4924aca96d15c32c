import "server-only";
import type { Kysely } from "kysely";
import { type SignedHead, signedHeadSchema } from "#lib/contract/audit.ts";
import type { Database } from "#lib/store/schema.ts";

/** The head that an event of the log tells of; null for every other event, and for one that cannot be read. */
export function publishedHeadOf(event: { action: string; after?: unknown }): SignedHead | null {
  if (event.action !== "system.head-published") return null;
  return signedHeadSchema.safeParse(event.after).data ?? null;
}

export async function lastPublishedHead(db: Kysely<Database>): Promise<SignedHead | null> {
  const row = await headEvents(db).orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row ? publishedHeadIn(row.body) : null;
}

/** The first head that was published after event `seq`, and so covers it. */
export async function headCovering(db: Kysely<Database>, seq: number): Promise<SignedHead | null> {
  const row = await headEvents(db).where("seq", ">", seq).orderBy("seq").limit(1).executeTakeFirst();
  return row ? publishedHeadIn(row.body) : null;
}

/** How many events there are after event `seq`, those that only publish a head left out. */
export async function countSince(db: Kysely<Database>, seq: number): Promise<number> {
  const { count } = await db
    .selectFrom("events")
    .select((events) => events.fn.countAll<number | string>().as("count"))
    .where("seq", ">", seq)
    .where("action", "<>", "system.head-published")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Nothing for a body that was damaged: verification says where, and nobody goes by such a head. */
function publishedHeadIn(body: string): SignedHead | null {
  try {
    return publishedHeadOf(JSON.parse(body));
  } catch {
    return null;
  }
}

function headEvents(db: Kysely<Database>) {
  return db.selectFrom("events").select("body").where("action", "=", "system.head-published");
}
