import "server-only";
import type { Kysely, Selectable } from "kysely";
import { GENESIS_HASH } from "#lib/audit/event-chain.ts";
import type { AuditHeld } from "#lib/contract/audit.ts";
import type { Database, SealsTable } from "#lib/store/schema.ts";

export type Seal = Selectable<SealsTable>;

/** The ranges that were archived and closed, oldest first. */
export async function readSeals(db: Kysely<Database>): Promise<Seal[]> {
  return db.selectFrom("seals").selectAll().orderBy("to_seq").execute();
}

/** From where on the log is held here. Rows of a sealed range may still be there when sealing was interrupted. */
export async function heldRange(db: Kysely<Database>): Promise<AuditHeld> {
  const last = await db.selectFrom("seals").selectAll().orderBy("to_seq", "desc").limit(1).executeTakeFirst();
  return heldAfter(last);
}

export function heldAfter(last: Seal | undefined): AuditHeld {
  if (!last) return { fromSeq: 1, sealed: null };
  const { to_seq: toSeq, sealed_at: at, archive } = last;
  return { fromSeq: toSeq + 1, sealed: { toSeq, at, archive } };
}

/** Seals follow one another from the first event on; null when these do. */
export function sealsProblem(seals: readonly Seal[]): { firstBadSeq: number; problem: string } | null {
  let end = { seq: 0, hash: GENESIS_HASH };
  for (const seal of seals) {
    const follows = seal.from_seq === end.seq + 1 && seal.prev_hash === end.hash;
    if (!follows || seal.to_seq < seal.from_seq || seal.sealed_by_seq <= seal.to_seq) {
      return {
        firstBadSeq: end.seq + 1,
        problem: `the seal up to event ${seal.to_seq} does not follow the one before`,
      };
    }
    end = { seq: seal.to_seq, hash: seal.last_hash };
  }
  return null;
}
