import "server-only";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable, Transaction } from "kysely";
import { raiseNotice } from "#lib/alerts/raise-notice.ts";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { ChangeAuthor, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { type AuthDeps, isIssuerTrusted } from "#lib/auth/auth-deps.ts";
import { grantsOf, rolesOf } from "#lib/auth/mint-actor.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { DutyWarning } from "#lib/domain/duties.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { dutyWarnings } from "#lib/policy/duty-warnings.ts";
import type { Database, UsersTable } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export type UserRow = Selectable<UsersTable>;

/** Grants as the two columns of a row, and as an event tells them: everywhere, and in a scope. */
export function roleColumns(grants: readonly Grant[]): Pick<UserRow, "roles" | "scoped_roles"> {
  const everywhere = grants.filter(({ scope }) => scope === null).map(({ role }) => role);
  return {
    roles: JSON.stringify([...new Set(everywhere)]),
    scoped_roles: JSON.stringify(grants.filter(({ scope }) => scope !== null)),
  };
}

export function roleFacts(user: Pick<UserRow, "roles" | "scoped_roles">): Record<string, unknown> {
  const grants = grantsOf(user);
  const scopedRoles = grants.filter(({ scope }) => scope !== null);
  const roles = grants.filter(({ scope }) => scope === null).map(({ role }) => role);
  return { roles, ...(scopedRoles.length > 0 && { scopedRoles }) };
}

export async function insertUser(
  tx: Transaction<Database>,
  deps: AuthDeps,
  by: ChangeAuthor,
  row: UserRow,
): Promise<Result<UserView, UserChangeFailure>> {
  const taken = await findUser(tx, row.name);
  if (taken) return err({ kind: "name-taken" });
  const duties = dutyWarnings([], grantsOf(row), false);
  await tx.insertInto("users").values(row).execute();
  await recordChange(tx, deps.clock, by, { what: "created", user: row, after: roleFacts(row), duties });
  return ok(userView(row));
}

export interface UserChange {
  what: string;
  user: UserRow;
  before?: Record<string, unknown>;
  after: Record<string, unknown>;
  duties?: readonly DutyWarning[];
}

/** The event about a change, and a notice where duties came together that should watch each other. */
export async function recordChange(
  tx: Transaction<Database>,
  clock: AuthDeps["clock"],
  by: ChangeAuthor,
  { what, user, before, after, duties = [] }: UserChange,
): Promise<void> {
  const warnings = duties.length > 0 && { warnings: [...duties] };
  await appendEvent(tx, clock, {
    actor: by.actor,
    action: "user.changed",
    result: "ok",
    ...(by.from && { from: by.from }),
    ...(before && { before }),
    after: { what, userId: user.id, user: user.name, ...after, ...warnings },
    correlationId: by.correlationId ?? randomUUID(),
  });
  if (duties.length === 0) return;
  const body = { user: user.name, by: by.actor.name, warnings: [...duties] };
  await raiseNotice(tx, clock, { kind: "user-duties-mixed", subject: user.id, body });
}

export async function findUser(db: Kysely<Database>, name: string): Promise<UserRow | undefined> {
  return db.selectFrom("users").selectAll().where("name", "=", name.trim().toLowerCase()).executeTakeFirst();
}

/** Nobody could manage users any more once this one could not. */
export async function isLastAdmin(db: Kysely<Database>, deps: AuthDeps, user: UserRow): Promise<boolean> {
  if (!isWorkingAdmin(deps, user)) return false;
  const others = await db.selectFrom("users").selectAll().where("id", "!=", user.id).execute();
  return !others.some((other) => isWorkingAdmin(deps, other));
}

export function isWorkingAdmin(deps: AuthDeps, user: UserRow): boolean {
  return user.disabled === 0 && isIssuerTrusted(deps, user.issuer) && rolesOf(user).includes("admin");
}

export function recorded<T, F>(
  written: Result<Result<T, F>, StoreFailure>,
): Result<T, F | { kind: "cannot-be-recorded"; failure: StoreFailure }> {
  return written.ok ? written.value : err({ kind: "cannot-be-recorded", failure: written.error });
}

export function userView(user: UserRow): UserView {
  return {
    id: user.id,
    name: user.name,
    displayName: user.display_name,
    issuer: user.issuer,
    roles: rolesOf(user),
    grants: grantsOf(user),
    disabled: user.disabled === 1,
    createdAt: user.created_at,
    passwordChangedAt: user.password_changed_at,
  };
}
