import "server-only";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable, Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { ChangeAuthor, NewUser, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { type AuthDeps, isIssuerTrusted, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import { rolesOf } from "#lib/auth/mint-actor.ts";
import { hashPassword } from "#lib/auth/password-hash.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { revokeSessionsOf } from "#lib/auth/sessions.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Role } from "#lib/domain/actor.ts";
import type { Database, UsersTable } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

type User = Selectable<UsersTable>;
type Changed = Result<UserView, UserChangeFailure>;

const NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

export async function createUser(deps: AuthDeps, by: ChangeAuthor, user: NewUser): Promise<Changed> {
  const problem = passwordProblem(user.password, user.name);
  if (problem) return err({ kind: "bad-password", problem });
  const row = await newUserRow(deps, user, LOCAL_ISSUER);
  if (!row.ok) return row;
  return recorded(await deps.store.write((tx) => insertUser(tx, deps, by, row.value)));
}

/** A row ready to insert; hashing takes its time, so it is done before the transaction. */
export async function newUserRow(
  { clock }: AuthDeps,
  { name: given, displayName, roles, password }: NewUser,
  issuer: string,
): Promise<Result<User, UserChangeFailure>> {
  const name = given.trim().toLowerCase();
  if (!NAME.test(name)) return err({ kind: "bad-name" });
  if (roles.length === 0) return err({ kind: "no-role" });
  const now = isoTime(clock.now());
  return ok({
    id: randomUUID(),
    name,
    display_name: displayName ?? name,
    issuer,
    subject: null,
    password_hash: await hashPassword(password),
    roles: JSON.stringify([...new Set(roles)]),
    scoped_roles: "[]",
    disabled: 0,
    created_at: now,
    password_changed_at: now,
  });
}

export async function insertUser(
  tx: Transaction<Database>,
  { clock }: AuthDeps,
  by: ChangeAuthor,
  row: User,
): Promise<Changed> {
  const taken = await findUser(tx, row.name);
  if (taken) return err({ kind: "name-taken" });
  await tx.insertInto("users").values(row).execute();
  await recordChange(tx, clock, by, { what: "created", user: row, after: { roles: rolesOf(row) } });
  return ok(userView(row));
}

export async function listUsers({ store }: AuthDeps): Promise<Result<UserView[], StoreFailure>> {
  return store.read(async (db) => {
    const rows = await db.selectFrom("users").selectAll().orderBy("name").execute();
    return rows.map(userView);
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
  return changeUser(deps, by, name, (_user, now) => ({
    what: "password",
    set: { password_hash, password_changed_at: now },
    endsSessions: true,
  }));
}

export async function setRoles(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  roles: readonly Role[],
): Promise<Changed> {
  if (roles.length === 0) return err({ kind: "no-role" });
  const unique = [...new Set(roles)];
  return changeUser(deps, by, name, (user) => ({
    what: "roles",
    set: { roles: JSON.stringify(unique) },
    endsSessions: false,
    before: { roles: rolesOf(user) },
    after: { roles: unique },
  }));
}

export async function setDisabled(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  disabled: boolean,
): Promise<Changed> {
  return changeUser(deps, by, name, () => ({
    what: disabled ? "disabled" : "enabled",
    set: { disabled: disabled ? 1 : 0 },
    endsSessions: disabled,
  }));
}

interface Change {
  what: string;
  set: Partial<User>;
  endsSessions: boolean;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

async function changeUser(
  deps: AuthDeps,
  by: ChangeAuthor,
  name: string,
  change: (user: User, now: string) => Change,
): Promise<Changed> {
  const written = await deps.store.write(async (tx): Promise<Changed> => {
    const user = await findUser(tx, name.trim().toLowerCase());
    if (!user) return err({ kind: "unknown-user" });
    const now = isoTime(deps.clock.now());
    const { what, set, endsSessions, before, after } = change(user, now);
    const changed = { ...user, ...set };
    const losesAdmin = isWorkingAdmin(deps, user) && !isWorkingAdmin(deps, changed);
    if (losesAdmin && !(await hasOtherAdmin(tx, deps, user.id))) return err({ kind: "last-admin" });
    await tx.updateTable("users").set(set).where("id", "=", user.id).execute();
    const ended = endsSessions && { sessionsEnded: await revokeSessionsOf(tx, user.id, now) };
    await recordChange(tx, deps.clock, by, {
      what,
      user,
      ...(before && { before }),
      after: { ...after, ...ended },
    });
    return ok(userView(changed));
  });
  return recorded(written);
}

function isWorkingAdmin(deps: AuthDeps, user: User): boolean {
  return user.disabled === 0 && isIssuerTrusted(deps, user.issuer) && rolesOf(user).includes("admin");
}

async function hasOtherAdmin(db: Kysely<Database>, deps: AuthDeps, userId: string): Promise<boolean> {
  const others = await db.selectFrom("users").selectAll().where("id", "!=", userId).execute();
  return others.some((other) => isWorkingAdmin(deps, other));
}

async function recordChange(
  tx: Transaction<Database>,
  clock: AuthDeps["clock"],
  by: ChangeAuthor,
  {
    what,
    user,
    before,
    after,
  }: { what: string; user: User; before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await appendEvent(tx, clock, {
    actor: by.actor,
    action: "user.changed",
    result: "ok",
    ...(by.from && { from: by.from }),
    ...(before && { before }),
    after: { what, userId: user.id, user: user.name, ...after },
    correlationId: by.correlationId ?? randomUUID(),
  });
}

async function findUser(db: Kysely<Database>, name: string): Promise<User | undefined> {
  return db.selectFrom("users").selectAll().where("name", "=", name).executeTakeFirst();
}

export function recorded<T, F>(
  written: Result<Result<T, F>, StoreFailure>,
): Result<T, F | { kind: "cannot-be-recorded"; failure: StoreFailure }> {
  return written.ok ? written.value : err({ kind: "cannot-be-recorded", failure: written.error });
}

function userView(user: User): UserView {
  return {
    id: user.id,
    name: user.name,
    displayName: user.display_name,
    issuer: user.issuer,
    roles: rolesOf(user),
    disabled: user.disabled === 1,
    createdAt: user.created_at,
    passwordChangedAt: user.password_changed_at,
  };
}
