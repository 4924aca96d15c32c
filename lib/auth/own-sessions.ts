import "server-only";
import { createHash } from "node:crypto";
import { appendEvent } from "#lib/audit/append-event.ts";
import { eventActor } from "#lib/audit/audit-event.ts";
import type { OwnChange, OwnSession } from "#lib/auth/auth.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Names a session to its owner without telling its id, which is what the cookie carries. */
function handleOf(sessionId: string): string {
  return createHash("sha256").update(`handle\n${sessionId}`, "utf8").digest("hex").slice(0, 32);
}

/** The person's sessions that are alive, the newest first. */
export function ownSessions(
  { store, clock }: AuthDeps,
  actor: Actor,
): Promise<Result<OwnSession[], StoreFailure>> {
  return store.read(async (db) => {
    const now = isoTime(clock.now());
    const rows = await db
      .selectFrom("sessions")
      .selectAll()
      .where("user_id", "=", actor.userId)
      .where("revoked_at", "is", null)
      .where("idle_expires_at", ">", now)
      .where("expires_at", ">", now)
      .orderBy("last_seen_at", "desc")
      .execute();
    return rows.map((row) => ({
      handle: handleOf(row.id),
      isThis: row.id === actor.sessionId,
      startedAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      address: row.address,
      userAgent: row.user_agent,
    }));
  });
}

/** Ends one session of the person's own, or all but this one; answers how many were alive. */
export function endOwnSessions(
  { store, clock }: AuthDeps,
  { actor, from, correlationId }: OwnChange,
  which: string | "others",
): Promise<Result<number, StoreFailure>> {
  return store.write(async (tx) => {
    const now = isoTime(clock.now());
    const alive = await tx
      .selectFrom("sessions")
      .select("id")
      .where("user_id", "=", actor.userId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", now)
      .execute();
    const ids = alive
      .map(({ id }) => id)
      .filter((id) => (which === "others" ? id !== actor.sessionId : handleOf(id) === which));
    if (ids.length === 0) return 0;
    await tx.updateTable("sessions").set({ revoked_at: now }).where("id", "in", ids).execute();
    await appendEvent(tx, clock, {
      actor: eventActor(actor),
      action: "session.ended",
      result: "ok",
      from,
      after: { userId: actor.userId, sessions: ids.length },
      correlationId,
    });
    return ids.length;
  });
}
