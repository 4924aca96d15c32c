import "server-only";
import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { OpenIdAttempt, OpenIdFailure, SignedIn } from "#lib/auth/auth.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import { grantsOf } from "#lib/auth/mint-actor.ts";
import {
  displayNameFrom,
  grantsFrom,
  nameFrom,
  type OpenIdClaims,
  readClaims,
  subjectMark,
} from "#lib/auth/openid-claims.ts";
import { startSession } from "#lib/auth/sign-in.ts";
import { STRANGER } from "#lib/auth/stranger-refusals.ts";
import {
  findUser,
  insertUser,
  recordChange,
  roleColumns,
  roleFacts,
  type UserRow,
} from "#lib/auth/user-rows.ts";
import { isoTime } from "#lib/core/clock.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { dutyWarnings } from "#lib/policy/duty-warnings.ts";
import type { Database } from "#lib/store/schema.ts";

/** How far the provider's clock may be ahead of the database's. */
const CLOCKS_DIFFER_MS = 60_000;

type Refusal = { cause: string; user: UserRow | null };

/**
 * Starts a session for a person whose ID token openid-client has found good. Who they are is issuer and subject, never
 * a name or an address; what they may do is what the claim says now. Signing in while signed in ends the session before.
 */
export async function signInWithOpenId(
  deps: AuthDeps,
  attempt: OpenIdAttempt,
): Promise<Result<SignedIn, OpenIdFailure>> {
  const correlationId = attempt.correlationId ?? randomUUID();
  const written = await deps.store.write(async (tx) => {
    const signedIn = await admitted(tx, deps, { ...attempt, correlationId });
    if (signedIn.ok) return signedIn.value;
    const { cause, user } = signedIn.error;
    const { address, userAgent } = attempt;
    const who = user === null ? { user: "unknown" } : { user: user.name, userId: user.id };
    await appendEvent(tx, deps.clock, {
      actor: STRANGER,
      action: "session.refused",
      result: "refused",
      from: { address, userAgent },
      after: { ...who, issuer: deps.config.openId?.issuer ?? null, cause },
      correlationId,
    });
    return null;
  });
  if (!written.ok) return err({ kind: "cannot-be-recorded", failure: written.error });
  return written.value === null ? err({ kind: "no-role" }) : ok(written.value);
}

async function admitted(
  tx: Transaction<Database>,
  deps: AuthDeps,
  { claims: given, replaces, address, userAgent, correlationId }: Required<OpenIdAttempt>,
): Promise<Result<SignedIn, Refusal>> {
  const { openId } = deps.config;
  const claims = readClaims(given);
  if (!openId || claims?.iss !== openId.issuer)
    return err({ cause: "not the configured issuer", user: null });
  // The end of a token's time openid-client checks; that it was not made in the future, it does not.
  if (claims.iat * 1_000 > deps.clock.now() + CLOCKS_DIFFER_MS) return err({ cause: "expired", user: null });
  const known = await tx
    .selectFrom("users")
    .selectAll()
    .where("issuer", "=", openId.issuer)
    .where("subject", "=", claims.sub)
    .executeTakeFirst();
  if (known?.disabled === 1) return err({ cause: "disabled", user: known });
  const grants = grantsFrom(claims, openId);
  if (grants.length === 0) return err({ cause: "no role", user: known ?? null });
  const from = { address, userAgent };
  const by = { actor: providerActor(openId.issuer), from, correlationId };
  const user = known
    ? await refreshed(tx, deps, by, known, claims, grants)
    : await inserted(tx, deps, by, openId.issuer, claims, grants);
  if (user === null) return err({ cause: "no free name", user: null });
  await endReplaced(tx, deps, replaces);
  const provedAt = provedAtMs(claims, deps.clock.now());
  const session = await startSession(tx, deps, from, user, correlationId, provedAt);
  return session === null ? err({ cause: "changed meanwhile", user }) : ok(session);
}

function providerActor(issuer: string) {
  return { issuer, subject: "", name: "Identity provider", roles: [] };
}

/** A provider that does not say when it asked has proved nothing lately. */
function provedAtMs({ auth_time: seconds }: OpenIdClaims, nowMs: number): number {
  return seconds === undefined ? 0 : Math.min(seconds * 1_000, nowMs);
}

type By = Parameters<typeof recordChange>[2];

async function refreshed(
  tx: Transaction<Database>,
  deps: AuthDeps,
  by: By,
  known: UserRow,
  claims: OpenIdClaims,
  grants: readonly Grant[],
): Promise<UserRow> {
  const set = { ...roleColumns(grants), display_name: displayNameFrom(claims) };
  const user = { ...known, ...set };
  await tx.updateTable("users").set(set).where("id", "=", known.id).execute();
  const before = grantsOf(known);
  if (canonicalJson(before) !== canonicalJson(grantsOf(user))) {
    const duties = dutyWarnings(before, grants, false);
    const change = { what: "roles", user, before: roleFacts(known), after: roleFacts(user), duties };
    await recordChange(tx, deps.clock, by, change);
  }
  return user;
}

async function inserted(
  tx: Transaction<Database>,
  deps: AuthDeps,
  by: By,
  issuer: string,
  claims: OpenIdClaims,
  grants: readonly Grant[],
): Promise<UserRow | null> {
  const wanted = nameFrom(claims);
  const isTaken = (await findUser(tx, wanted)) !== undefined;
  const user: UserRow = {
    id: randomUUID(),
    name: isTaken ? `${wanted}-${subjectMark(claims.sub)}` : wanted,
    display_name: displayNameFrom(claims),
    issuer,
    subject: claims.sub,
    password_hash: null,
    ...roleColumns(grants),
    disabled: 0,
    created_at: isoTime(deps.clock.now()),
    password_changed_at: null,
  };
  const made = await insertUser(tx, deps, by, user);
  return made.ok ? user : null;
}

/** The browser's cookie is about to be another one: what the old one opened is shut. */
async function endReplaced(tx: Transaction<Database>, { clock }: AuthDeps, sessionId: string | null) {
  if (sessionId === null) return;
  await tx
    .updateTable("sessions")
    .set({ revoked_at: isoTime(clock.now()) })
    .where("id", "=", sessionId)
    .where("revoked_at", "is", null)
    .execute();
}
