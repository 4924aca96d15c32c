import "server-only";

import type { Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { CloudIdentity } from "#lib/ecs/change-role.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import type { Person } from "#lib/ecs/session-name.ts";
import type { ChangeTarget } from "#lib/ecs/session-policy.ts";
import { blocker, type DetachBlocker, type DetachCircumstances } from "#lib/policy/detach-blockers.ts";
import type { Desk } from "#lib/requests/desk.ts";

/** As whom the cloud is asked to change something: in a person's own session, where the account has a role for it. */

type Accounts = Pick<Desk, "inventory">;

/** What is asked, of which account. */
export type AccountTarget = ChangeTarget & { accountId: string };

/** True too for an account that is not known yet: a process that has just started knows none until it has read. */
export function isReadOnly({ inventory }: Accounts, accountId: string): boolean {
  return (inventory.changesOf(accountId)?.kind ?? "none") === "none";
}

/** What forbids every change in an account, whoever asks. Ask it after the account has been read. */
export function standingOf(
  desk: Pick<Desk, "inventory" | "settings">,
  accountId: string,
): Pick<DetachCircumstances, "observeOnly" | "readOnlyAccount"> {
  return { observeOnly: desk.settings.observeOnly, readOnlyAccount: isReadOnly(desk, accountId) };
}

/** Null where ENI Desk's own credentials are all there is. */
export function cloudIdentityOf(
  { inventory }: Accounts,
  accountId: string,
  person: Person,
): CloudIdentity | null {
  const changes = inventory.changesOf(accountId);
  return changes?.kind === "role" ? changes.role.identityOf(person) : null;
}

/** What to change the account with, for this person; null where there is nothing: then nothing is sent. */
export function changeClientFor(
  { inventory }: Accounts,
  { accountId, ...target }: AccountTarget,
  person: Person,
): EcsClient | null {
  const changes = inventory.changesOf(accountId);
  if (changes?.kind === "own-credentials") return changes.ecs;
  return changes?.kind === "role" ? changes.role.clientFor(person, target) : null;
}

/** Makes the person's session, so that sending is one call. What is in the way comes back as a blocker. */
export async function prepareSession(
  { inventory }: Accounts,
  { accountId, ...target }: AccountTarget,
  person: Person,
): Promise<DetachBlocker | null> {
  const changes = inventory.changesOf(accountId);
  if (changes?.kind !== "role") return null;
  const { role } = changes;
  const prepared = await role.prepare(person, target);
  return prepared.ok ? null : sessionBlocker(role.roleArn, prepared);
}

function sessionBlocker(role: string, { error }: Extract<Result<null, EcsFailure>, { ok: false }>) {
  if (error.kind === "rejected") {
    const { code, requestId } = error;
    return blocker("change-role-refused", null, { role, code, requestId: requestId ?? "-" });
  }
  const known = error.kind === "not-sent" ? error.cause : (error.code ?? "no usable answer");
  const requestId = error.kind === "not-sent" ? null : error.requestId;
  const cause = requestId === null ? known : `${known}, RequestId ${requestId}`;
  return blocker("change-role-unreachable", null, { role, cause });
}
