import { type AuditLog, createAuditLog } from "#lib/audit/audit-log.ts";
import type { Auth, ChangeAuthor, SignedIn } from "#lib/auth/auth.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import type { AuditEventView } from "#lib/contract/audit.ts";
import type { Role } from "#lib/domain/actor.ts";
import { type TemporaryStore, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

export const GOOD_PASSWORD = "correct weather today";
export const admin: ChangeAuthor = {
  actor: { issuer: "local", subject: "u-0", name: "root", roles: ["admin"] },
};

export interface Desk extends TemporaryStore {
  auth: Auth;
  audit: AuditLog;
}

export async function desk(
  config: { mode: "emulator" | "alibaba-cloud"; demo: boolean } = { mode: "alibaba-cloud", demo: false },
): Promise<Desk> {
  const made = await temporaryStore();
  const { store, clock } = made;
  return { ...made, auth: createAuth({ store, clock, config }), audit: createAuditLog({ store, clock }) };
}

export function everywhere(roles: readonly Role[]) {
  return roles.map((role) => ({ role, scope: null }));
}

export async function addUser({ auth }: Desk, name: string, roles: readonly Role[] = ["operator"]) {
  return valueIn(
    await auth.createUser(admin, {
      name,
      grants: everywhere(roles),
      password: GOOD_PASSWORD,
      dutiesAccepted: true,
    }),
  );
}

export function attempt(name: string, password = GOOD_PASSWORD, address = "192.0.2.1") {
  return { name, password, address, userAgent: "test browser" };
}

export async function signedIn({ auth }: Desk, name: string, address?: string): Promise<SignedIn> {
  return valueIn(await auth.signIn(attempt(name, GOOD_PASSWORD, address)));
}

/** Oldest first. */
export async function eventsOf({ audit }: Desk, action: string): Promise<AuditEventView[]> {
  const page = valueIn(await audit.list({ action }, { cursor: null, limit: 100 }));
  return page.items.reverse();
}
