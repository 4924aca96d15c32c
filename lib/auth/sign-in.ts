import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import type { Selectable, Transaction } from "kysely";
import { raiseNotice } from "#lib/alerts/raise-notice.ts";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import type { SignedIn, SignInAttempt, SignInFailure } from "#lib/auth/auth.ts";
import { type AuthDeps, isIssuerTrusted, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import { rolesOf } from "#lib/auth/mint-actor.ts";
import { verifyPassword } from "#lib/auth/password-hash.ts";
import { PASSWORD_MAX } from "#lib/auth/password-rules.ts";
import { countStranger, STRANGER } from "#lib/auth/stranger-refusals.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { returnToWindow, takeFromWindow } from "#lib/limits/take-from-window.ts";
import type { Database, UsersTable } from "#lib/store/schema.ts";

/** Without a request for this long a session ends. */
export const IDLE_S = 30 * 60;
/** However busy, a session ends after this long. */
export const ABSOLUTE_S = 12 * 60 * 60;

/** With a window of an hour, no hour sees more than ten guesses at one account, from however many addresses. */
const PER_ACCOUNT = 5;
const PER_ADDRESS = 30;
const WINDOW_S = 60 * 60;
const MAX_NAME = 64;

type User = Selectable<UsersTable>;
export type Admission =
  | { admitted: true; user: User | null; keys: readonly string[] }
  | { admitted: false; retryAfterS: number };

export async function signIn(deps: AuthDeps, given: SignInAttempt): Promise<Result<SignedIn, SignInFailure>> {
  const attempt = {
    ...given,
    name: given.name
      .trim()
      .toLowerCase()
      .slice(0, MAX_NAME + 1),
  };
  const correlationId = given.correlationId ?? randomUUID();
  // Counted before the password is looked at, and given back after: guesses sent at once must not slip past together.
  const admission = await deps.store.write((tx) => admitGuess(tx, deps, { ...attempt, correlationId }));
  if (!admission.ok) return err({ kind: "cannot-be-recorded", failure: admission.error });
  if (!admission.value.admitted) {
    return err({ kind: "too-many", retryAfterS: admission.value.retryAfterS });
  }
  const { user, keys } = admission.value;
  const usable = user !== null && user.disabled === 0 && isIssuerTrusted(deps, user.issuer);
  const fits = await verifyPassword(
    attempt.password.slice(0, PASSWORD_MAX * 4),
    usable ? user.password_hash : null,
  );
  const finished = await deps.store.write(async (tx) => {
    const session =
      usable && fits ? await startSession(tx, deps, attempt, user, correlationId, deps.clock.now()) : null;
    if (session === null) await appendEvent(tx, deps.clock, refusal(attempt, user, correlationId));
    else await returnGuess(tx, keys);
    return session;
  });
  if (!finished.ok) return err({ kind: "cannot-be-recorded", failure: finished.error });
  return finished.value === null ? err({ kind: "wrong" }) : ok(finished.value);
}

/** Counts a guess at somebody's password before it is looked at. A refusal is told as a stranger's. */
export async function admitGuess(
  tx: Transaction<Database>,
  { clock }: AuthDeps,
  { name, address, userAgent, correlationId }: Required<Omit<SignInAttempt, "password">>,
): Promise<Admission> {
  const user = (await tx.selectFrom("users").selectAll().where("name", "=", name).executeTakeFirst()) ?? null;
  const addressKey = `sign-in:address:${address}`;
  const accountKey = await accountKeyFor(tx, user, name, address);
  const byAddress = await takeFromWindow(tx, clock, addressKey, PER_ADDRESS, WINDOW_S);
  const byAccount = byAddress.allowed
    ? await takeFromWindow(tx, clock, accountKey, PER_ACCOUNT, WINDOW_S)
    : byAddress;
  if (byAccount.allowed) return { admitted: true, user, keys: [addressKey, accountKey] };
  const what = byAddress.allowed ? "too many failures for one account" : "too many failures from one address";
  await countStranger(tx, clock, "session.refused", { address, userAgent, what, correlationId });
  return { admitted: false, retryAfterS: byAccount.retryAfterS };
}

/** The guess was right, so it was none. */
export async function returnGuess(tx: Transaction<Database>, keys: readonly string[]): Promise<void> {
  for (const key of keys) await returnToWindow(tx, key);
}

/** Where someone has signed in before counts apart, so that guesses from elsewhere cannot lock the owner out. */
async function accountKeyFor(
  tx: Transaction<Database>,
  user: User | null,
  name: string,
  address: string,
): Promise<string> {
  const before =
    user &&
    (await tx
      .selectFrom("sessions")
      .select("id")
      .where("user_id", "=", user.id)
      .where("address", "=", address)
      .limit(1)
      .executeTakeFirst());
  return before ? `sign-in:account:${name}:${address}` : `sign-in:account:${name}`;
}

/** A session with an id of its own. Null when the account changed while its password was being checked. */
export async function startSession(
  tx: Transaction<Database>,
  deps: AuthDeps,
  { address, userAgent }: Pick<SignInAttempt, "address" | "userAgent">,
  checked: User,
  correlationId: string,
  provedAtMs: number,
): Promise<SignedIn | null> {
  const user = await tx.selectFrom("users").selectAll().where("id", "=", checked.id).executeTakeFirst();
  if (user?.disabled !== 0 || user.password_hash !== checked.password_hash) return null;
  const sessionId = randomBytes(32).toString("base64url");
  const nowMs = deps.clock.now();
  await tx
    .insertInto("sessions")
    .values({
      id: sessionId,
      user_id: user.id,
      created_at: isoTime(nowMs),
      last_seen_at: isoTime(nowMs),
      idle_expires_at: isoTime(nowMs + IDLE_S * 1000),
      expires_at: isoTime(nowMs + ABSOLUTE_S * 1000),
      revoked_at: null,
      address,
      user_agent: userAgent,
      authenticated_at: isoTime(provedAtMs),
    })
    .execute();
  const emergency = isEmergency(deps, user);
  await appendEvent(tx, deps.clock, {
    actor: { issuer: user.issuer, subject: user.id, name: user.name, roles: rolesOf(user) },
    action: "session.started",
    result: "ok",
    from: { address, userAgent },
    ...(emergency && { after: { emergency } }),
    correlationId,
  });
  if (emergency) {
    const body = { user: user.name, at: isoTime(nowMs) };
    await raiseNotice(tx, deps.clock, { kind: "user-emergency-sign-in", subject: correlationId, body });
  }
  return { sessionId, userId: user.id, name: user.name, emergency };
}

/** A local account where people sign in with a provider is for the hour in which that provider does not work. */
function isEmergency({ config }: AuthDeps, { issuer }: Pick<User, "issuer">): boolean {
  return issuer === LOCAL_ISSUER && (config.openId ?? null) !== null;
}

/** A name that belongs to nobody is not written down: people type passwords into the wrong field. */
function refusal(
  { address, userAgent }: SignInAttempt,
  user: User | null,
  correlationId: string,
): NewAuditEvent {
  return {
    actor: STRANGER,
    action: "session.refused",
    result: "refused",
    from: { address, userAgent },
    after: user === null ? { user: "unknown" } : { user: user.name, userId: user.id },
    correlationId,
  };
}
