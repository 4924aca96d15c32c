import "server-only";
import { randomUUID } from "node:crypto";
import type { ChangeAuthor, ListedUser, NewUser, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { type AuthDeps, DEMO_ISSUER, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import { grantsOf } from "#lib/auth/mint-actor.ts";
import { hashPassword } from "#lib/auth/password-hash.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { revokeSessionsOf } from "#lib/auth/sessions.ts";
import {
  findUser,
  insertUser,
  isLastAdmin,
  isWorkingAdmin,
  recordChange,
  recorded,
  roleColumns,
  roleFacts,
  type UserChange,
  type UserRow,
  userView,
} from "#lib/auth/user-rows.ts";
import { grantsSchema } from "#lib/contract/people.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { dutyWarnings } from "#lib/policy/duty-warnings.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

type Changed = Result<UserView, UserChangeFailure>;

const NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

export async function createUser(deps: AuthDeps, by: ChangeAuthor, user: NewUser): Promise<Changed> {
  const problem = passwordProblem(user.password, user.name);
  if (problem) return err({ kind: "bad-password", problem });
  const row = await newUserRow(deps, user, LOCAL_ISSUER);
  if (!row.ok) return row;
  const warnings = dutyWarnings([], user.grants, false);
  if (warnings.length > 0 && !user.dutiesAccepted) return err({ kind: "duties-mixed", warnings });
  return recorded(await deps.store.write((tx) => insertUser(tx, deps, by, row.value)));
}

/** A row ready to insert; hashing takes its time, so it is done before the transaction. */
export async function newUserRow(
  { clock }: AuthDeps,
  { name: given, displayName, grants, password }: NewUser,
  issuer: string,
): Promise<Result<UserRow, UserChangeFailure>> {
  const name = given.trim().toLowerCase();
  if (!NAME.test(name)) return err({ kind: "bad-name" });
  const problem = grantsProblem(grants);
  if (problem) return err(problem);
  const now = isoTime(clock.now());
  return ok({
    id: randomUUID(),
    name,
    display_name: displayName ?? name,
    issuer,
    subject: null,
    password_hash: await hashPassword(password),
    ...roleColumns(grants),
    disabled: 0,
    created_at: now,
    password_changed_at: now,
  });
}

export async function listUsers({ store, clock }: AuthDeps): Promise<Result<ListedUser[], StoreFailure>> {
  const now = isoTime(clock.now());
  return store.read(async (db) => {
    const rows = await db.selectFrom("users").selectAll().orderBy("name").execute();
    const alive = await db
      .selectFrom("sessions")
      .select("user_id")
      .select((session) => [
        session.fn.countAll<number>().as("count"),
        session.fn.max("last_seen_at").as("lastSeenAt"),
      ])
      .where("revoked_at", "is", null)
      .where("idle_expires_at", ">", now)
      .where("expires_at", ">", now)
      .groupBy("user_id")
      .execute();
    const byUser = new Map(alive.map((each) => [each.user_id, each]));
    return rows.map((row) => ({
      ...userView(row),
      sessions: Number(byUser.get(row.id)?.count ?? 0),
      lastSeenAt: byUser.get(row.id)?.lastSeenAt ?? null,
    }));
  });
}

export async function setPassword(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  password: string,
): Promise<Changed> {
  const problem = passwordProblem(password, name);
  if (problem) return err({ kind: "bad-password", problem });
  const password_hash = await hashPassword(password);
  return changeUser(deps, by, name, (user, now) =>
    isOurs(user)
      ? ok({ what: "password", set: { password_hash, password_changed_at: now }, endsSessions: true })
      : err({ kind: "managed-elsewhere" }),
  );
}

/**
 * Replaces what a local user may do, and where; an OpenID provider decides it for its own people. Duties that should
 * watch each other come together only where `dutiesAccepted` says that somebody meant it.
 */
export async function setGrants(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  grants: readonly Grant[],
  dutiesAccepted: boolean,
): Promise<Changed> {
  const problem = grantsProblem(grants);
  if (problem) return err(problem);
  return changeUser(deps, by, name, (user) => {
    if (!isOurs(user)) return err({ kind: "managed-elsewhere" });
    const duties = dutyWarnings(grantsOf(user), grants, by.actor.subject === user.id);
    if (duties.length > 0 && !dutiesAccepted) return err({ kind: "duties-mixed", warnings: duties });
    const set = roleColumns(grants);
    return ok({
      what: "roles",
      set,
      endsSessions: false,
      before: roleFacts(user),
      after: roleFacts({ ...user, ...set }),
      duties,
    });
  });
}

export async function setDisabled(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  disabled: boolean,
): Promise<Changed> {
  return changeUser(deps, by, name, () =>
    ok({
      what: disabled ? "disabled" : "enabled",
      set: { disabled: disabled ? 1 : 0 },
      endsSessions: disabled,
    }),
  );
}

function grantsProblem(grants: readonly Grant[]): UserChangeFailure | null {
  if (grants.length === 0) return { kind: "no-role" };
  const checked = grantsSchema.safeParse(grants);
  return checked.success ? null : { kind: "bad-scope", message: checked.error.issues[0]?.message ?? "" };
}

function isOurs({ issuer }: UserRow): boolean {
  return issuer === LOCAL_ISSUER || issuer === DEMO_ISSUER;
}

type Change = Omit<UserChange, "user" | "after"> & {
  set: Partial<UserRow>;
  endsSessions: boolean;
  after?: Record<string, unknown>;
};

async function changeUser(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  change: (user: UserRow, now: string) => Result<Change, UserChangeFailure>,
): Promise<Changed> {
  const written = await deps.store.write(async (tx): Promise<Changed> => {
    const user = await findUser(tx, name);
    if (!user) return err({ kind: "unknown-user" });
    const now = isoTime(deps.clock.now());
    const wanted = change(user, now);
    if (!wanted.ok) return wanted;
    const { set, endsSessions, after, ...told } = wanted.value;
    const changed = { ...user, ...set };
    if (!isWorkingAdmin(deps, changed) && (await isLastAdmin(tx, deps, user)))
      return err({ kind: "last-admin" });
    await tx.updateTable("users").set(set).where("id", "=", user.id).execute();
    const ended = endsSessions && { sessionsEnded: await revokeSessionsOf(tx, user.id, now) };
    await recordChange(tx, deps.clock, by, { ...told, user, after: { ...after, ...ended } });
    return ok(userView(changed));
  });
  return recorded(written);
}
