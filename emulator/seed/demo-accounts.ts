import { ALLOW_ALL, ALLOW_MOVES, ALLOW_MOVES_IN_STAGING, ALLOW_READS } from "#emulator/seed/demo-policies.ts";
import { partner } from "#emulator/seed/well-known.ts";
import type { Account, Statement } from "#emulator/world/account-record.ts";

const ENI_DESK_USER_ID = "200000000000000001";
const HOUR_S = 3_600;

/** A user with one key, whose secret is its id with `-secret` behind it. */
function user(
  UserId: string,
  UserName: string,
  AccessKeyId: string,
  Policy: Statement[],
  Status: "Active" | "Inactive" = "Active",
): Account["Users"][number] {
  const key = { AccessKeyId, AccessKeySecret: `${AccessKeyId}-secret`, Status };
  return { UserId, UserName, AccessKeys: [key], Policy };
}

const FIRST: Account = {
  AccountId: "1000000000000001",
  AccountName: "emulator-demo",
  Users: [
    user(ENI_DESK_USER_ID, "eni-desk", "emulator", [ALLOW_ALL]),
    user("200000000000000002", "readonly", "emulator-readonly", [ALLOW_READS]),
    user("200000000000000003", "no-rights", "emulator-norights", []),
    user("200000000000000004", "former-colleague", "emulator-disabled", [ALLOW_ALL], "Inactive"),
    user("200000000000000005", "staging-only", "emulator-staging", [ALLOW_READS, ALLOW_MOVES_IN_STAGING]),
  ],
  Roles: [
    {
      RoleId: "300000000000000001",
      RoleName: "eni-desk",
      MaxSessionDuration: HOUR_S,
      TrustedUserIds: [ENI_DESK_USER_ID],
      Policy: [ALLOW_ALL],
    },
    {
      RoleId: "300000000000000002",
      RoleName: "eni-desk-readonly",
      MaxSessionDuration: 12 * HOUR_S,
      TrustedUserIds: ["*"],
      Policy: [ALLOW_READS],
    },
  ],
};

const SECOND: Account = {
  AccountId: partner.accountId,
  AccountName: "emulator-partner",
  Users: [
    user("200000000000000011", "operations", partner.key.accessKeyId, [ALLOW_ALL]),
    user("200000000000000012", "readonly", "emulator-partner-readonly", [ALLOW_READS]),
  ],
  Roles: [
    {
      RoleId: "300000000000000011",
      RoleName: "eni-desk",
      MaxSessionDuration: HOUR_S,
      TrustedUserIds: [ENI_DESK_USER_ID],
      Policy: [ALLOW_READS, ALLOW_MOVES],
    },
    {
      RoleId: "300000000000000012",
      RoleName: "operations",
      MaxSessionDuration: HOUR_S,
      TrustedUserIds: ["200000000000000011"],
      Policy: [ALLOW_ALL],
    },
    {
      RoleId: "300000000000000013",
      RoleName: "eni-desk-readonly",
      MaxSessionDuration: HOUR_S,
      TrustedUserIds: [ENI_DESK_USER_ID],
      Policy: [ALLOW_READS],
    },
  ],
};

/** The accounts of the demo. Their secrets are no secrets: the emulator answers loopback and holds nothing real. */
export const DEMO_ACCOUNTS: Account[] = [FIRST, SECOND];
