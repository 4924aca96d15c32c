import "server-only";
import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import { eventActor } from "#lib/audit/audit-event.ts";
import type { OwnChange, ProofFailure } from "#lib/auth/auth.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import { hashPassword, verifyPassword } from "#lib/auth/password-hash.ts";
import { PASSWORD_MAX, passwordProblem } from "#lib/auth/password-rules.ts";
import { admitGuess, returnGuess } from "#lib/auth/sign-in.ts";
import { recordChange, type UserRow } from "#lib/auth/user-rows.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/schema.ts";

/**
 * Proves once more that it is the person who sits there (ASVS 7.5.3). Counted like a sign-in, because it is a guess at
 * the same password; a wrong one is an event and ends nothing.
 */
export async function stepUp(
  deps: AuthDeps,
  own: OwnChange,
  password: string,
): Promise<Result<void, ProofFailure>> {
  return withProof(deps, own, password, async (tx) => {
    await touchProof(tx, deps, own.actor);
    await appendEvent(tx, deps.clock, {
      actor: eventActor(own.actor),
      action: "session.stepped-up",
      result: "ok",
      from: own.from,
      correlationId: own.correlationId,
    });
  });
}

/** Ends the person's other sessions: whoever else is in with the old password is out. */
export async function changeOwnPassword(
  deps: AuthDeps,
  own: OwnChange,
  present: string,
  next: string,
): Promise<Result<void, ProofFailure>> {
  const problem = passwordProblem(next, own.actor.name);
  if (problem) return err({ kind: "bad-password", problem });
  const password_hash = await hashPassword(next);
  return withProof(deps, own, present, async (tx, user) => {
    const now = isoTime(deps.clock.now());
    await tx
      .updateTable("users")
      .set({ password_hash, password_changed_at: now })
      .where("id", "=", user.id)
      .execute();
    const { numUpdatedRows } = await tx
      .updateTable("sessions")
      .set({ revoked_at: now })
      .where("user_id", "=", user.id)
      .where("id", "!=", own.actor.sessionId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    await touchProof(tx, deps, own.actor);
    const by = { actor: eventActor(own.actor), from: own.from, correlationId: own.correlationId };
    const after = { sessionsEnded: Number(numUpdatedRows) };
    await recordChange(tx, deps.clock, by, { what: "password", user, after });
  });
}

async function withProof(
  deps: AuthDeps,
  { actor, from, correlationId }: OwnChange,
  password: string,
  change: (tx: Transaction<Database>, user: UserRow) => Promise<void>,
): Promise<Result<void, ProofFailure>> {
  const guess = { name: actor.name, ...from, correlationId };
  const admission = await deps.store.write((tx) => admitGuess(tx, deps, guess));
  if (!admission.ok) return err({ kind: "cannot-be-recorded", failure: admission.error });
  if (!admission.value.admitted) return err({ kind: "too-many", retryAfterS: admission.value.retryAfterS });
  const { user, keys } = admission.value;
  if (user?.id !== actor.userId || user.password_hash === null) return err({ kind: "at-provider" });
  const fits = await verifyPassword(password.slice(0, PASSWORD_MAX * 4), user.password_hash);
  const done = await deps.store.write(async (tx) => {
    const now = await tx.selectFrom("users").selectAll().where("id", "=", user.id).executeTakeFirst();
    if (fits && now?.password_hash === user.password_hash && now.disabled === 0) {
      await change(tx, now);
      await returnGuess(tx, keys);
      return true;
    }
    await appendEvent(tx, deps.clock, {
      actor: eventActor(actor),
      action: "session.refused",
      result: "refused",
      from,
      after: { what: "the password again", user: user.name, userId: user.id },
      correlationId: correlationId ?? randomUUID(),
    });
    return false;
  });
  if (!done.ok) return err({ kind: "cannot-be-recorded", failure: done.error });
  return done.value ? ok(undefined) : err({ kind: "wrong" });
}

async function touchProof(tx: Transaction<Database>, { clock }: AuthDeps, actor: Actor): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ authenticated_at: isoTime(clock.now()) })
    .where("id", "=", actor.sessionId)
    .where("revoked_at", "is", null)
    .execute();
}
