import "server-only";
import { randomUUID } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { eventActor } from "#lib/audit/audit-event.ts";
import type { ActorFailure, ChangeAuthor } from "#lib/auth/auth.ts";
import { type AuthDeps, isIssuerTrusted } from "#lib/auth/auth-deps.ts";
import { mintActor } from "#lib/auth/mint-actor.ts";
import { IDLE_S } from "#lib/auth/sign-in.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { Database, SessionsTable } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** `last_seen_at` is written at most this often, so that a page of requests is not a page of writes. */
const SEEN_EVERY_MS = 60_000;

export async function actorOf(
  deps: AuthDeps,
  sessionId: string,
  { background }: { background: boolean },
): Promise<Result<Actor, ActorFailure>> {
  const { store, clock } = deps;
  const found = await store.read(async (db) => {
    const row = await liveSession(db, deps, sessionId);
    return (
      row && { actor: mintActor(row, sessionId, provedAtMs(row)), lastSeenAtMs: Date.parse(row.last_seen_at) }
    );
  });
  if (!found.ok) return err({ kind: "unavailable", failure: found.error });
  if (!found.value) return err({ kind: "no-session" });
  if (!background && clock.now() - found.value.lastSeenAtMs >= SEEN_EVERY_MS) {
    // May fail while the database takes no writes: the session then ends earlier, and looking still works.
    await store.write((tx) => touch(tx, deps, sessionId));
  }
  return ok(found.value.actor);
}

function provedAtMs(row: Pick<SessionsTable, "created_at" | "authenticated_at">): number {
  return Date.parse(row.authenticated_at ?? row.created_at);
}

/** The session and its user, if it may be used now. Every reason why not looks the same from outside. */
async function liveSession(db: Kysely<Database>, deps: AuthDeps, sessionId: string) {
  const now = isoTime(deps.clock.now());
  const row = await db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["users.id", "users.issuer", "users.name", "users.roles", "users.scoped_roles"])
    .select(["sessions.last_seen_at", "sessions.address", "sessions.user_agent"])
    .select(["sessions.created_at", "sessions.authenticated_at"])
    .where("sessions.id", "=", sessionId)
    .where("sessions.revoked_at", "is", null)
    .where("sessions.idle_expires_at", ">", now)
    .where("sessions.expires_at", ">", now)
    .where("users.disabled", "=", 0)
    .executeTakeFirst();
  return row && isIssuerTrusted(deps, row.issuer) ? row : null;
}

async function touch(tx: Transaction<Database>, { clock }: AuthDeps, sessionId: string): Promise<void> {
  const nowMs = clock.now();
  await tx
    .updateTable("sessions")
    .set({ last_seen_at: isoTime(nowMs), idle_expires_at: isoTime(nowMs + IDLE_S * 1000) })
    .where("id", "=", sessionId)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", isoTime(nowMs))
    .execute();
}

export async function endSession(deps: AuthDeps, sessionId: string): Promise<Result<void, StoreFailure>> {
  const { store, clock } = deps;
  return store.write(async (tx) => {
    const live = await liveSession(tx, deps, sessionId);
    if (!live) return;
    await tx
      .updateTable("sessions")
      .set({ revoked_at: isoTime(clock.now()) })
      .where("id", "=", sessionId)
      .execute();
    await appendEvent(tx, clock, {
      actor: eventActor(mintActor(live, sessionId, provedAtMs(live))),
      action: "session.ended",
      result: "ok",
      from: { address: live.address, userAgent: live.user_agent },
      correlationId: randomUUID(),
    });
  });
}

export async function endAllSessions(
  { store, clock }: AuthDeps,
  userId: string,
  by: ChangeAuthor,
): Promise<Result<number, StoreFailure>> {
  return store.write(async (tx) => {
    const count = await revokeSessionsOf(tx, userId, isoTime(clock.now()));
    await appendEvent(tx, clock, {
      actor: by.actor,
      action: "session.ended",
      result: "ok",
      ...(by.from && { from: by.from }),
      after: { userId, sessions: count },
      correlationId: by.correlationId ?? randomUUID(),
    });
    return count;
  });
}

/** Answers how many were alive. */
export async function revokeSessionsOf(
  tx: Transaction<Database>,
  userId: string,
  now: string,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
