import { type Action, STS_VERSION } from "#emulator/actions/action.ts";

/** Who is calling; no right is needed to ask. Source: STS API 2015-04-01, GetCallerIdentity. */
export const getCallerIdentity: Action = {
  name: "GetCallerIdentity",
  product: "Sts",
  version: STS_VERSION,
  kind: "read",
  required: [],
  ramResources: undefined,
  run: ({ caller }) => ({
    AccountId: caller.accountId,
    Arn: caller.arn,
    IdentityType: caller.type,
    PrincipalId: caller.principalId,
    ...(caller.type === "RAMUser" ? { UserId: caller.userId } : { RoleId: caller.roleId }),
  }),
};
