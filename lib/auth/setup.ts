import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import type { SetupAnswer, SetupFailure, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { type AuthDeps, DEMO_ISSUER, isDemo, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { insertUser, recorded } from "#lib/auth/user-rows.ts";
import { newUserRow } from "#lib/auth/users.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { ROLES } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Published on the demo's sign-in page. */
export const DEMO_PASSWORD = "eni-desk-demo";

/** One account per role, named like it. */
export async function ensureDemoAccounts(deps: AuthDeps): Promise<Result<void, UserChangeFailure>> {
  if (!isDemo(deps)) return ok(undefined);
  for (const role of ROLES) {
    const row = await newUserRow(
      deps,
      { name: role, grants: [{ role, scope: null }], password: DEMO_PASSWORD },
      DEMO_ISSUER,
    );
    if (!row.ok) return row;
    const made = recorded(
      await deps.store.write((tx) => insertUser(tx, deps, { actor: SYSTEM_ACTOR }, row.value)),
    );
    if (!made.ok && made.error.kind !== "name-taken") return made;
  }
  return ok(undefined);
}

export async function ensureSetupToken(deps: AuthDeps): Promise<Result<string | null, StoreFailure>> {
  if (isDemo(deps)) return ok(null);
  const token = randomBytes(24).toString("base64url");
  return deps.store.write(async (tx) => {
    if (await hasUser(tx)) return null;
    await tx.deleteFrom("setup_tokens").where("used_at", "is", null).execute();
    await tx
      .insertInto("setup_tokens")
      .values({ token_hash: tokenHash(token), created_at: isoTime(deps.clock.now()), used_at: null })
      .execute();
    return token;
  });
}

export async function completeSetup(
  deps: AuthDeps,
  { token, name, password, from }: SetupAnswer,
): Promise<Result<UserView, SetupFailure>> {
  const open = await deps.store.read((db) => isTokenOpen(db, token));
  if (!open.ok) return err({ kind: "cannot-be-recorded", failure: open.error });
  if (!open.value) return err({ kind: "wrong-token" });
  const problem = passwordProblem(password, name);
  if (problem) return err({ kind: "bad-password", problem });
  const row = await newUserRow(
    deps,
    { name, grants: [{ role: "admin", scope: null }], password },
    LOCAL_ISSUER,
  );
  if (!row.ok) return row;
  const by = { actor: { ...SYSTEM_ACTOR, name: "First set-up" }, ...(from && { from }) };
  return recorded(
    await deps.store.write(async (tx): Promise<Result<UserView, SetupFailure>> => {
      // Asked again inside the transaction: of two answers at once, one wins.
      if (!(await isTokenOpen(tx, token))) return err({ kind: "wrong-token" });
      const made = await insertUser(tx, deps, by, row.value);
      if (!made.ok) return made;
      await tx
        .updateTable("setup_tokens")
        .set({ used_at: isoTime(deps.clock.now()) })
        .where("token_hash", "=", tokenHash(token))
        .execute();
      return made;
    }),
  );
}

/** A token is random, so finding it by its hash tells nothing by its timing. */
async function isTokenOpen(db: Kysely<Database>, token: string): Promise<boolean> {
  const row = await db
    .selectFrom("setup_tokens")
    .select("token_hash")
    .where("token_hash", "=", tokenHash(token))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return row !== undefined && !(await hasUser(db));
}

/** Accounts of a demo do not count: outside it nobody can use them. */
async function hasUser(db: Kysely<Database>): Promise<boolean> {
  const user = await db
    .selectFrom("users")
    .select("id")
    .where("issuer", "!=", DEMO_ISSUER)
    .executeTakeFirst();
  return user !== undefined;
}

function tokenHash(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
