import type { Account, Statement } from "#emulator/world/account-record.ts";
import type { Session } from "#emulator/world/sessions.ts";
import type { World } from "#emulator/world/world.ts";

/** Who is calling, as far as the signature has proved it. */
export type Caller = {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly type: "RAMUser" | "AssumedRoleUser";
  readonly displayName: string;
  readonly principalId: string;
  readonly arn: string;
  readonly userId: string;
  readonly roleId: string;
  readonly policy: readonly Statement[];
  /** Both must allow when a session carries a policy of its own. */
  readonly sessionPolicy: readonly Statement[] | undefined;
};

export type Credential = {
  readonly secret: string;
  readonly isActive: boolean;
  readonly session: Session | undefined;
  readonly caller: Caller;
};

export function findCredential(world: World, accessKeyId: string): Credential | undefined {
  const session = world.sessions.get(accessKeyId);
  if (session) {
    return { secret: session.accessKeySecret, isActive: true, session, caller: sessionCaller(session) };
  }
  for (const account of world.accounts) {
    for (const user of account.Users) {
      const key = user.AccessKeys.find((candidate) => candidate.AccessKeyId === accessKeyId);
      if (!key) continue;
      const caller = userCaller(account, user, accessKeyId);
      return { secret: key.AccessKeySecret, isActive: key.Status === "Active", session: undefined, caller };
    }
  }
  return undefined;
}

function userCaller(account: Account, user: Account["Users"][number], accessKeyId: string): Caller {
  return {
    accountId: account.AccountId,
    accessKeyId,
    type: "RAMUser",
    displayName: user.UserName,
    principalId: user.UserId,
    arn: `acs:ram::${account.AccountId}:user/${user.UserName}`,
    userId: user.UserId,
    roleId: "",
    policy: user.Policy,
    sessionPolicy: undefined,
  };
}

function sessionCaller(session: Session): Caller {
  return {
    accountId: session.accountId,
    accessKeyId: session.accessKeyId,
    type: "AssumedRoleUser",
    displayName: `${session.roleName}:${session.sessionName}`,
    principalId: `${session.roleId}:${session.sessionName}`,
    arn: `acs:ram::${session.accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
    userId: "",
    roleId: session.roleId,
    policy: session.policy,
    sessionPolicy: session.sessionPolicy,
  };
}
